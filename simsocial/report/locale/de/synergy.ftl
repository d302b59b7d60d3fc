# Die Seite eines Bündels: helfen oder behindern sich Maßnahmen?
synergy-title = Helfen oder behindern sich die Maßnahmen?
synergy-subtitle = { $region }, { $period }: alle Teilmengen der Maßnahmen im Vergleich
synergy-answer = Die Antwort
synergy-targets = Ziele: jede Maßnahme allein, alle zusammen
synergy-targets-text = Spalten der Maßnahmen: Veränderung gegenüber der Welt ohne die Maßnahmen, wenn es nur diese gibt. „Über die Summe hinaus“: zusammen minus Summe der einzelnen.
synergy-found = Nachgewiesene Wechselwirkungen
synergy-found-none = Keine Wechselwirkung ist nachgewiesen.
synergy-unseen = Wo nichts nachgewiesen ist, und was ungesehen bleiben könnte
synergy-unseen-text = Je Paar bis zu zwölf Kennzahlen, bei denen mehr als ihre Relevanzschwelle ungesehen bleiben könnte; alle stehen in synergy.csv. Bei den übrigen addieren sich die Wirkungen, unterscheiden sich zu wenige { sample-plural } oder ist, was ungesehen bleiben könnte, kleiner als die Relevanzschwelle.
synergy-unseen-most = ungesehen bleiben könnte:
synergy-unseen-small = wo genug { sample-plural } abweichen, könnte nichts über der Relevanzschwelle ungesehen bleiben
synergy-method = Wie gerechnet wird
synergy-method-corners = Jede Teilmenge der Maßnahmen ist ein eigener Lauf derselben künstlichen Menschen mit denselben Würfeln. Die Wechselwirkung zweier Maßnahmen ist, was beide zusammen mehr bewirken als die Summe beider, gemittelt über alle Stellungen der übrigen Maßnahmen. Null heißt: Die Wirkungen addieren sich.
synergy-method-rules = Es gelten die Regeln des Vergleichs: geprüft werden gepaarte Unterschiede je { $sample ->
    [draws] Ziehung der Annahmen
   *[runs] Lauf
}; was gefunden wird, auch bei Zielen, muss sich in neuen { sample-dative } bestätigen und größer als die Relevanzschwelle sein. Ob eine Wechselwirkung hilft oder behindert, sagt die Richtung der Kennzahl oder des Ziels. In eckigen Klammern steht die Spannweite (5–95 %) über die { sample-plural }; „könnte ungesehen bleiben“ ist das weiter von null entfernte Ende des 95-%-Intervalls des Mittels. Worum Maßnahmen konkurrieren, sagt die Kennzahl, an der es sich zeigt: Personal (Feld Personal), Geld (Feld Kosten), Nachfragende (wer versorgt wird, wartet oder anderswo unterkommt).
synergy-figure-title = Wie die Maßnahmen aufeinander wirken, { $period }
synergy-figure-caption = Je Paar: ob es sich hilft (●), behindert oder konkurriert (○), beides (◐), ohne Wertung anders wirkt als die Summe (◆) oder nichts nachgewiesen ist (–); darunter die Kennzahl, bei der es sich, gemessen an ihrer Relevanzschwelle, am stärksten zeigt, und was beide über die Summe hinaus bewirken.

quoted = „{ $text }“
meeting-sentence = { $who }: { $word }. { $what }.
meeting-help = helfen einander
meeting-hinder = behindern einander
meeting-compete = konkurrieren um { $resources }
meeting-mixed = helfen und behindern einander
meeting-told = wirken zusammen anders als die Summe, ohne Wertung
meeting-nothing = nichts nachgewiesen
meeting-few = zu wenige { sample-plural }
meeting-few-runs = Erst ab zehn { sample-dative }, die sich unterscheiden, gibt es Spannweiten
meeting-figure = { $label } ({ $time }) { $effect } über die Summe hinaus
meeting-unseen = Bei „{ $label }“ könnten bis ± { $size } ungesehen bleiben
meeting-untouched = Bei { $labels } addieren sich die Wirkungen in { sample-each }
meeting-rare = Bei „{ $label }“: { $effect }
meeting-unseen-table = Was ungesehen bleiben könnte, steht in synergy.csv
resource-staff = Personal
resource-clients = Nachfragende
resource-money = Geld
meaning-help = hilft
meaning-hinder = behindert
meaning-told = ohne Wertung
column-together = alle zusammen
column-beyond = über die Summe hinaus
column-added = wenn es sich addierte
column-came-out = zusammen
column-meaning = Bedeutung
column-unseen = könnte ungesehen bleiben
