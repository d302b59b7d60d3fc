"""German explanations in the workbook of a new region: what each column holds, what each sheet is for."""

from __future__ import annotations

__all__ = ["COLUMNS", "FIGURES", "GUIDE", "SHEETS"]

GUIDE = (
    (
        "1. Im Blatt „places“ die Platzhalter durch Ihre Gemeinden oder Ortsteile ersetzen (place, name, inhabitants; "
        "die Einwohner sind nur Gewichte, ihre Summe darf abweichen). Wer Planungsräume hat, trägt sie in „areas“ "
        "ein und die Einwohner dazu in „population“."
    ),
    (
        "2. Im Blatt „sites“ je Einrichtung eine Zeile ausfüllen. Art, Ort und Träger kommen aus Auswahllisten. "
        "Für jede Art ohne eine einzige Zeile gelten die Thüringer Plätze je Person (Blatt „Listen“)."
    ),
    "3. Prüfen: simsocial check {region}. Fehler werden in einer Kopie ({stem}-checked.xlsx) farbig markiert.",
    "4. Ansehen: simsocial profile {file}. Vergleichen: simsocial compare status_quo OPTION {region}",
    "Spaltennamen und Blattnamen bitte nicht ändern. Was eine Spalte bedeutet, steht im Kommentar ihrer Kopfzelle.",
    (
        "Weitere Tabellen (Fahrzeiten, Haushalte, Wohnungen, Schulbezirke, Maßnahmen): docs/regions.md. Vorhandene "
        "Listen übernimmt simsocial import DATEI --as sites -o {file}."
    ),
)
"""What to do, in this order."""

SHEETS = {
    "sites": ("Ihre Einrichtungen, eine Zeile je Einrichtung", "leer: hier fehlen nur noch Ihre Angaben"),
    "places": (
        "Orte, in denen Menschen wohnen",
        "Platzhalter: angenommenes Siedlungsmuster, keine Gemeinden (Güte D)",
    ),
    "providers": ("Träger", "ein Träger je Trägerart; eigene ergänzen"),
    "areas": ("Planungsräume, für die berichtet wird", "der ganze Kreis als ein Raum"),
    "population": (
        "Einwohner nach Geschlecht und Alter",
        "amtlich: unter 18, 18-64, ab 65 (Güte A); einzelne Jahre und Geschlecht fortgeschrieben (Güte C)",
    ),
    "Kennzahlen": ("Was über den Kreis bekannt ist und was das Modell dafür annimmt", "nur zum Lesen"),
    "Listen": ("Auswahllisten und was ohne eigene Einrichtungen gilt", "nur zum Lesen"),
}
"""What each sheet is for and what stands in it."""

_NAME = "Name, wie er in Berichten steht. Darf leer bleiben."

COLUMNS = {
    "sites": {
        "site": "Kurzname der Einrichtung, einmalig, ohne Leerzeichen: kita_regenbogen. Pflicht.",
        "name": _NAME,
        "kind": "Art der Einrichtung, aus der Liste (Blatt „Listen“ erklärt sie). Pflicht.",
        "place": "Ort, aus dem Blatt „places“. Pflicht.",
        "provider": "Träger, aus dem Blatt „providers“. Leer: freigemeinnützig.",
        "licensed_places": "Genehmigte Plätze, Betten oder versorgbare Personen, ganze Zahl. Pflicht.",
        "staff_fte": "Personal in Vollzeitstellen, alle zusammen. Leer: so viel, wie die Art verlangt.",
        "opened": "Erster Monat, als Text: 2028-08. Leer: besteht schon.",
        "closes": "Erster Monat ohne die Einrichtung, als Text: 2029-01. Leer: keiner bekannt.",
    },
    "places": {
        "place": "Kurzname des Ortes, einmalig, ohne Leerzeichen: bad_koestritz. Pflicht.",
        "name": _NAME,
        "area": "Planungsraum, aus dem Blatt „areas“. Pflicht.",
        "inhabitants": "Einwohner, ganze Zahl; verteilt die Menschen des Raumes auf seine Orte. Pflicht.",
        "x_km": "Kilometer nach Osten ab einem beliebigen Nullpunkt (oder UTM 32). Für alle Orte oder für keinen.",
        "y_km": "Kilometer nach Norden ab demselben Nullpunkt.",
        "centrality": "0 Dorf, 1 Grundzentrum, 2 Hauptort.",
    },
    "providers": {
        "provider": "Kurzname des Trägers, einmalig, ohne Leerzeichen. Pflicht.",
        "name": _NAME,
        "ownership": "public öffentlich, non_profit frei-gemeinnützig, private privat. Pflicht.",
    },
    "areas": {
        "area": "Kurzname des Planungsraumes, einmalig, ohne Leerzeichen. Pflicht.",
        "name": _NAME,
        "ags": "Amtlicher Schlüssel als Text, 5 oder 8 Ziffern. Daran hängen Geburten, Sterblichkeit, Wanderung und "
        "Pflegebedarf des Kreises: nicht löschen.",
    },
    "population": {
        "area": "Planungsraum, aus dem Blatt „areas“. Pflicht.",
        "sex": "m männlich, f weiblich, t beide zusammen.",
        "age_from": "Erstes vollendetes Lebensjahr der Gruppe. Pflicht.",
        "age_to": "Letztes vollendetes Lebensjahr der Gruppe; leer: und älter.",
        "persons": "Personen, ganze Zahl. Pflicht.",
        "reference_date": "Stichtag, in allen Zeilen derselbe.",
    },
}
"""What a cell holds, by sheet and column in their order."""

FIGURES = {
    "unemployment_rate": "Arbeitslosenquote (zivile Erwerbspersonen), Prozent",
    "basic_support_people": "Regelleistungsberechtigte nach SGB II, Personen",
    "basic_support_children": "darunter nicht erwerbsfähige, Personen",
    "basic_support_households": "darunter erwerbsfähige, Personen (daraus folgen die Bedarfsgemeinschaften)",
    "asylum_benefit_served": "Leistungen nach dem Asylbewerberleistungsgesetz, Personen",
    "old_age_support_people+disability_support_people": "Grundsicherung im Alter und bei Erwerbsminderung, Personen",
}
"""Published figures as they are named in the sheet Kennzahlen."""
