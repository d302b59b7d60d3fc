# Das Profil eines Kreises.
profile-title = Kreisprofil { $region }
profile-subtitle = Stand heute und Fortschreibung des Status quo
profile-notice = Die Fortschreibung zeigt, wohin die heutigen Raten führen, wenn niemand etwas ändert. Alle Zahlen nach dem Bevölkerungsstand sind modelliert.
profile-levels = Wer hier lebt und was sich ändert
profile-levels-note = Bevölkerungsstand: amtliche Tabellen oder daraus fortgeschrieben. Jahre: Mittel der Läufe zum Jahresende (Kita: 1. März, Schule: September, Pflege: Dezember). „Einzelne Läufe“: Spanne von 5 bis 95 % der Läufe, also Zufall, nicht die Unsicherheit der Annahmen. Anteil: an den Einwohnern; Alleinlebende: an den Haushalten.
profile-year-end = Ende { $year }
profile-change = { $first }–{ $last }
profile-runs = Einzelne Läufe (5–95 %)
profile-share = Anteil zum Stichtag
profile-land = Land { $year }
course-title = Entwicklung { $first } bis { $last }, { $first } = 100
course-caption = { $region }, Status quo, Mittel der Läufe ({ $runs }); { $first } = 100.
course-label = { $label } ({ $change } %)
projection-title = Neben der amtlichen Vorausberechnung
projection-what = Rechnung
projection-span = Zeitraum
projection-total = gesamt
projection-year = im Jahr
projection-natural = Geburten minus Sterbefälle je 1.000 im Jahr
projection-migration = Wanderung je 1.000 im Jahr
projection-population = Einwohner
projection-care = Pflegebedürftige
projection-own = { $region }, diese Rechnung
projection-official = { $region }, amtlich
projection-reasons = Woher der Unterschied kommt
projection-sources = Quellen:
reason-no-own = Für { $region } enthält die Quelle keinen eigenen Wert. Daneben steht deshalb das Land.
reason-base = Ausgangsbestand: Die amtliche Rechnung beginnt 2021 auf der Grundlage des Zensus 2011. Diese Rechnung beginnt auf der Grundlage des Zensus 2022, der im Land 0,6 % weniger Menschen fand.
reason-base-own = Ausgangsbestand: Die amtliche Rechnung beginnt 2021 auf der Grundlage des Zensus 2011. Diese Rechnung beginnt mit Ihrer eigenen Bevölkerungstabelle.
reason-natural = Geburten und Sterbefälle: hier { $own } je 1.000 Einwohner im Jahr, amtlich für das Land { $official }. Geburtenziffer und Sterbetafel dieser Rechnung sind neuer.
reason-migration = Wanderung: hier { $own } je 1.000 Einwohner im Jahr, amtlich für das Land { $official }. Die Wanderungsraten dieser Rechnung sind eine Annahme aus den Strömen der letzten Jahre.
reason-span = Zeitraum: Die amtliche Zahl ist ein Mittel über { $years } Jahre, in denen sich der Altersaufbau weiter ändert. Diese Rechnung reicht bis { $last }.
reason-care = Pflege: Die amtliche Rechnung hält die Quoten von 2021 fest. Sie kam für 2023 auf 179.500 Pflegebedürftige im Land, gezählt wurden 193.937. Diese Rechnung beginnt mit den Quoten von 2023 und lässt sie mit einem Parameter weiter steigen.
