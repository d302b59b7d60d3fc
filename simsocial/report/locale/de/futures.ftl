# Mehrere Zukünfte: Bedauern und Rangfolge.
contents-futures = Wenn es anders kommt
futures-text = Derselbe Vergleich in mehreren Zukünften. Keine hat eine Wahrscheinlichkeit, alle zählen gleich. Das Bedauern einer Option ist, um wie viel sie in einer Zukunft im Mittel schlechter ist als die dort beste, der Status quo eingeschlossen. Wer sich gegen das Schlimmste absichern will, nimmt die Option mit dem kleinsten größten Bedauern. Kleine Unterschiede können Zufall sein; ob sie sicher sind, sagen die Sätze darunter.
futures-expected = wie erwartet
futures-name = Zukunft
futures-why = warum
futures-draws = Ziehungen
futures-option = Option
futures-max-regret = größtes Bedauern
futures-mean-regret = mittleres Bedauern
futures-reached = erreicht
futures-caption = { $criterion } ({ $unit }; { $direction ->
    [up] mehr ist besser
   *[down] weniger ist besser
})
futures-reached-text = „Erreicht“ ist der Anteil der Zukünfte und Ziehungen, in denen der Zielwert erreicht wird; ohne Zielwert, in denen es besser ist als im Status quo.
futures-dominated = „{ $option }“ wird von „{ $other }“ übertroffen: nirgends so, dass es zählt, besser, und mindestens einmal sicher schlechter.
futures-flip-future = { $criterion }: „{ $first }“ ist sicher besser als „{ $second }“ in: { $in_first }; umgekehrt in: { $in_second }.
futures-flip-price = { $criterion }: „{ $first }“ ist besser als „{ $second }“ und kostet den Kreis mehr. Lohnend ist das ab { $price } EUR je Einheit ({ $unit }).
futures-flip-assumption = { $criterion }: Die Reihenfolge von „{ $first }“ und „{ $second }“ hängt an der Annahme { $parameter }: { $side } von etwa { $threshold } ist die erste besser.
futures-above = oberhalb
futures-below = unterhalb
futures-no-flip = In keiner Zukunft und bei keiner der gezogenen Annahmen war zu zeigen, dass zwei Optionen den Platz tauschen.
regret-title = Bedauern, { $period }: Abstand zur besten Option
regret-caption = Jeder Kreis ist eine Zukunft, die Raute das Mittel. Rechts steht die Zukunft, in der die Option am weitesten hinter der besten liegt. Null heißt: die beste.
