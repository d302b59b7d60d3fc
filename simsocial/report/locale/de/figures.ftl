# Beschriftungen der Abbildungen.
pyramid-title = Bevölkerung nach Alter { $first } und { $last }
pyramid-caption = { $region }, Status quo. Fläche: { $first }, Linie: { $last } (Mittel der Läufe: { $runs }, jeweils 31. Dezember).
pyramid-men = Männer
pyramid-women = Frauen
pyramid-age = Alter in Jahren
pyramid-persons = Personen je Altersjahr
pyramid-land = Land { $year }
pyramid-land-caption = Gepunktet: Altersaufbau des Landes { $year }, auf dieselbe Einwohnerzahl gebracht.
supply-title = { $service }: Angebot, Nachfrage und Fehlbedarf { $year }
supply-caption = Rahmen: so viele Personen erlaubt die Genehmigung. Balken: so viele reicht das Personal zu versorgen (beides nach Standort). Senkrechter Strich: Nachfrage (nach Wohnort). Schraffiert: ohne Versorgung (nach Wohnort). Mittel der Läufe ({ $runs }).
supply-licensed = genehmigt
supply-places = mit Personal nutzbar
supply-demand = Nachfrage
supply-unmet = ohne Versorgung
supply-axis = Personen
effects-title = { $option }: Was sich ändert, { $period }
effects-caption = Veränderung gegenüber dem Status quo mit Spannweite (5–95 %) aus { $runs } neuen { sample-dative }. Jede Einheit hat ihre eigene Achse. Beim Namen steht, ob Summe, Mittel oder letztes Jahr des Zeitraums. Gefüllter Kreis: im Sinne des Ziels; offener Kreis: entgegen; Raute: ohne Wertung; Strich: nicht gesichert oder zu klein, um zu zählen. (Z) Ziel, (V) vermutet.
effects-more = { $count ->
    [one] Eine weitere Veränderung steht
   *[other] { $count } weitere Veränderungen stehen
} nur in den Tabellen.
effects-mark-target = (Z)
effects-mark-suspected = (V)
all-scenarios = alle Szenarien
waiting-title = Wartelisten { $period }
waiting-caption = Gezeigt sind höchstens sechs Wartelisten: die sich zwischen den Szenarien am stärksten unterscheiden, dann die längsten. Wartende am Monatsende im ganzen Gebiet. Linie: Mittel der Läufe ({ $runs }), Fläche: 5 bis 95 % der Läufe im Status quo. Was aufeinanderliegt, ist einmal gezeichnet und gemeinsam beschriftet.
cost-title = Kosten je Kostenträger { $period }: Unterschied zum Status quo
cost-caption = Laufende Kosten je Jahr, Option minus Status quo, mit Spannweite (5–95 %). Über null: Mehrausgaben. In Klammern: Ausgaben im Status quo { $year }.
cost-level-title = Kosten je Kostenträger { $period }
cost-level-caption = Laufende Kosten je Jahr, Mittel der Läufe ({ $runs }).
thousand-eur = Tsd. EUR
cost-panel = { $payer } ({ $level })
supply-others = Ohne eigenes Bild, weil weder ein Ziel noch eine bestätigte Nebenwirkung sie betrifft: { $services }.
figure-numbers = Die Zahlen dazu
figure-range = von–bis (5–95 %)
figure-told = Die Zahlen dazu stehen in den Tabellen
figure-call = Gezeichnet von
column-area = Planungsraum
pyramid-numbers = Menschen am 31. Dezember nach Alter, auf Zehner gerundet
pyramid-all = zusammen
waiting-numbers = Wartende im Mittel des Jahres, in Klammern der Monat mit den meisten
standing-places = Plätze
map-sites-today = Standorte heute
map-sites-option = mit Option
map-way = Weg: Veränderung in Minuten
map-same = keine nachgewiesen
figure-of-first = { $title } (Abbildung der ersten Seite)
