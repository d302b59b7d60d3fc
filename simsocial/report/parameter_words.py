"""An assumption in words: whose it is, and what it says."""

from __future__ import annotations

from simsocial.report.catalog import Catalog

__all__ = ["parameter_words"]

_PAYERS = ("payers", "staff_payers", "capital_payers", "waiting_payers")


def parameter_words(catalog: Catalog, identifier: str) -> str:
    """Return a parameter in words, for readers who know no ids.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    identifier : str
        Id of the parameter. Of a service kind or of staff every one has words; of the other fields the field has, and
        the id stands behind it.

    Returns
    -------
    str
        Such as "Jugendtreff: Anteil an den Investitionen, den die Gemeinden tragen".
    """
    texts = catalog.texts
    field, *path = identifier.split(".")
    if field == "services" and len(path) > 1:
        what = path[1:]
        payer = catalog.payer(what[-1]) if set(what) & set(_PAYERS) else ""
        return f"{catalog.service(path[0])}: {_what(catalog, what, payer)}"
    if field == "staff" and len(path) > 1:
        return f"{texts.term('staff', path[0])}: {_what(catalog, ['staff', *path[1:]], '')}"
    return f"{texts.term('assumptions', field)} ({identifier})"


def _what(catalog: Catalog, path: list[str], payer: str) -> str:
    """Return the words of the longest begin of a path that has some."""
    texts = catalog.texts
    for length in range(len(path), 0, -1):
        name = ".".join(path[:length])
        if texts.has_term("parameter", name.replace(".", "-")):
            return texts.term("parameter", name, payer=payer)
    return ".".join(path)
