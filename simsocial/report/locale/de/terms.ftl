# Wörter, die in allen Ausgaben vorkommen.
source-line = simsocial, Wenn-Dann-Aussage, keine Vorhersage
status-quo = Status quo (weiter wie bisher)
enumeration = { $first } und { $last }
interval = { $low } bis { $high }
area = Planungsraum { $area }
area-named = { $area } { $name }
effect-uncertain = { $interval } (/)
effect-none = kein Unterschied
effect-next-to-none = praktisch unverändert

# Was für mehrere Jahre steht.
time-sum = Summe { $period }
time-mean = Mittel { $period }
worst-year = schlechtestes Jahr { $year }
effect-rare = anders in { $runs } von { $all } { sample-dative }
effect-search-only = nur in den { sample-dative } der Suche berührt

# Worüber Spannweiten und Prüfungen gehen: Läufe, mit draws Ziehungen der Annahmen.
sample-plural = { $sample ->
    [draws] Ziehungen
   *[runs] Läufe
}
sample-dative = { $sample ->
    [draws] Ziehungen
   *[runs] Läufen
}
sample-each = { $sample ->
    [draws] jeder Ziehung
   *[runs] jedem Lauf
}

verdict-with-target = im Sinne des Ziels
verdict-against = entgegen
verdict-neutral = ohne Wertung
verdict-mixed = je nach Ort, Gruppe oder Jahr verschieden
verdict-unclear = kein gesicherter Unterschied
verdict-unconfirmed = nicht bestätigt
verdict-assumptions = Richtung hängt von den Annahmen ab
verdict-small = zu klein, um zu zählen
verdict-rare = zu selten für eine Aussage
verdict-few-runs = zu wenige { sample-plural } für eine Aussage
verdict-untouched = nicht berührt

# Wie viele Nebenwirkungen welche Wertung haben.
lines-against = { $count } entgegen
lines-mixed = { $count } gemischt
lines-with-target = { $count } im Sinne des Ziels
lines-neutral = { $count } ohne Wertung

suspected-found = gefunden
suspected-not-found = geprüft, nicht gefunden
suspected-too-few = zu wenige Läufe
suspected-excluded = durch Annahme ausgeschlossen
suspected-not-in-model = nicht im Modell


validation-hindcast = Rückrechnung
validation-base-year = am Basisjahr geprüft
validation-base-year-elsewhere = an Thüringer Zahlen geprüft
validation-plausible = plausibel
validation-none = ungeprüft


unit-percent = %
unit-percent-and-points = %, Prozentpunkte
unit-percentage-points = Prozentpunkte
unit-million-eur = Mio. EUR
unit-eur = EUR
unit-eur-per-month = EUR je Monat
unit-persons = { $count ->
    [one] Person
   *[other] Personen
}
unit-children = { $count ->
    [one] Kind
   *[other] Kinder
}
unit-pupils = { $count ->
    [one] Schulkind
   *[other] Schulkinder
}
unit-cases = { $count ->
    [one] Fall
   *[other] Fälle
}
unit-households = { $count ->
    [one] Haushalt
   *[other] Haushalte
}
unit-dwellings = { $count ->
    [one] Wohnung
   *[other] Wohnungen
}
unit-places = { $count ->
    [one] Platz
   *[other] Plätze
}
unit-sites = { $count ->
    [one] Einrichtung
   *[other] Einrichtungen
}
unit-eur-per-100-eur-of-cost = EUR je 100 EUR Kosten
unit-per-1-000-people-it-is-open-to = je 1.000, denen es offensteht
unit-levy-points = Punkte der Kreisumlage
unit-providers = { $count ->
    [one] Träger
   *[other] Träger
}
unit-fte = VZÄ
unit-minutes = { $count ->
    [one] Minute
   *[other] Minuten
}
unit-full-time-jobs = { $count ->
    [one] Vollzeitstelle
   *[other] Vollzeitstellen
}
unit-minutes-one-way = { $count ->
    [one] Minute (einfacher Weg)
   *[other] Minuten (einfacher Weg)
}
unit-persons-of-65-per-100-of-20-64 = Personen ab 65 je 100 von 20 bis 64
unit-hours = { $count ->
    [one] Stunde
   *[other] Stunden
}
unit-hours-per-week = { $count ->
    [one] Stunde je Woche
   *[other] Stunden je Woche
}
unit-months = { $count ->
    [one] Monat
   *[other] Monate
}
unit-years = { $count ->
    [one] Jahr
   *[other] Jahre
}


decider-kreis = Landkreis
decider-municipality = Gemeinde
decider-provider = Träger
decider-land = Land
decider-bund = Bund
decider-fund = Pflegekassen
decider-care-fund = Pflegekassen
decider-kv = Kassenärztliche Vereinigung
decider-school-authority = Schulträger
decider-families = Familien
decider-parents = Elternvertretung
decider-youth-office = Jugendamt
decider-youth-welfare-committee = Jugendhilfeausschuss
decider-school-office = Schulamt
decider-city = Stadt
decider-investor = Investor
decider-nobody = niemand

lever-own-act = eigener Beschluss
lever-grant = Zuschuss
lever-plan = Planung
lever-contract = Vertrag
lever-negotiation = Verhandlung
lever-none = Ereignis, kein eigener Beschluss

measure-open-site = Einrichtung eröffnen
measure-close-site = Einrichtung schließen
measure-merge-sites = Einrichtungen zusammenlegen
measure-change-value = einen Wert ändern
measure-resize-site = Zahl der Plätze ändern
measure-phased-housing = Wohnungsbau in Stufen
measure-no-change = keine Änderung
measure-convert-site = Einrichtung umwandeln
measure-cooperation = Kooperation von Einrichtungen
measure-cut = Angebot kürzen
measure-co-funding = Kostenanteil ändern
measure-extra-posts = Stellen planen
measure-lateral-entry = Quereinstieg
measure-opening-days = Öffnungstage ändern
measure-outreach = aufsuchende Arbeit
measure-parental-fee = Elternbeitrag ändern
measure-prevention = Prävention
measure-recruitment = Fachkräfte anwerben
measure-reuse-of-vacancy = Leerstand nutzen
measure-bus-line = Buslinie
measure-on-demand-bus = Rufbus
measure-grant = Zuschuss
measure-district-levy = Kreisumlage
measure-fee-bands = gestaffelter Elternbeitrag
measure-shuttle = Fahrdienst
measure-staff-above-minimum = Personal über dem Schlüssel halten
measure-staff-ratio = Personalschlüssel ändern
measure-staff-retention = Fachkräfte halten
measure-target-quota = Zielquote setzen
measure-training-places = Ausbildungsplätze




dimension-sex = Geschlecht
dimension-age = Alter
dimension-kreis = Kreis
dimension-grade = Pflegegrad
dimension-all = alle
dimension-situation = Lebenslage
dimension-children = Zahl der Kinder
dimension-siblings = Geschwister
dimension-household-type = Haushaltstyp
dimension-household-size = Haushaltsgröße
dimension-age-months = Alter in Monaten
dimension-age-band = Altersgruppe
dimension-quantile = Rang in der Verteilung
dimension-attainment = Abschluss
dimension-hours = Umfang der Arbeit
dimension-state = Erwerbsstatus
dimension-youngest-child = Alter des jüngsten Kindes
dimension-hours-of-care = Pflegestunden in der Woche
dimension-margin = Übergang zwischen Erwerbsstatus
dimension-insurance-years = Versicherungsjahre
dimension-persons = Personen im Haushalt
dimension-born-from = Geburtsjahrzehnt
source-own-assumption = eigene Annahme
source-own-setting = eigene Vorgabe
