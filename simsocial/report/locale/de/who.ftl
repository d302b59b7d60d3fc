# Wer gewinnt, wer verliert: dieselben künstlichen Menschen mit und ohne Option.
who = Wer gewinnt, wer verliert: dieselben Menschen mit und ohne Option
who-text = Gewonnen hat, wer in einem Feld weniger Monate ohne Platz in der Region ist (wartet, anderswo unterkommt oder aufgibt) oder am Ende mehr Einkommen hat; verloren, bei wem es umgekehrt ist. Zahl der Menschen im Mittel über die Läufe mit Personentabelle, in Klammern die kleinste und die größte. Monate: Veränderung für alle zusammen. Euro: Veränderung des bedarfsgewichteten Nettoeinkommens am Ende, im Mittel je Person und Monat. Gezählt ist, wer im Zeitraum irgendwann hier lebt, auch wer geboren wird, zuzieht, stirbt oder fortzieht: mehr als die Einwohnerzahl. Gruppen gelten zum Beginn des Zeitraums; hier stehen nur solche, in denen sich für jemanden etwas ändert, who.csv hat alle.
who-everybody = alle
who-by-area = Planungsraum
who-note = Aus { $runs ->
    [1] einem Lauf
   *[other] { $runs } Läufen
}. Nicht verglichen: { $apart } Menschen, die nur in einer Welt sterben oder fortziehen; { $onlyreference } gibt es nur ohne, { $onlyoption } nur mit Option (etwa andere Geburten). Sie zählen weder als Gewinn noch als Verlust.
column-who-group = Gruppe
column-who-people = Menschen
column-who-gained = gewonnen
column-who-lost = verloren
column-who-both = teils, teils
column-who-otherwise = anders, ohne Wertung
column-who-untouched = unberührt
column-who-months = Monate ohne Platz
column-who-eur = EUR je Person und Monat

stories = Drei künstliche Haushalte
stories-text = Ausgewählt nach fester Regel: Haushalte, deren Mitglieder es in beiden Welten gibt, nach Monaten ohne Platz aller Mitglieder zusammen, bei Gleichstand nach Einkommen; der mit dem größten Gewinn, der mit dem größten Verlust und der mittlere unter denen, für die sich etwas ändert. Sie sind Beispiele, keine echten Haushalte.
story = { $which }: { $home }. Mit der Option: { $changes }.
story-gain = Größter Gewinn
story-loss = Größter Verlust
story-median = In der Mitte der Betroffenen
story-home = Haushalt in { $area } ({ $type }; { $income }; Alter: { $ages })
story-without-more = { $field }: { $count ->
    [one] { $size } Monat
   *[other] { $size } Monate
} mehr ohne Platz in der Region
story-without-less = { $field }: { $count ->
    [one] { $size } Monat
   *[other] { $size } Monate
} weniger ohne Platz in der Region
story-served-more = { $field }: { $count ->
    [one] { $size } Monat
   *[other] { $size } Monate
} länger versorgt
story-served-less = { $field }: { $count ->
    [one] { $size } Monat
   *[other] { $size } Monate
} kürzer versorgt
story-hours-more = { $count ->
    [one] { $size } Stunde
   *[other] { $size } Stunden
} mehr Pflege durch Angehörige{ $field }
story-hours-less = { $count ->
    [one] { $size } Stunde
   *[other] { $size } Stunden
} weniger Pflege durch Angehörige{ $field }
story-eur-more = am Ende { $size } EUR im Monat mehr (bedarfsgewichtet){ $field }
story-eur-less = am Ende { $size } EUR im Monat weniger (bedarfsgewichtet){ $field }

field-child-family-support = Hilfen für Kinder und Familien
field-counselling = Beratung
field-elder-care = Pflege und Alter
field-health = Gesundheit
field-housing = Wohnen
field-integration-assistance = Eingliederungshilfe
field-kita = Kita
field-migration = Migration
field-participation = Teilhabe
field-school = Schule
field-youth-work = Jugendarbeit
