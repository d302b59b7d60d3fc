column-reference-year = Status quo { $year }
providers = Träger
providers-public = öffentliche Träger
providers-non-profit = freigemeinnützige Träger
providers-private = private Träger
providers-own = Was Träger selbst tragen
providers-choice = Auswahl unter Trägern (Wunsch- und Wahlrecht)
providers-text = „Eigenmittel über dem Eigenanteil“: was Trägern von 100 EUR Kosten an eigenen Mitteln über ihren Anteil hinaus bleibt, unter null fehlt es und zehrt an der Rücklage. Weniger Standorte: Träger geben sie auf, weil Geld oder Personal fehlt oder eine Maßnahme sie schließt, gezählt als Unterschied. Defizite und Auswahl nur bei Leistungen, um die es hier geht. „Praktisch unverändert“: Die ganze Spannweite liegt unter einem Zehntel dessen, was zählt. In eckigen Klammern: 5–95 %. Einzelne Träger werden nicht gezeigt.
