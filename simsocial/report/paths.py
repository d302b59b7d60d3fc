"""The path that carries a side effect: measured where ``simsocial why`` was run, else as the model declares it."""

from __future__ import annotations

from collections.abc import Sequence

from simsocial.analysis.declared_paths import Link, declared_path
from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import Line
from simsocial.analysis.why_beside import why_beside
from simsocial.report.catalog import Catalog
from simsocial.report.explained import explained
from simsocial.report.why import parts_in_words

__all__ = ["paths_of"]


def paths_of(
    catalog: Catalog, results: Results, option: str, targets: Sequence[Line], sides: Sequence[Line]
) -> tuple[list[str], list[str]]:
    """Return for each target and each side effect the path that carries it, in words.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        The comparison; explained effects are looked for in the folders beside its own.
    option : str
        The option.
    targets, sides : sequence of Line
        Its targets, of which only measured paths are told (a measure is meant to reach them), and its side effects.
    """
    measured = _measured(catalog, results, option)
    of_targets = [measured.get((line.head.indicator, line.head.area), "") for line in targets]
    of_sides = [
        measured.get((line.head.indicator, line.head.area)) or _declared(catalog, option, line)
        for line in sides
    ]
    return of_targets, of_sides


def _measured(catalog: Catalog, results: Results, option: str) -> dict[tuple[str, str], str]:
    """Return the measured paths by indicator and area."""
    texts, beside = catalog.texts, why_beside(results, option)
    if beside is None:
        return {}
    folder, table = beside
    return {
        (one.whole.indicator, one.whole.area): texts(
            "path-measured", parts=texts.join(parts_in_words(catalog, one)), folder=folder.name
        )
        for one in explained(table)
    }


def _declared(catalog: Catalog, option: str, line: Line) -> str:
    """Return the path that the model declares."""
    texts, path = catalog.texts, declared_path(catalog.manifest, option, line.head.indicator)
    if not path:
        return texts("path-none")
    if len(path) == 1:
        return texts("path-direct", link=_link(catalog, path[0]))
    return texts("path-declared", links=" → ".join(_link(catalog, one) for one in path))


def _link(catalog: Catalog, link: Link) -> str:
    """Return a part of a path in words."""
    texts = catalog.texts
    if link.sort == "service":
        return catalog.service(link.name)
    if link.sort == "staff":
        entry = (catalog.manifest.get("qualifications") or {}).get(link.name) or {}
        return texts("link-staff", name=texts.label(entry.get("label"), link.name.replace("_", " ")))
    return texts.term("link", "-".join(filter(None, link)))
