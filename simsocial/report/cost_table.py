"""The payers' ledger of an option: what each pays more or less to run, to build, and with interest and redemption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.change_words import change_in_words
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["cost_table"]

_CONCEPTS = ("operating_cost", "capital_cost", "full_cost")
"""Columns of the ledger."""


def cost_table(catalog: Catalog, rows: Sequence[EffectRow]) -> tuple[Table, str]:
    """Return a line a payer with its changes, and who is not touched.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    rows : sequence of EffectRow
        Rows of :meth:`~simsocial.report.catalog.Catalog.cost_lines` of one option, over the horizon.
    """
    texts, numbers = catalog.texts, Numbers(catalog)
    by_indicator = {row.indicator: row for row in rows}
    head = (texts("column-payer"), texts("costs-level"), *(texts.term("costs", one) for one in _CONCEPTS))
    table = Table(head, frozenset({1}))
    untouched = []
    for name, indicators in _lines(catalog):
        found = [by_indicator.get(one or "") for one in indicators]
        if all(row is None or row.test == "untouched" for row in found):
            if found[0] is not None:
                untouched.append(name)
            continue
        level = "" if found[0] is None else numbers.levels(found[0])[0]
        table.add([name, level, *(change_in_words(catalog, row) for row in found)])
    if rows:
        table.caption = texts("costs-caption", unit=numbers.table_unit(rows[0].indicator, rows[0].period))
    return table, texts("costs-untouched", payers=texts.join(untouched)) if untouched else ""


def _lines(catalog: Catalog) -> Iterator[tuple[str, list[str | None]]]:
    """Iterate over payers with their indicators of each column, then Kreis and municipalities, then all together."""
    by_payer = [catalog.payer_indicators(concept) for concept in _CONCEPTS]
    for payer in by_payer[0]:
        yield catalog.payer(payer), [indicators.get(payer) for indicators in by_payer]
    whole = _whole(catalog)
    yield catalog.texts("costs-local"), [None, whole.get("local_capital_cost"), None]
    yield catalog.texts("costs-all"), [whole.get(concept) for concept in _CONCEPTS]


def _whole(catalog: Catalog) -> Mapping[str, str]:
    """Return the indicators of all payers and services together, by concept."""
    metas = (catalog.meta(name) for name in catalog.ids)
    return {meta.concept: meta.id for meta in metas if meta.concept and not meta.payer and not meta.kind}
