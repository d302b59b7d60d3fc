# Reihen: viele Punkte, jeder mit seiner Referenz.
sweep-title = { $label }
sweep-title-effect = Unterschied zur Referenz: { $label }
sweep-caption = Mittel der Jahre und Läufe an { $points } Punkten; die Linie mittelt über die übrigen Faktoren.
