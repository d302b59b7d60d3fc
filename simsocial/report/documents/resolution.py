"""What a draft resolution (Beschlussvorlage) says about one option: the fields that a template may name.

The administration owns the text: what only it can know (number, budget item, cover) is left as a line to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow, Line
from simsocial.report.catalog import CAPITAL, Catalog
from simsocial.report.decisions import decisions, earliest
from simsocial.report.goals import Goal, goals_of
from simsocial.report.numbers import Numbers
from simsocial.report.option_view import option_view
from simsocial.report.payback import paybacks
from simsocial.report.run_view import assumption_counts
from simsocial.report.selection import rows_of
from simsocial.report.wording import line_verdict

__all__ = ["FIELDS", "resolution_fields"]

_TARGETS = 4
_SIDE_EFFECTS = 5

FIELDS = {
    "region": "name of the region",
    "period": "years of the horizon",
    "created": "day of the calculation",
    "subject": "title of the option (Betreff)",
    "summary": "what it is about, in a sentence",
    "facts": "texts: what the calculation says (Sachverhalt)",
    "measures": "rows: title, start, sites, decided_by, consent, latest, department",
    "proposal": "texts: what is to be decided (Beschlussvorschlag)",
    "alternatives": "texts: the other options and the status quo",
    "targets": "rows: label, reference, option, effect, verdict, note",
    "side_effects": "rows: label, reference, option, effect, verdict",
    "has_costs": "true if the operating cost or the investment of a payer changes",
    "budget_year": "first year of the measures (Haushaltsjahr)",
    "costs": "rows: payer, capital, first_year, last_year, total",
    "cost_years": "the first and the last year of the columns of costs",
    "paybacks": "texts: when an investment is returned",
    "certainty": "texts: how sure the figures are",
    "latest": "month by which it must be decided",
    "at_table": "who must be at the table",
    "heading": "headings and fixed words by name, in the language of the document",
}
"""Fields of a template and what they hold; rows are looped over."""

_HEADINGS = (
    "title", "number", "subject", "facts", "measures", "proposal", "finance", "yes", "no", "budget_year", "planned",
    "budget_item", "cover", "targets", "side_effects", "alternatives", "certainty", "latest", "at_table", "payer",
    "capital", "total", "reference", "option", "effect", "verdict", "notice", "none",
)  # fmt: skip


@dataclass(frozen=True)
class _Row:
    """A changed indicator in words."""

    label: str
    reference: str
    option: str
    effect: str
    verdict: str
    note: str = ""


@dataclass(frozen=True)
class _CostRow:
    """A payer: one-off, in the first and in the last year, and over the horizon."""

    payer: str
    capital: str
    first_year: str
    last_year: str
    total: str


def resolution_fields(catalog: Catalog, results: Results, name: str) -> dict[str, Any]:
    """Return the fields of the draft resolution of an option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results.
    name : str
        The option.

    Returns
    -------
    dict
        Every field of :data:`FIELDS`.
    """
    texts, effects = catalog.texts, results.effects
    view, found = option_view(catalog, effects, name), decisions(catalog, name)
    first = earliest(found)
    horizon = results.manifest.get("horizon") or {}
    scenario = results.manifest["scenarios"][name]
    costs = _costs(catalog, results, name)
    goals = goals_of(catalog, effects, name)
    starts = sorted(str(entry["start"]) for entry in scenario["measures"].values() if entry.get("start"))
    return {
        "region": catalog.area("region"),
        "period": texts.period(f"{str(horizon.get('start'))[:4]}-{str(horizon.get('end'))[:4]}"),
        "created": texts.day(str(results.manifest.get("finished") or results.manifest.get("created") or "")),
        "subject": view.title,
        "summary": texts.label((scenario.get("config") or {}).get("summary")),
        "facts": _facts(catalog, view.event, bool(view.sides)),
        "measures": [
            replace(one, latest=one.by_when(texts) if one.latest else texts("no-date")) for one in found
        ],
        "proposal": _proposal(catalog, results, name),
        "alternatives": [
            catalog.scenario(other) for other in (results.reference, *results.options) if other != name
        ],
        "targets": [_row(catalog, goal.line, _note(catalog, goal)) for goal in goals[:_TARGETS]],
        "side_effects": [_row(catalog, line) for line in view.sides[:_SIDE_EFFECTS]],
        "has_costs": bool(costs),
        "budget_year": starts[0][:4] if starts else "",
        "costs": costs,
        "cost_years": _years(results),
        "paybacks": paybacks(catalog, effects, name),
        "certainty": _certainty(catalog, results),
        "latest": first.by_when(texts) if first else texts("no-date"),
        "at_table": view.at_table or texts("not-stated"),
        "heading": {word: texts(f"resolution-{word.replace('_', '-')}") for word in _HEADINGS},
    }


def _facts(catalog: Catalog, event: bool, sides: bool) -> list[str]:
    """Return how the figures came about."""
    texts = catalog.texts
    found = [texts("resolution-how", region=catalog.area("region"))]
    if event:
        found.append(texts("decision-event"))
    if not sides:
        found.append(texts("side-effects-none"))
    return found


def _proposal(catalog: Catalog, results: Results, name: str) -> list[str]:
    """Return the points to be decided: what we decide, what others decide, and that it is looked at again."""
    texts, points = catalog.texts, []
    for decision in decisions(catalog, name):
        key = "resolution-note-event" if decision.event else "resolution-decide"
        points.append(texts(key, measure=decision.title, start=decision.start or texts("no-date")))
        consent = texts.join(list(decision.consent))
        if consent and not decision.event:
            points.append(texts("resolution-consent", who=consent, measure=decision.title))
    horizon = results.manifest.get("horizon") or {}
    points.append(texts("resolution-review", year=str(horizon.get("start", ""))[:4]))
    return points


def _note(catalog: Catalog, goal: Goal) -> str:
    """Return whether a target is reached, and who set it where it has a value."""
    if goal.value is None:
        return goal.note
    return catalog.texts("target-set-by", note=goal.note, set_by=goal.set_by)


def _row(catalog: Catalog, line: Line, note: str = "") -> _Row:
    """Return a line as words."""
    row, numbers, texts = line.head, Numbers(catalog), catalog.texts
    where = catalog.place(row.area, row.group_kind, row.group)
    label = ", ".join(part for part in (catalog.meta(row.indicator).label, where) if part)
    reference, option = numbers.levels(row)
    return _Row(
        label=f"{label} ({numbers.table_unit(row.indicator, row.period)})",
        reference=reference,
        option=option,
        effect=numbers.effect(row).text,
        verdict=line_verdict(line, texts).word,
        note=note,
    )


def _years(results: Results) -> list[str]:
    """Return the first and the last year of the horizon."""
    horizon = results.manifest.get("horizon") or {}
    return [str(horizon.get(end, ""))[:4] for end in ("start", "end")]


def _costs(catalog: Catalog, results: Results, name: str) -> list[_CostRow]:
    """Return what changes for each payer whose cost changes, all together last."""
    effects, capital = results.effects, catalog.payer_indicators("capital_cost")
    first, last = _years(results)
    rows = []
    for payer, running in catalog.payer_indicators().items():
        whole = rows_of(effects, name, [running])
        yearly = {row.period: row for row in rows_of(effects, name, [running], yearly=True)}
        invested = rows_of(effects, name, [capital[payer]] if payer in capital else [])
        if not any(row.test != "untouched" for row in (*whole, *invested)):
            continue
        rows.append(
            _CostRow(
                catalog.payer(payer),
                _sum(catalog, invested[:1]),
                _sum(catalog, [yearly[first]] if first in yearly else []),
                _sum(catalog, [yearly[last]] if last in yearly else []),
                _sum(catalog, whole[:1]),
            )
        )
    invested = rows_of(effects, name, [CAPITAL])
    if rows and invested and invested[0].test != "untouched":
        rows.append(_CostRow(catalog.meta(CAPITAL).label, _sum(catalog, invested[:1]), "", "", ""))
    return rows


def _sum(catalog: Catalog, rows: Sequence[EffectRow]) -> str:
    """Return an amount with its range."""
    return Numbers(catalog).effect(rows[0]).text if rows else ""


def _certainty(catalog: Catalog, results: Results) -> list[str]:
    """Return what the ranges hold and how many assumptions have no figure behind them."""
    texts = catalog.texts
    draws = bool(results.manifest.get("draws"))
    found = [texts("resolution-ranges-draws" if draws else "resolution-ranges-chance"), texts("first-signs")]
    counts = assumption_counts(catalog, results.parameters)
    if counts:
        found.append(texts("resolution-grades", counts="; ".join(counts)))
    return found
