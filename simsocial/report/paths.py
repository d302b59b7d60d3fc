"""The path that carries a side effect: measured where ``simsocial why`` was run, else as the model declares it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simsocial.analysis.declared_paths import Link, declared_path
from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import Line
from simsocial.analysis.why_beside import why_beside
from simsocial.report.catalog import Catalog
from simsocial.report.explained import Explained, explained
from simsocial.report.why import parts_in_words

__all__ = ["paths_of"]


def paths_of(catalog: Catalog, results: Results, option: str, lines: Sequence[Line]) -> list[str]:
    """Return for each side effect the path that carries it, in words.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        The comparison; explained effects are looked for in the folders beside its own.
    option : str
        The option.
    lines : sequence of Line
        Its side effects.
    """
    beside = why_beside(results, option)
    measured = (
        {} if beside is None else {(one.whole.indicator, one.whole.area): one for one in explained(beside[1])}
    )
    folder = "" if beside is None else beside[0].name
    return [
        _path(catalog, option, line, measured.get((line.head.indicator, line.head.area)), folder)
        for line in lines
    ]


def _path(catalog: Catalog, option: str, line: Line, found: Explained | None, folder: str) -> str:
    """Return one path."""
    texts = catalog.texts
    if found is not None:
        return texts("path-measured", parts=texts.join(parts_in_words(catalog, found)), folder=folder)
    path = declared_path(catalog.manifest, option, line.head.indicator)
    if not path:
        return texts("path-none")
    if len(path) == 1:
        return texts("path-direct", link=_link(catalog, path[0]))
    return texts("path-declared", links=" → ".join(_links(catalog, path)))


def _links(catalog: Catalog, path: Sequence[Link]) -> Iterator[str]:
    return (_link(catalog, one) for one in path)


def _link(catalog: Catalog, link: Link) -> str:
    """Return a part of a path in words."""
    texts = catalog.texts
    if link.sort == "service":
        return catalog.service(link.name)
    if link.sort == "staff":
        entry = (catalog.manifest.get("qualifications") or {}).get(link.name) or {}
        return texts("link-staff", name=texts.label(entry.get("label"), link.name.replace("_", " ")))
    return texts.term("link", "-".join(filter(None, link)))
