"""What is said about each table that a region does not bring along, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["default_note"]

_NOTES: Mapping[str, tuple[str, str]] = {
    "region_merged": (
        "region: {former} gehört seit dem 1.7.2021 zum {whole}; gerechnet wird dieser ganze Kreis, immer",
        "region: {former} has been part of {whole} since 2021-07-01; that whole Kreis is simulated, always",
    ),
    "population_fictional": (
        "population: fiktiv; Thüringens Landkreise 31.12.2023 auf 92.000 Menschen, Alter je Raum angenommen (Güte D)",
        "population: fictional; Thuringia's Landkreise at 31.12.2023 to 92,000 people, ages by area assumed (grade D)",
    ),
    "population_official": (
        "population: amtlich am 31.12.2023 in drei Altersgruppen (Güte A), Altersjahre nach dem Zensus 2022 (Güte C)",
        "population: official at 31.12.2023 in three age groups (grade A), single ages like the Zensus 2022 (grade C)",
    ),
    "population_kreis_tables": (
        "population: Kreistabellen nach Geschlecht und Altersgruppe am {day}, nach eigenen Altersjahren verteilt",
        "population: Kreis tables by sex and age group at {day}, split like its own single years",
    ),
    "population_undated": (
        "population: ohne Stichtag, als Stand vom {day} genommen",
        "population: no reference date given, taken as {day}",
    ),
    "population_groups_split": (
        "population: Altersgruppen wie Thüringens Jahrgänge {year} auf Altersjahre verteilt",
        "population: age groups split to single years like Thuringia's cohorts in {year}",
    ),
    "population_old_split": (
        "population: Alter ab {first} wie Thüringens Jahrgänge {year} auf Altersjahre verteilt",
        "population: ages from {first} split to single years like Thuringia's cohorts in {year}",
    ),
    "places_pattern": (
        "places: künstliches Siedlungsmuster nach Einwohnern und Rang (Güte D)",
        "places: synthetic rank-size settlement pattern by inhabitants (grade D)",
    ),
    "places_no_municipalities": (
        "places: künstliches Siedlungsmuster nach Rang, keine wirklichen Gemeinden (Güte D)",
        "places: synthetic rank-size settlement pattern, no real municipalities (grade D)",
    ),
    "places_without_coordinates": (
        "places: ohne Koordinaten, Orte nach einem festen Muster über ihren Planungsraum verteilt (Güte D)",
        "places: no coordinates given, places spread over their area by a stated pattern (grade D)",
    ),
    "places_centrality": (
        "places: Zentralität nach Rang: größter Ort des Gebiets 2, eines Planungsraums 1 (Güte D)",
        "places: centrality by rank: the largest place of the region 2, of an area 1 (grade D)",
    ),
    "households_shares": (
        "households: {people} Menschen in den Haushalten bei {inhabitants} Einwohnern, nur die Anteile zählen",
        "households: {people} people in the households for {inhabitants} inhabitants, only their shares are used",
    ),
    "dwellings": (
        "dwellings: Haushalte nach dem Alter, Leerstand des Kreises, siehe housing.vacancy_share (Güte C)",
        "dwellings: households by the age of the people, vacancy of the Kreis, see housing.vacancy_share (grade C)",
    ),
    "sites": (
        "sites: {kinds} mit den Thüringer Plätzen je Person, für die sie da sind (Güte D je Einrichtung)",
        "sites: {kinds} at Thuringian rates of places per person they are for (grade D by site)",
    ),
    "providers": (
        "providers: je Art der Trägerschaft einer, gemischt wie im Land (Güte D)",
        "providers: one for each kind of ownership in the Land's mix (grade D)",
    ),
    "providers_unnamed": (
        "providers: {names} als gemeinnützig genommen (Güte D)",
        "providers: {names} taken as non-profit (grade D)",
    ),
    "districts": (
        "districts: ohne Tabelle; Schulbezirk jedes Ortes ist der des nächsten Standorts (Güte D)",
        "districts: no table; the school district of each place is that of the nearest site (grade D)",
    ),
    "districts_partly": (
        "districts: {kind} ohne Bezirk für {places}: dort der nächste Standort (Güte D)",
        "districts: {kind} without a district for {places}: there the nearest site (grade D)",
    ),
    "travel_minutes": (
        "travel_minutes: Luftlinie mal Umweg bei einem Tempo nach Entfernung, siehe Annahmen travel.* (Güte D)",
        "travel_minutes: straight line with a detour at a speed by distance, see parameters travel.* (grade D)",
    ),
}


def default_note(name: str, **values: object) -> dict[str, str]:
    """Return what is said about a default in `de` and `en`, beginning with the name of the table.

    Examples
    --------
    >>> default_note("population_undated", day="2023-12-31")["en"]
    'population: no reference date given, taken as 2023-12-31'
    """
    german, english = _NOTES[name]
    return {"de": german.format(**values), "en": english.format(**values)}
