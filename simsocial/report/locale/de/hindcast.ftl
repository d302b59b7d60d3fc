# Rückrechnung: Lauf von einem früheren Stichtag, verglichen mit der späteren Zählung.
hindcast-head = Rückrechnung { $first } bis { $last }: { $kreise } Kreise, je { $runs } Läufe, nur mit dem, was am ersten Tag bekannt war.
hindcast-line = { $what } ({ $n }), mittlere Abweichung: { $errors }
hindcast-error = { $method } { $percent } %
hindcast-held = 90-%-Bereiche halten die Zählung bei: { $shares }
hindcast-cells = Zellen Geschlecht × Alter, nach Menschen gewichtet
hindcast-totals = Einwohnerzahlen
hindcast-care = Pflegebedürftige
hindcast-model = Modell
hindcast-no-change = keine Änderung
hindcast-without-migration = Kohorten ohne Wanderung
hindcast-with-migration = Kohorten mit Wanderung
hindcast-at-land-total = Modell, auf die Landessumme gebracht
hindcast-error-axis = Prozent
hindcast-error-title = Abweichung von der Zählung
hindcast-held-title = Zählung im 90-%-Bereich (%)
hindcast-age-axis = Alter
hindcast-source = Rückrechnung { $first } bis { $last }; Zählung: amtliche Statistik oder eigene Tabelle
