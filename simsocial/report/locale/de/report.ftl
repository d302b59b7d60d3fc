# Der Bericht eines Vergleichs.
report-title = Was ändert sich, wenn …?
report-subtitle = { $region }, { $period }: { $options } im Vergleich mit dem Status quo
report-subtitle-alone = { $region }, { $period }: { $scenario }
report-notice = Wenn-Dann-Aussage, keine Vorhersage
report-notice-text = Dieser Bericht rechnet aus, was sich unter den genannten Annahmen ändert. Alle Zahlen sind modelliert. Sie gelten für das Gebiet, nicht für einzelne Menschen.
report-future = Gerechnet für eine angenommene Zukunft, in allen Optionen gleich: { $title }. { $why }
option-count = { $count ->
    [one] eine Option
   *[other] { $count } Optionen
}
contents = Inhalt
unfold = Für den Druck alles aufklappen
contents-answer = Die Antwort in fünf Minuten
contents-figures = Abbildungen
contents-tables = Tabellen
contents-assumptions = Annahmen
contents-method = Methode und Zeichen
contents-run = Angaben zum Lauf

reading-help = Veränderung heißt: Option minus Status quo, je nach Kennzahl als Summe oder Mittel über { $period } oder im letzten Jahr; das steht bei der Einheit. In eckigen Klammern steht die Spannweite: Zwischen ihren Enden liegen neun von zehn Läufen (5–95 %). Sie enthält allein den Zufall der Läufe, denn alle Annahmen stehen auf ihrem besten Wert (draws=0). Wie unsicher die Annahmen sind, steht im Abschnitt „Annahmen“; ohne draws=0 gerechnet enthält die Spannweite auch das.
reading-help-draws = Veränderung heißt: Option minus Status quo, je nach Kennzahl als Summe oder Mittel über { $period } oder im letzten Jahr; das steht bei der Einheit. Die Zahl ist das Mittel über die Ziehungen der Annahmen. In eckigen Klammern steht die Spannweite: Zwischen ihren Enden liegen neun von zehn Ziehungen (5–95 %). Sie enthält die Unsicherheit der Annahmen und den Zufall.
few-runs = Mit { $runs } Rechnungen lässt sich nichts prüfen: Erst ab zehn abweichenden Rechnungen gibt es Spannweiten. Für belastbare Zahlen: 30 Rechnungen und mehr (replicates=30).

overview = Überblick
overview-what = Worum es geht
overview-targets = Ziele
overview-side-effects = Bestätigte Nebenwirkungen
overview-cost = Laufende Kosten des Landkreises
overview-capital = Investitionen, alle Kostenträger zusammen
overview-payback = Rückfluss der Investition
overview-decision = Beschluss spätestens bis
overview-table = Am Tisch
overview-order = Die Reihenfolge der Optionen ist die des Aufrufs und keine Rangfolge.
none = keine
no-date = kein Termin
not-stated = nicht angegeben

not-identified = Höhe nicht bestimmt
not-identified-range = Höhe nicht bestimmt: mit Option { $range }
column-indicator = Kennzahl
column-unit = Einheit, Zeitbezug
column-reference = Status quo
column-option = mit Option
column-effect = Veränderung
column-interval = Spannweite (5–95 %)
column-verdict = Wertung
column-share = besser in … der { sample-plural }
column-validation = Niveau: Prüfstand
column-equity = Ärmste zu Reichsten
column-equity-effect = Wirkung darauf
column-range = Einzelne { sample-plural } (5–95 %)
column-chance = davon Zufall
column-payer = Kostenträger
column-reason = Vermutung
column-state = Ergebnis
column-aim = Zielwert oder Richtung
column-set-by = Herkunft
column-matters = zählt ab

changes = Welche Annahmen „{ $option }“ ändert
change-old = bisher
change-new = mit Option
change-when = gilt
change-where = wo
change-since = ab { $since }
change-span = { $since } bis { $until }
change-note = Hinweis
change-factor = Faktor auf die Tabelle
change-outside = außerhalb der registrierten Spanne
changes-own = { $count ->
    [one] eine Annahme ist anders (siehe Annahmen)
   *[other] { $count } Annahmen sind anders (siehe Annahmen)
}
changes-outside = { $count ->
    [one] ein Wert liegt außerhalb der registrierten Spanne (siehe Annahmen)
   *[other] { $count } Werte liegen außerhalb der registrierten Spanne (siehe Annahmen)
}
law-on = „{ $law }“ gilt
law-off = „{ $law }“ gilt nicht
assumption-changed = { $option }: { $value }
assumption-only-in = nur in „{ $option }“
targets = Was sich wie gewünscht ändern soll
targets-none = Für diese Option ist kein Ziel angegeben.
target-value-up = Zielwert mindestens { $value }
target-value-down = Zielwert höchstens { $value }
target-value-neutral = Zielwert { $value }
target-reached = { $target }: erreicht
target-missed = { $target }: nicht erreicht
target-judged = beurteilt nach „{ $label }“ { $effect }
better-up = mehr
better-down = weniger
better-neutral = ohne Richtung
set-by-scenario = Szenario; wer es vorgibt, ist dort nicht angegeben
set-by-default = Voreinstellung von simsocial
thresholds = Woran gemessen wird, und wer das gesetzt hat
thresholds-text = „Zählt ab“: die kleinste Veränderung, die als im Sinne des Ziels oder entgegen gilt; kleinere bleiben ohne Wertung. Sie ist immer eine Voreinstellung von simsocial und keine amtliche Schwelle. Zielwert und Richtung eines Ziels setzt das Szenario; von wem sie stammen, kann dort bei jedem Ziel stehen.
thresholds-costs = Kosten und Investitionen je Kostenträger
matters-of-level = { $value } ({ $share } des Status quo)
target-set-by = { $note }; Herkunft: { $set_by }
target-missing = { $indicator }: wird im Modell nicht gezählt, das Ziel ist nicht prüfbar.
side-effects = Nebenwirkungen
side-effects-none = Außerhalb der Ziele und der Kosten wurde keine Veränderung bestätigt, die groß genug ist, um zu zählen.
side-effects-text = Zweimal gefunden: in den ersten { $explore } Läufen entdeckt, in { $confirm } neuen Läufen bestätigt. Die Zahlen stammen aus den neuen Läufen, die der Ziele aus allen. Je Kennzahl eine Zeile, Planungsräume und Gruppen darunter; was Leistungen unter einem Dach (Krippe und Kindergarten) ebenso zeigen wie ihr Haus, steht nur in den Tabellen. Kosten stehen im nächsten Abschnitt.
side-effects-text-draws = Zweimal gefunden: in { $explore } Läufen entdeckt, in { $confirm } Läufen unter neuen Annahmen bestätigt; zusammen { $draws } Ziehungen der Annahmen. Die Zahlen stammen aus der zweiten Hälfte, die der Ziele aus allen Läufen. Je Kennzahl eine Zeile, Planungsräume und Gruppen darunter; was Leistungen unter einem Dach (Krippe und Kindergarten) ebenso zeigen wie ihr Haus, steht nur in den Tabellen. Kosten stehen im nächsten Abschnitt.
side-effects-unconfirmed = Ohne neue { sample-plural } kann keine Nebenwirkung bestätigt werden.
side-effects-more = { $count ->
    [one] Eine weitere Kennzahl steht im Abschnitt „Tabellen“.
   *[other] { $count } weitere Kennzahlen stehen im Abschnitt „Tabellen“.
}
path-text = Der Weg, der eine Nebenwirkung trägt: „möglicher Weg laut Modell“ nennt die kürzeste Verbindung, die im Modell vorgesehen ist; wie viel darüber kommt, ist damit nicht gesagt. Gemessen wird es mit simsocial why { $option }; ein neuer Bericht zeigt es dann hier.
path-measured = Gemessener Weg: { $parts } ({ $folder }).
path-direct = Möglicher Weg laut Modell, nicht gemessen: direkt, die Maßnahme ändert dies selbst ({ $link }).
path-declared = Möglicher Weg laut Modell, nicht gemessen: { $links }.
path-none = Kein Weg verzeichnet, nicht gemessen.
link-staff = Personal: { $name }
link-work-parents = Arbeit der Eltern
link-work-relatives = Arbeit der pflegenden Angehörigen
link-care-relatives = Pflege durch Angehörige
link-care-need = Pflegebedarf
link-income = Einkommen und Leistungen
link-money = Kosten
link-population = Geburten, Sterbefälle und Umzüge
link-housing = Wohnen
link-offending = Straftaten
link-ways = Wege
costs = Was es kostet und wer zahlt
costs-text = Alle abgebildeten Leistungen, in Preisen des jeweiligen Jahres; Landkreis und Gemeinden netto, nach Erstattungen. Plus: Mehrausgaben.
costs-level = Status quo, laufend
costs-operating-cost = Laufende Kosten
costs-capital-cost = Investitionen
costs-full-cost = Laufende Kosten mit Zins und Tilgung
costs-local = Landkreis und Gemeinden zusammen
costs-all = alle Kostenträger
costs-caption = Veränderung in { $unit }; in eckigen Klammern 5–95 %
costs-none = Keine Kosten je Kostenträger in diesen Ergebnissen.
costs-untouched = Laufende Kosten unverändert: { $payers }.
decisions = Wer entscheidet, bis wann
decision-start = Beginn
decision-latest = Beschluss spätestens bis
decision-sites = Einrichtung: Plätze alt → neu
decision-site = { $site }: { $old } → { $new }
decision-site-new-size = { $site }: → { $new }
decision-assumed-lead = { $month } (Vorlauf von { $months } Monaten angenommen: lead_months ist nicht angegeben)
decision-by = entscheidet
decision-consent = Zustimmung
decision-lever = Mittel
decision-department = zuständig
decision-measure = Maßnahme
decision-table = Wer muss an den Tisch
decision-passed = { $month } (bei Erstellung bereits verstrichen)
decision-event = Ereignis: darüber entscheiden andere. Optionen sind die Antwort darauf.
triggers = Worauf Maßnahmen warten
triggers-text = Eine Maßnahme mit Auslöser beginnt erst, wenn die Kennzahl so viele Monate in Folge jenseits der Schwelle war. Gezählt wird monatlich, bekannt ist ein Monat im nächsten. Anteile: der Läufe. Die Schwelle setzt das Szenario; von wem sie stammt, kann dort stehen.
trigger-condition = Auslöser
trigger-site = belegte Plätze, { $site }
trigger-below = { $what } unter { $threshold }, { $months ->
    [one] ein Monat
   *[other] { $months } Monate in Folge
}
trigger-above = { $what } über { $threshold }, { $months ->
    [one] ein Monat
   *[other] { $months } Monate in Folge
}
trigger-back-below = endet bei { $threshold } und mehr
trigger-back-above = endet bei { $threshold } und weniger
trigger-delay = beginnt nach (Monate)
trigger-share = ausgelöst
trigger-earliest = frühestens
trigger-median = im mittleren Lauf
trigger-ended = wieder beendet
trigger-start = wenn ausgelöst
trigger-start-from = wenn ausgelöst, ab { $month }
decisions-none = Keine Maßnahmen angegeben.
suspected = Was vermutet wurde
suspected-none = Vorab wurde nichts vermutet.
suspected-small = gefunden, aber zu klein, um zu zählen
suspected-too-few-advice = zu wenige Läufe, um eine Veränderung von Belang zu finden; etwa { $runs } würden genügen (replicates={ $runs })
suspected-unconfirmed = { $state } (Unterschied nicht bestätigt)
suspected-found-at = nur in Teilen gefunden: { $where }
suspected-touched = vorab als ausgeschlossen angegeben, im Modell aber berührt

figures = Abbildungen
figures-call = Jede Abbildung ist eine Python-Zeile, die darunter steht; alle zusammen zeichnet simsocial.report.figures.write_figures("{ $folder }"), als SVG und PNG in figures/; den Verlauf einer Kennzahl simsocial.Results("{ $folder }").plot("KENNZAHL", area="RAUM").
figures-none = Keine Abbildungen.
tables = Tabellen
tables-all = { $option }: alle berührten Kennzahlen, { $region }
tables-years = { $option }: Ziele und Nebenwirkungen nach Jahren
tables-areas = { $option }: Ziele und Nebenwirkungen nach Planungsraum und Gruppe
tables-gains = { $option }: Wer gewinnt, wer verliert? Wirkung nach Einkommen (Fünftel der Menschen) und Verhältnis der Ärmsten zu den Reichsten
tables-untouched = In keinem Lauf berührt:
tables-by-year = { $scenario } nach Jahren, { $region }
tables-on-screen = Auf Papier stehen die ersten Seiten, die Planungsräume und die Annahmen in Kürze. Alle Zahlen je Kennzahl, Jahr, Raum und Gruppe und die Abbildungen dazu: am Bildschirm in report.html, als Arbeitsmappe mit simsocial export und in effects.csv.
tables-files = Wirkungen stehen in effects.csv (lesbar: ohne Räume und Gruppen, die kein Lauf oder kaum einer berührt) und vollständig in effects.parquet, einzelne Läufe in indicators.parquet.

assumptions = Annahmen
assumptions-text = Jeder Wert mit Spanne, Quelle und Güte. Wer einen Wert anders sieht, kann ihn beim Aufruf ändern und neu rechnen.
assumptions-on-screen = Alle { $count } Annahmen einzeln, mit Quelle: am Bildschirm in report.html und in parameters.csv.
assumptions-show = Alle { $count } Annahmen zeigen
assumptions-count = { $grade }: { $count }
assumptions-none = Diese Ergebnisse enthalten keine Annahmenliste.
assumption-id = Kürzel
assumption-value = Wert
assumption-unit = Einheit
assumption-range = Spanne
assumption-source = Quelle
assumption-year = Jahr
assumption-in-force = geltend
assumption-undated = ohne Datum
assumption-grade = Güte
assumption-override = { $value } (beim Aufruf gesetzt)
assumption-from = { $value } (ab { $date })
assumption-table = Tabelle nach { $by }
assumption-factor = Faktor { $bounds }
assumption-law = durch „{ $law }“ { $value }
laws = Geltendes und mögliches Recht
laws-text = Beschlossenes Recht wirkt in jeder Option, angekündigtes und offenes nur, wo es eingeschaltet ist. Was es an Werten ändert, steht bei den Annahmen.
law-name = Gesetz
law-base = Rechtsgrundlage
law-status = Stand
law-when = gilt
law-acts = wirkt
law-everywhere = in allen Optionen
law-only-in = nur in: { $options }
law-nowhere = in keiner Option
law-enacted = beschlossen
law-announced = angekündigt
law-open = offen
grade-a = A: amtliche Tabelle, unverändert
grade-b = B: amtliche Zahl eines anderen Gebiets, Jahres oder Zuschnitts oder daraus errechnet
grade-c = C: abgeleitet mit genannter Annahme oder aus zweiter Hand
grade-d = D: eigene Annahme mit weiter Spanne

method = Methode und Zeichen
method-model = Ein Modell mit einzelnen künstlichen Personen und Haushalten rechnet das Gebiet Monat für Monat durch. Jeder Lauf würfelt den Zufall (Geburten, Umzüge, Pflegebedarf) neu. { $sample ->
    [draws] Jede Ziehung wählt dazu einen Satz der Annahmen aus ihren Spannen. Status quo und Optionen erleben in jeder Ziehung denselben Zufall unter denselben Annahmen
   *[runs] Status quo und Optionen erleben in jedem Lauf denselben Zufall
}, deshalb bleibt als Unterschied nur die Maßnahme.
method-family = Viele Kennzahlen werden zugleich geprüft. Damit Zufallsfunde selten bleiben, entscheidet ein zweistufiges Verfahren (Simes je Kennzahl, Benjamini-Hochberg über die Kennzahlen, Anteil falscher Funde höchstens 5 %). Als Nebenwirkung gilt nur, was außerhalb der Ziele liegt, größer als die Relevanzschwelle der Kennzahl ist und in neuen { sample-dative } mit gleichem Vorzeichen wieder gefunden wird{ $sample ->
    [draws] , in mindestens vier von fünf Ziehungen
   *[runs] {""}
}. Bei Zielen entscheidet das Intervall ihres Mittels; für Planungsräume, Gruppen und einzelne Jahre darunter gilt dasselbe Verfahren. Eine Veränderung, die nicht größer als die Relevanzschwelle ist, erhält keine gerichtete Wertung, auch nicht bei Zielen.
method-classes = Unterschiede, die in { sample-each } gleich sind, stehen ohne Spannweite. Unterschiede in weniger als zehn { sample-dative } werden nur gezählt.
method-interval = Spannweiten: 5-%- bis 95-%-Punkt der Veränderung über die { sample-plural }; sie werden mit mehr { sample-dative } nicht schmaler. Ob ein Unterschied gesichert ist, entscheidet das 95-%-Intervall des Mittels (effects.csv: mean_low, mean_high): t-Verteilung über die { sample-plural }, bei schiefer Verteilung Bootstrap (BCa). Wo wenige { sample-plural } den Unterschied allein tragen, halten beide ihre 95 % nicht: Mit 30 { sample-dative } sind es dann etwa 90 %, und ein Ziel ohne jede Wirkung bekommt in etwa 10 statt 5 von 100 Fällen eine Richtung, wenn die Relevanzschwelle es nicht verhindert. Gerundet wird auf das, was die Spannweite trägt; durch Runden kann eine Veränderung um eine Einheit der letzten Stelle von der Differenz der Niveaus abweichen. „Einzelne { sample-plural }“: 5-%- und 95-%-Punkt des Niveaus mit Option über die { sample-plural }.
method-power = „Geprüft, nicht gefunden“ heißt: So viele Läufe hätten eine Veränderung von der Größe der Relevanzschwelle in jeder der beiden Stufen mit 90 % gefunden, oder das Intervall des Mittels schließt eine so große aus; sonst steht „zu wenige Läufe“. Von Kennzahlen, deren Jahre teils im Sinne des Ziels liegen und teils entgegen, stehen Gesamtwert und schlechtestes Jahr.
method-chance = Auch bei Zielen müssen vier von fünf Ziehungen dasselbe Vorzeichen haben. „Davon Zufall“: Anteil des Zufalls an der Varianz der Veränderung eines Laufs, geschätzt aus den Ziehungen, die zweimal gerechnet wurden; der Rest ist die Unsicherheit der Annahmen. Die gezogenen Werte stehen in draws.parquet.
method-identified = „Höhe nicht bestimmt“: Das Niveau hängt an Annahmen, deren Wert keine Zahl belegt, nur eine Spanne (Annahmenblatt: not identified), vor allem am Arbeitsmarkt der Pflege und der Kitas; statt eines Werts steht die Spanne über die Ziehungen. Die Veränderung durch die Option hat ihre eigene Spannweite.
method-horizon = Über den Zeitraum wird eine Kennzahl je nach Art summiert (Geld, Geburten, Umzüge), über die Jahre gemittelt (Wartende, Personal, Wege) oder mit dem letzten Jahr angegeben (Bestände wie Einwohner, versorgte Personen, Plätze). Welches von den dreien, steht bei der Einheit: „Summe“ oder „Mittel“ mit den Jahren, sonst das letzte Jahr. Mit einer Maßnahme, die erst später beginnt, zählen in Summe und Mittel auch die Jahre davor. Bei mehr als fünf Jahren sind Planungsräume und Gruppen später nur für einzelne Jahre gespeichert; die Jahre dazwischen sind geradlinig ergänzt.
validation-legend = Prüfstand
validation-hindcast-text = Rückrechnung: gegen tatsächliche Werte vergangener Jahre geprüft.
validation-base-year-text = am Basisjahr geprüft: weicht von amtlichen Thüringer Zahlen der Jahre 2022 bis 2025 zu ihrem Stichtag höchstens 5 % ab, zuzüglich Zufall; verglichen für das Land, den Landkreis Greiz und den Musterkreis.
validation-base-year-elsewhere-text = an Thüringer Zahlen geprüft: Dasselbe Modell weicht für Thüringen, nach Altersgruppen umgerechnet, von amtlichen Zahlen der Jahre 2022 bis 2025 höchstens 5 % ab, zuzüglich Zufall. Für dieses Gebiet (fiktiv oder mit eigenen Tabellen) ist das nicht geprüft.
validation-plausible-text = plausibel: Größenordnung stimmt, kein Vergleichswert.
validation-none-text = ungeprüft: aus Annahmen gerechnet, ohne Vergleichswert.
signs = Zeichenerklärung
sign-brackets = Spannweite der Veränderung: 5-%- bis 95-%-Punkt über die { sample-plural }
sign-limited = Genauigkeit des Mittels begrenzt: halbes 90-%-Intervall des Mittels über 15 % des Wertes
sign-uncertain = Mittel zu unsicher (über 30 %): nur die Spannweite gilt
sign-zero = mehr als nichts, aber weniger als die Hälfte der letzten Stelle
sign-nothing = genau null
sign-unknown = kein Wert
sign-small = weniger als 3 Personen oder Fälle (modelliert)
sign-with-target = im Sinne des Ziels: Richtung, die Ziel oder Kennzahl als besser vorgeben
sign-against = entgegen dieser Richtung
sign-neutral = ohne Wertung: keine Richtung ist besser
sign-mixed = je nach Ort, Gruppe oder Jahr verschieden: Planungsräume, Gruppen oder Jahre ändern sich teils im Sinne des Ziels, teils entgegen; in der Zählung „gemischt“
sign-next-to-none = die ganze Spannweite liegt unter einem Zehntel dessen, was bei dieser Kennzahl zählt
sign-unclear = kein gesicherter Unterschied: das 95-%-Intervall des Mittels enthält null
sign-unconfirmed = nicht bestätigt: das Intervall des Mittels enthält null nicht, aber bei so vielen Kennzahlen kann das Zufall sein
sign-assumptions = Richtung hängt von den Annahmen ab: in weniger als vier von fünf Ziehungen dasselbe Vorzeichen, Zufall herausgerechnet
sign-below-relevance = zu klein, um zu zählen: gesichert, aber kleiner als die Veränderung, ab der diese Kennzahl zählt (Relevanzschwelle); deshalb ohne Richtung

run-data = Angaben zum Lauf
run-command = Aufruf
run-created = begonnen
run-finished = beendet
run-region = Gebiet
run-reference-date = Bevölkerungsstand
run-horizon = Zeitraum
run-runs = Läufe
run-replicates = Läufe je Option (erkunden + bestätigen)
run-draws = Ziehungen der Annahmen
run-failed = fehlgeschlagen
run-seed = Startzahl des Zufalls
run-source-hash = Prüfsumme Programm
run-data-hash = Prüfsumme Daten
run-versions = Versionen
run-defaults = Ersatztabellen, weil das Gebiet keine eigenen enthält
run-failed-note = Fehlgeschlagene Läufe fehlen in allen Zahlen; gepaart wird nur, was in beiden Welten vorliegt.
