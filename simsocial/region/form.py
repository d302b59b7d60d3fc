"""A workbook for a region of one's own: a Kreis of Thuringia with its official figures, without sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.indicators.axes import OWNERSHIPS
from simsocial.parameters import Parameters
from simsocial.region.form_texts import COLUMNS, FIGURES, GUIDE, SHEETS
from simsocial.region.kreis_rates import kreis_ratio, kreis_values
from simsocial.region.load import load_region
from simsocial.region.official import kreis_counts, kreis_key
from simsocial.region.provision import DEFAULT_PROVIDERS
from simsocial.region.published import published_by_kreis, published_figures
from simsocial.region.region import Region

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["quoted", "write_form"]

_LAST_ROW = 2_000
"""Rows with drop-downs."""
_WIDTHS = {"name": 38, "site": 26, "place": 22, "kind": 24, "provider": 22}
_RATIOS = {
    "fertility.kreis_ratio": "Geburten gegenüber dem Land bei gleichen Frauen",
    "mortality.kreis_ratio": "Sterblichkeit ab 65 gegenüber dem Land bei gleichem Alter",
    "care_need.kreis_odds": "Chancen, pflegebedürftig zu sein, gegenüber dem Land bei gleichem Alter",
}

_Rows = Sequence[Sequence[object]]


def write_form(kreis: str, path: Path, kinds: Mapping[str, str]) -> None:
    """Write a workbook that is a region as it is, and waits for its sites.

    Parameters
    ----------
    kreis : str
        AGS or name of a Kreis of Thuringia.
    path : Path
        Where it goes.
    kinds : mapping
        German names of the kinds of sites.

    Raises
    ------
    RegionError
        If Thuringia has no such Kreis, or the file exists, is no ``.xlsx`` or cannot be written.
    """
    ags = kreis_key(kreis)
    if path.suffix.lower() != ".xlsx":
        message = say(
            "{path}: '{suffix}' is not valid. Valid: the ending .xlsx, or none (then .xlsx is added).",
            path=path,
            suffix=path.suffix,
        )
        raise RegionError(message)
    if path.exists():
        message = say("{path} exists already. Valid: another name (-o), or the file as it is.", path=path)
        raise RegionError(message)
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    region = load_region(ags)
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            _Form(book, region, kinds).write(path)
    except (FileCreateError, OSError) as error:
        raise RegionError(say("{path} cannot be written: {error}.", path=path, error=error)) from error


def quoted(argument: str) -> str:
    """Return an argument of a command as it is typed: in quotes where it has blanks.

    Examples
    --------
    >>> print(quoted("region=greiz.xlsx"), quoted("region=mein Kreis/greiz.xlsx"))
    region=greiz.xlsx "region=mein Kreis/greiz.xlsx"
    """
    return f'"{argument}"' if " " in argument else argument


class _Form:
    """The sheets of the workbook."""

    def __init__(self, book: Workbook, region: Region, kinds: Mapping[str, str]) -> None:
        self._book, self._region, self._kinds = book, region, kinds
        self._head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "valign": "top"})
        self._bold = book.add_format({"bold": True, "font_size": 14})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@"})

    def write(self, path: Path) -> None:
        region = self._region
        key = str(region.ags)
        guide = self._book.add_worksheet("Anleitung")
        sites = self._table("sites", [])
        names = [f"Ort {number} (Platzhalter)" for number in range(1, len(region.places) + 1)]
        places = region.places.assign(area=key, name=names)[list(COLUMNS["places"])]
        in_places = self._table("places", places.to_numpy().tolist())
        providers = DEFAULT_PROVIDERS[list(COLUMNS["providers"])].to_numpy().tolist()
        in_providers = self._table("providers", providers)
        self._table("areas", [[key, region.title["de"], key]])
        self._table("population", _population(region, key))
        self._plain(
            "Kennzahlen", ("Größe", "Wert", "Stand", "Quelle", "Güte"), _known(region), (62, 12, 14, 70, 8)
        )
        heads = ("kind", "Bezeichnung", "Einrichtungen ohne eigene Zeile", "Plätze ohne eigene Zeile")
        self._plain("Listen", heads, _usual(region, self._kinds), (32, 52, 30, 26))
        self._guide(guide, path)
        self._choices(sites, in_places, in_providers)

    def _table(self, name: str, rows: _Rows) -> Worksheet:
        """Write a table of the region, each header cell with its explanation."""
        sheet = self._book.add_worksheet(name)
        for column, (header, meaning) in enumerate(COLUMNS[name].items()):
            sheet.set_column(column, column, _WIDTHS.get(header, 16), self._text if header in _KEYS else None)
            sheet.write_string(0, column, header, self._head)
            sheet.write_comment(0, column, meaning, {"x_scale": 2.2, "y_scale": 1.2, "author": "simsocial"})
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write(line, column, value)
        sheet.freeze_panes(1, 1)
        return sheet

    def _plain(self, name: str, headers: Sequence[str], rows: _Rows, widths: Sequence[int]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, header, self._head)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row, self._wrapped)
        sheet.freeze_panes(1, 0)

    def _guide(self, sheet: Worksheet, path: Path) -> None:
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate((16, 58, 94)):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, f"{self._region.title['de']}: Region für simsocial", self._bold)
        sheet.write_string(1, 0, f"Stand der Bevölkerung: {self._region.reference_date:%d.%m.%Y}")
        line = 3
        for text in GUIDE:
            told = text.format(file=quoted(str(path)), region=quoted(f"region={path}"), stem=path.stem)
            sheet.merge_range(line, 0, line, 2, told, self._wrapped)
            sheet.set_row(line, 32)
            line += 1
        sheet.write_row(line + 1, 0, ("Blatt", "Inhalt", "Was darin steht"), self._head)
        for offset, (name, texts) in enumerate(SHEETS.items(), line + 2):
            sheet.write_url(offset, 0, f"internal:'{name}'!A1", string=name)
            sheet.write_row(offset, 1, texts, self._wrapped)

    def _choices(self, sites: Worksheet, places: Worksheet, providers: Worksheet) -> None:
        """Add drop-downs, and bounds where numbers are expected."""
        kinds = f"=Listen!$A$2:$A${len(self._kinds) + 1}"
        whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "Ganze Zahl ab 0"}
        number = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "Zahl ab 0"}
        month = {"validate": "any", "input_title": "Monat", "input_message": "als Text: 2028-08"}
        listed = {"validate": "list", "error_title": "Nicht in der Liste"}
        own = {"error_type": "warning", "error_message": "Der Träger steht nicht im Blatt providers."}
        rules = (
            (sites, "sites", "kind", listed | {"source": kinds, "error_message": "Arten: Blatt Listen"}),
            (
                sites,
                "sites",
                "place",
                listed | {"source": _column("places"), "error_message": "Orte: Blatt places"},
            ),
            (sites, "sites", "provider", listed | own | {"source": _column("providers")}),
            (sites, "sites", "licensed_places", whole),
            (sites, "sites", "staff_fte", number),
            (sites, "sites", "opened", month),
            (sites, "sites", "closes", month),
            (places, "places", "area", listed | {"source": _column("areas")}),
            (places, "places", "inhabitants", whole),
            (places, "places", "centrality", {"validate": "list", "source": ["0", "1", "2"]}),
            (providers, "providers", "ownership", {"validate": "list", "source": list(OWNERSHIPS)}),
        )
        for sheet, table, name, rule in rules:
            column = list(COLUMNS[table]).index(name)
            sheet.data_validation(1, column, _LAST_ROW, column, rule)


_KEYS = {"site", "place", "provider", "area", "ags", "opened", "closes"}
"""Columns of text: a spreadsheet must not make a number or a date of it."""


def _column(table: str) -> str:
    return f"={table}!$A$2:$A${_LAST_ROW + 1}"


def _population(region: Region, key: str) -> list[list[object]]:
    day = region.reference_date.isoformat()
    return [
        [key, sex, age, "" if age == len(persons) - 1 else age, int(number), day]
        for sex, persons in zip("mf", region.population.sum(axis=0), strict=True)
        for age, number in enumerate(persons)
    ]


def _known(region: Region) -> list[Sequence[object]]:
    """Return what is known of the Kreis: as published, then what the model takes for it."""
    parameters, key, day = Parameters.load(), str(region.ags), region.reference_date
    month, date = day.year * 12 + day.month - 1, f"{day:%d.%m.%Y}"
    counted = kreis_counts(day).set_index("ags").loc[key]
    rows: list[Sequence[object]] = [
        (f"Einwohner {_ages(first, last)}", int(persons), date, "Regionalstatistik 12411-02-03-4", "A")
        for first, last, persons in counted[["age_from", "age_to", "persons"]].to_numpy().tolist()
    ]
    for figure in published_figures(region):
        title, value = (
            FIGURES.get(figure.indicator, figure.indicator),
            published_by_kreis(figure.indicator)[key],
        )
        rows.append((title, value, figure.period[:4], figure.source, figure.grade))
    homes, vacancy = region.places["dwellings"].sum(), parameters["housing.vacancy_share"]
    share = float(kreis_values(parameters, "housing.vacancy_share", [key])[0])
    rows.append(("Wohnungen, angenommen", int(homes), date, "erwartete Haushalte und Leerstand", "D"))
    rows.append(("Leerstand der Wohnungen, Anteil", share, vacancy.year, vacancy.source, vacancy.grade))
    for name, title in _RATIOS.items():
        one, ratio = parameters[name], kreis_ratio(parameters, name, key, month)
        rows.append((f"{title}, Verhältnis", ratio, one.year, one.source, one.grade))
    return rows


def _ages(first: int, last: int) -> str:
    return f"unter {last + 1}" if first == 0 else f"ab {first}" if last >= 100 else f"{first} bis {last}"


def _usual(region: Region, kinds: Mapping[str, str]) -> list[Sequence[object]]:
    """Return the kinds with the sites and places that hold while the region brings none."""
    sites = region.sites.groupby("kind")["licensed_places"]
    number, places = sites.size(), sites.sum()
    by_name = sorted(kinds.items(), key=lambda entry: entry[1].casefold())
    return [(kind, label, int(number.get(kind, 0)), int(places.get(kind, 0))) for kind, label in by_name]
