# Die erste Seite.
first-title = Auf einen Blick
first-reached = { $label } ({ $time }): { $first } → { $second } { $unit }, { $verdict }{ $has_note ->
    [true] { " " }({ $note })
   *[other] {""}
}.
first-reached-same = { $label } ({ $time }): unverändert.
first-once = { $amount } einmalig
first-yearly = { $payer } { $amount } im Jahr { $year }
first-money = { $parts }.
first-money-payback = { $parts }. { $payback }.
first-no-cost = Weder Landkreis noch Gemeinden zahlen mehr oder weniger.
first-cost-unknown = Was es kostet, ist mit so wenigen Rechnungen nicht zu sagen.
first-cell = { $effect }, { $verdict }
first-judged = mit Zins und Tilgung { $effect }
first-few = zu wenige Rechnungen
first-row-target = Ziel
first-row-staff = Personal, offene Stellen
first-staff-none = kein gesicherter Unterschied
first-row-claim = Rechtsanspruch nicht erfüllt
first-row-kreis = Landkreis, laufend netto
first-row-municipality = Gemeinden, laufend netto
first-cards = Was zu entscheiden ist
first-card-event = Ereignis: andere entscheiden
first-card-decides = Es entscheidet
first-card-assumed = { $month }, Vorlauf angenommen
first-signs = [ ]: in neun von zehn Rechnungen dazwischen; ( ): unsicher; (/): nur die Spannweite ist zu nennen.
first-card-until = Beschluss bis
first-card-from = ab
first-changes = Was sich ändert
first-why = Warum?
first-reason = { $reason } ({ $label }).
first-too-few = Mit so wenigen Rechnungen nicht zu sagen.
first-why-none = Keine der vorab vermuteten Wirkungen wurde gefunden.
first-villages = Weiter zum nächsten Haus ({ $measure ->
    [km] Luftlinie
    [own] Fahrzeit mit dem Auto
   *[assumed] Fahrzeit mit dem Auto, aus Entfernungen geschätzt
}): { $ways }.
first-village = { $place } { $before } → { $after } { $measure ->
    [km] km
   *[minutes] min
}
first-sure = Wie sicher ist das?
first-chance = Zufall
first-assumptions = Annahmen
first-spread-of = Wovon die Spannweite beim Ziel kommt
first-same-sign = Gleiche Richtung in { $share } der Rechnungen.
first-hangs-on-title = Davon hängt das Ergebnis am stärksten ab:
first-hangs-on = { $parameter } (Güte { $grade }){ $turns ->
    [true] : kann das Ergebnis umkehren
   *[other] {""}
}
first-hangs-on-none = Keine einzelne Annahme sticht heraus.
first-missing = Nicht im Modell
first-never-modelled = In keiner Option im Modell: Qualität der Angebote, Zustand der Gebäude, Zustimmung vor Ort.
map-title = { $service }: Standorte und Wege
map-caption = Kreise: Orte nach Einwohnern. Farbe und Zahl: Weg im Planungsraum nachgewiesen länger oder kürzer, in Minuten. Ohne Grenzen.
map-caption-borders = Flächen: Planungsräume, gefärbt nach der Veränderung des mittleren Wegs zur Leistung „{ $service }“; die Zahl am größten Ort nennt sie in Minuten (einfacher Weg). Kreise: Orte nach Einwohnern. Ungefärbt: keine Veränderung nachgewiesen.
map-pair-title = { $service }: Standorte heute und mit { $option }
map-stays = bleibt
map-closes = schließt
map-opens = neu
map-longer = Weg länger
map-shorter = Weg kürzer
standing-title = { $place }: Plätze und Nachfrage
standing-caption = Linien: genehmigte Plätze je Option; Punkte mit Band: Nachfrage, wenn es weitergeht wie bisher (5–95 %).
standing-demand = Nachfrage
purses-title = Wer zahlt mehr oder weniger
purses-once = einmalig (ganzer Zeitraum)
purses-yearly = im Jahr { $year }
purses-caption = Balken: Mittel; Strich: Spannweite (5–95 %). Rechts der Null: Mehrausgaben.
