# Die sechs Handlungsfelder des Landesprogramms „Solidarisches Zusammenleben der Generationen“.
lsz = Nach Handlungsfeldern des Landesprogramms (LSZ)
lsz-text = Ziele und bestätigte Nebenwirkungen nach den sechs Handlungsfeldern des Thüringer Landesprogramms „Solidarisches Zusammenleben der Generationen“. Kosten stehen bei jeder Option. Das Programm nennt Felder, keine Kennzahlen: Die Zuordnung ist eine Annahme (Bevölkerung und Personal bei der Planung; Kita, Arbeit und alle Wege bei der Vereinbarkeit; Pflege, Gesundheit, Einkommen und Wohnen beim Wohnumfeld).
lsz-field = Handlungsfeld
lsz-steering = Steuerung und Planung
lsz-compatibility = Vereinbarkeit und Mobilität
lsz-education = Bildung
lsz-counselling = Beratung und Unterstützung
lsz-living = Wohnumfeld und Lebensqualität
lsz-dialogue = Dialog der Generationen
lsz-other = ohne Handlungsfeld
lsz-rises = { $label } steigt ({ $verdict })
lsz-falls = { $label } sinkt ({ $verdict })
lsz-more = { $count ->
    [one] und eine weitere
   *[other] und { $count } weitere
}
lsz-none = nichts nachgewiesen
