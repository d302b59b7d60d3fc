"""The page that explains effects: by which mechanisms they come, as picture, sentences and table."""

from __future__ import annotations

from pathlib import Path

from simsocial.analysis.results import Results
from simsocial.analysis.thresholds import MIN_NONZERO
from simsocial.analysis.why import option_in, read_why
from simsocial.report.catalog import Catalog
from simsocial.report.explained import Explained, explained
from simsocial.report.figure_why import draw_why
from simsocial.report.html import render
from simsocial.report.meetings import name_of_row
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.run_view import run_table
from simsocial.report.table import Table
from simsocial.report.texts import Texts

__all__ = ["parts_in_words", "why_answer", "why_picture", "write_why_page"]

_SAID = 8
"""Effects that are told in sentences and shown in the picture."""
_SMALL = 0.05
"""Share of an effect below which a part is not named in its sentence."""


def why_answer(folder: Path | str, language: str = "de") -> list[str]:
    """Return a sentence for each of the top effects: how large, by which mechanisms, and the main path."""
    results = Results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    return _answer(catalog, explained(read_why(results)))


def _answer(catalog: Catalog, found: list[Explained]) -> list[str]:
    if not found:
        return [catalog.texts("why-nothing")]
    return [_sentence(catalog, one) for one in found[:_SAID]]


def _sentence(catalog: Catalog, one: Explained) -> str:
    """Return what an effect is made of, the largest part first."""
    texts, numbers, row = catalog.texts, Numbers(catalog), one.whole
    paths = [texts.term("why-path", part) for part in _named(one)[:1]]
    return texts(
        "why-sentence",
        label=name_of_row(catalog, row),
        time=numbers.time(row.indicator, row.period),
        effect=numbers.effect(row).text,
        parts=texts.join(parts_in_words(catalog, one)),
        path="".join(paths),
    )


def parts_in_words(catalog: Catalog, one: Explained) -> list[str]:
    """Return the share of each part that is worth a word, the largest first."""
    texts = catalog.texts
    return [
        texts(
            "why-share" if one.parts[part].clear else "why-share-unsure",
            part=texts.term("why-by", part),
            share=texts.percent(one.share(part)),
        )
        for part in _named(one)
    ]


def _named(one: Explained) -> list[str]:
    """Return the parts that are worth a word, the largest first."""
    order = sorted(one.parts, key=lambda part: -abs(one.parts[part].effect))
    return [part for part in order if abs(one.share(part)) >= _SMALL]


def write_why_page(folder: Path | str, language: str = "de") -> Path:
    """Write ``why.html`` with its picture, from stored worlds.

    Parameters
    ----------
    folder : Path or str
        Folder of results.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    Path
        The page.
    """
    results = Results(folder)
    catalog = Catalog(Texts(language), results.manifest)
    texts, table = catalog.texts, read_why(results)
    found = explained(table)
    runs = int(table["n"].max()) if len(table) else 0
    parts = list(found[0].parts) if found else []
    context = {
        "title": catalog.scenario(option_in(results.manifest)),
        "region": catalog.area("region"),
        "few_runs": texts("few-runs", runs=str(runs)) if found and runs < MIN_NONZERO else "",
        "answer": _answer(catalog, found),
        "picture": why_picture(catalog, results.folder, found),
        "parts": _part_table(catalog, found, parts),
        "switches": [texts.term("why-off", part) for part in parts],
        "run": run_table(catalog, results),
        "folder": f"outputs/{results.folder.resolve().name}",
        "footer": catalog.footer,
    }
    path = results.folder / "why.html"
    path.write_text(render("why.html.j2", texts, context), encoding="utf-8")
    return path


def why_picture(catalog: Catalog, folder: Path, found: list[Explained]) -> Picture | None:
    """Draw the effects told by their parts; None where nothing is to be explained."""
    if not found:
        return None
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    return draw_why(catalog, found[:_SAID], figures)


def _part_table(catalog: Catalog, found: list[Explained], parts: list[str]) -> Table:
    """Return all effects with their parts and the ranges of these."""
    texts, numbers = catalog.texts, Numbers(catalog)
    words = [texts("column-indicator"), texts("column-unit"), texts("column-effect")]
    words += [texts.term("why-part", part) for part in parts]
    table = Table(tuple(words), frozenset(range(2, len(words))))
    for one in found:
        row = one.whole
        lines = [numbers.cells(entry) for entry in (row, *(one.parts[part] for part in parts))]
        unit = numbers.table_unit(row.indicator, row.period)
        table.add([name_of_row(catalog, row), unit, *(value for value, _ in lines)])
        table.add([texts("column-interval"), "", *(interval for _, interval in lines)], kind="below")
    return table
