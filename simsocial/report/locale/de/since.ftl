# Was sich seit einem früheren Vergleich geändert hat.
since = Was sich seit dem letzten Plan geändert hat
since-of = Verglichen mit „{ $name }“ vom { $day }.
since-region = Anderes Gebiet: { $old } statt { $new }. Höhen lassen sich nicht vergleichen, nur wie sie sich ändern.
since-data = Die Tabellen des Gebiets oder die Annahmen haben seither andere Werte.
since-version = Anderer Stand des Programms: { $old }, jetzt { $new }. Unterschiede können auch daher kommen.
since-sources = Das Programm wurde seither geändert. Unterschiede können auch daher kommen.
since-changed = Geändert: { $parts }.
since-changed-assumptions = { $count ->
    [one] eine Annahme
   *[other] { $count } Annahmen
}
since-changed-levels = { $count ->
    [one] ein Wert des Status quo
   *[other] { $count } Werte des Status quo
}
since-changed-effects = { $count ->
    [one] eine Wirkung der Optionen
   *[other] { $count } Wirkungen der Optionen
}
since-same = Nichts von dem, was verglichen wird, ist anders.
since-draws-now = Jetzt enthalten Höhen und Spannen auch die Unsicherheit der Annahmen, damals nicht.
since-draws-before = Damals enthielten Höhen und Spannen auch die Unsicherheit der Annahmen, jetzt nicht.
since-more-effects = { $count ->
    [one] Eine weitere Wirkung ist anders.
   *[other] { $count } weitere Wirkungen sind anders.
}
since-options-new = Neu dabei: { $options }.
since-options-dropped = Nicht mehr dabei: { $options }.
since-more = { $count ->
    [one] Ein weiterer Wert des Status quo ist anders.
   *[other] { $count } weitere Werte des Status quo sind anders.
}
since-before = damals
since-now = jetzt
since-absent = nicht enthalten
since-assumptions = Annahmen mit anderem Wert oder anderer Spanne
since-levels = Status quo { $year }: was anders ist
since-effects = Ziele und bestätigte Nebenwirkungen: was anders ist
since-text = Als anders gilt, was sich um mehr unterscheidet, als die Spannen beider Mittel dem Zufall lassen, und um mehr, als für die Kennzahl ins Gewicht fällt; bei Wirkungen auch, was jetzt anders gewertet wird. Wo zu wenige Läufe etwas sagen, wird nichts verglichen.
