# Suche nach Bündeln.
front-title = Bündel nach Gewinn und Mehrkosten
front-caption = { $count } Bündel mit denselben Würfeln und besten Werten der Annahmen. Schwarz: von keinem anderen übertroffen; grau: übertroffen; hell: außerhalb der Rahmen. Wenige Läufe je Bündel: Was in Frage kommt, gehört in einen Vergleich mit Ziehungen.
front-cost = Mehrkosten des Kreises im Jahr, { $unit }
front-gain = Gewinn, { $unit }
