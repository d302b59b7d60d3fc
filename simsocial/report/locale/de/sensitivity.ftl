# Woran die Wirkung einer Option hängt, und wann sie scheitert.
sensitivity-title-morris = { $option }: woran die Wirkung hängt
sensitivity-title-sobol = { $option }: wer die Streuung der Wirkung macht
sensitivity-caption-morris = Balken: um wie viel sich die Wirkung (Option minus Status quo) im Mittel ändert, wenn die Annahmen eines Felds einmal durch ihre Spannweite gehen; Strich: 95-%-Intervall. Gezeigt sind die stärksten Felder.{ $more ->
    [0] {""}
   *[other] {" "}{ $more } weitere Kennzahlen stehen in der Tabelle.
}
sensitivity-caption-sobol = Balken: Anteil an der Varianz der Wirkung samt Wechselwirkungen, mit 95-%-Intervall; Kreis: allein.{ $more ->
    [0] {""}
   *[other] {" "}{ $more } weitere Kennzahlen stehen in der Tabelle.
}
sensitivity-share = Anteil an der Varianz
failing-shown = { $option }, { $target }: verfehlt in { $failing } der { sample-plural }, vor allem wenn { $box }. Dort wird in { $density } verfehlt; das sind { $coverage } aller Fehlschläge (p = { $p }).
failing-bound = { $parameter } zwischen { $low } und { $high }
failing-not-shown = { $option }, { $target }: verfehlt in { $failing } der { sample-plural }; keine Ecke der Annahmen erklärt das besser als der Zufall.
failing-too-few = { $option }, { $target }: verfehlt in { $failing } der { sample-plural }; zu wenige Fälle auf einer Seite, um Annahmen zu unterscheiden.
failing-always = { $option }, { $target }: wird immer verfehlt.
failing-never = { $option }, { $target }: wird nie verfehlt.
