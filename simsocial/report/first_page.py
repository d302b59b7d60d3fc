"""The first page: question, answer, where we stand, what is to be decided, what it changes, who pays, how sure.

One A4 page for a committee. Everything on it stands with its ranges and tests on the pages behind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow, Line, line_of, with_worst_year
from simsocial.report.catalog import CAPITAL, Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.decisions import Decision, decisions
from simsocial.report.goals import Goal, goals_of, judging_row
from simsocial.report.main_service import main_area, main_service
from simsocial.report.numbers import Numbers
from simsocial.report.payback import paybacks
from simsocial.report.selection import horizon_of, rows_of, suspicions
from simsocial.report.sureness import Sureness, sureness_of
from simsocial.report.table import Table
from simsocial.report.texts import Texts
from simsocial.report.villages import farther_villages, measure_of
from simsocial.report.wording import line_verdict, next_to_nothing

__all__ = ["Card", "FirstPage", "Matter", "first_page"]

_LEGAL_CLAIM = "unmet_legal_claim"
_REASONS = 3
_GOALS = 2
"""Targets of an option in the table; with more options than `_FEW` one, and no row of who is without the service."""
_FEW = 2
_TOLD = ("with_target", "against", "mixed")
"""Verdicts of vacant posts that are told."""


@dataclass(frozen=True)
class Matter:
    """What somebody has to decide by one month.

    Attributes
    ----------
    decided_by, latest : str
        Who, and the last month in words; both empty for what others decide.
    decisions : tuple of Decision
        What, with sites and date.
    """

    decided_by: str
    latest: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Card:
    """An option in a few words.

    Attributes
    ----------
    title, short, summary : str
        What it is; `short` tells it from the others.
    answer : tuple of str
        Two sentences: whether the target is reached, and what it costs.
    matters : tuple of Matter
        What is to be decided, by whom until when.
    event : bool
        Whether others decide.
    reasons, missing : tuple of str
        Why it comes out so; what was suspected and is not in the model.
    sureness : Sureness or None
        How sure the first target is.
    villages : str
        From which places the nearest site is farther, empty where from none.
    """

    title: str
    short: str
    summary: str
    answer: tuple[str, ...]
    matters: tuple[Matter, ...]
    event: bool
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    sureness: Sureness | None
    villages: str = ""


@dataclass(frozen=True)
class FirstPage:
    """What the first page shows.

    Attributes
    ----------
    cards : tuple of Card
        One an option.
    table : Table
        Target, way, unserved claims, staff and purses, a column an option.
    """

    cards: tuple[Card, ...]
    table: Table


def first_page(catalog: Catalog, results: Results, options: Sequence[str]) -> FirstPage:
    """Return what the first page shows of a comparison.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    results : Results
        Stored results.
    options : sequence of str
        Options that have effects.
    """
    effects = results.effects
    return FirstPage(
        cards=tuple(_card(catalog, results, name, options) for name in options),
        table=_table(catalog, effects, options),
    )


def _card(catalog: Catalog, results: Results, name: str, options: Sequence[str]) -> Card:
    """Return one option in words."""
    effects, texts = results.effects, catalog.texts
    scenario = catalog.manifest["scenarios"][name]
    goals, found = goals_of(catalog, effects, name), decisions(catalog, name)
    suspected = suspicions(catalog, effects, name)
    return Card(
        title=catalog.scenario(name),
        short=short_title(catalog.scenario(name)),
        summary=texts.label(scenario.get("summary")),
        answer=tuple(part for part in (_reached(catalog, goals), _money(catalog, effects, name)) if part),
        matters=_matters(catalog, found),
        event=bool(found) and all(decision.event for decision in found),
        reasons=tuple(
            texts("first-reason", reason=one.reason.rstrip("."), label=one.label)
            for one in suspected
            if one.state == "found" and one.reason
        )[:_REASONS],
        missing=tuple(
            dict.fromkeys(one.label for one in suspected if one.state in ("not_in_model", "excluded"))
        ),
        sureness=sureness_of(catalog, results, name, goals[0].line.head) if goals else None,
        villages=_villages(catalog, name, options),
    )


def _villages(catalog: Catalog, name: str, options: Sequence[str]) -> str:
    """Return from where the nearest site of the service that the comparison is about is farther."""
    texts, service = catalog.texts, main_service(catalog, options)
    found = [] if service is None else farther_villages(catalog, name, service)
    measure = measure_of(catalog, name)
    decimals = 1 if measure == "km" else 0
    ways = [
        texts(
            "first-village",
            place=one.name,
            before=texts.number(one.before, decimals),
            after=texts.number(one.after, decimals),
            measure=measure,
        )
        for one in found
    ]
    return texts("first-villages", ways="; ".join(ways), measure=measure) if ways else ""


def _matters(catalog: Catalog, found: Sequence[Decision]) -> tuple[Matter, ...]:
    """Put together what the same people decide by the same month, in the given order."""
    texts = catalog.texts
    together: dict[tuple[str, str], list[Decision]] = {}
    for one in found:
        key = ("", "") if one.event else (one.decided_by or texts("not-stated"), one.latest)
        together.setdefault(key, []).append(one)
    return tuple(
        Matter(decided_by, _by_when(texts, decided) if latest else "", tuple(decided))
        for (decided_by, latest), decided in together.items()
    )


def _by_when(texts: Texts, decided: Sequence[Decision]) -> str:
    """Return the latest month, and where it rests on months that nobody stated."""
    month = decided[0].by_when(texts)
    assumed = any(one.assumed_lead is not None for one in decided)
    return texts("first-card-assumed", month=month) if assumed else month


def _reached(catalog: Catalog, goals: Sequence[Goal]) -> str:
    """Return from what to what the first target goes, and whether it is reached."""
    if not goals:
        return catalog.texts("answer-no-target")
    goal, numbers = goals[0], Numbers(catalog)
    row = goal.line.head
    first, second = numbers.levels(row)
    label = ", ".join(part for part in (catalog.meta(row.indicator).label, catalog.place(row.area)) if part)
    words = {
        "label": label,
        "time": numbers.time(row.indicator, row.period),
        "first": first,
        "second": second,
        "unit": numbers.unit_name(numbers.table_scale(row.indicator), "level", 2.0, 0),
        "verdict": _verdict(catalog, goal.line),
        "note": goal.note,
    }
    key = "first-reached-same" if row.test == "untouched" else "first-reached"
    return catalog.texts(key, has_note=str(bool(goal.note)).lower(), **words)


def _money(catalog: Catalog, effects: pd.DataFrame, name: str) -> str:
    """Return what is invested, what changes for Kreis and municipalities in the last year, and the payback."""
    texts, numbers, payers = catalog.texts, Numbers(catalog), catalog.payer_indicators()
    rows: list[tuple[str, dict[str, str], EffectRow]] = [
        ("first-once", {}, row) for row in rows_of(effects, name, [CAPITAL])[:1]
    ]
    for payer in ("kreis", "municipality"):
        yearly = rows_of(effects, name, [payers[payer]] if payer in payers else [], yearly=True)
        words = {"payer": catalog.payer(payer)}
        rows += [("first-yearly", words | {"year": row.period}, row) for row in yearly[-1:]]
    rows = [(key, words, row) for key, words, row in rows if row.effect and row.test != "untouched"]
    if not rows:
        return texts("first-no-cost")
    parts = [
        texts(key, amount=_amount(numbers, row), **words) for key, words, row in rows if row.test != "rare"
    ]
    if not parts:
        return texts("first-cost-unknown")
    returned = paybacks(catalog, effects, name)
    if not returned:
        return texts("first-money", parts=texts.join(parts))
    return texts("first-money-payback", parts=texts.join(parts), payback=returned[0])


def _amount(numbers: Numbers, row: EffectRow) -> str:
    """Return an amount without its range, which the table below has; the range where the mean says nothing."""
    shown = numbers.effect(row)
    return f"{shown.value} {shown.unit}" if shown.unit and shown.value != "/" else shown.text


def _table(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> Table:
    """Return the few rows that a committee asks for."""
    texts = catalog.texts
    few = len(options) <= _FEW
    titles = (catalog.scenario(name) for name in options)
    table = Table(("", *(title if few else short_title(title) for title in titles)))
    most = _GOALS if few else 1
    targets = [
        "; ".join(_target(catalog, goal) for goal in goals_of(catalog, effects, name)[:most])
        for name in options
    ]
    table.add([texts("first-row-target"), *(text or texts("none") for text in targets)])
    area = main_area(catalog, options)
    table.add([texts("first-row-staff"), *(_staff(catalog, effects, name) for name in options)])
    for word, indicator, place in _asked(catalog, options, area):
        lines = [_line(effects, name, indicator, place) for name in options]
        if any(line is not None for line in lines):
            label = f"{word}{f', {catalog.place(place)}' if place != 'region' else ''}"
            time = Numbers(catalog).time(indicator, horizon_of(effects))
            cells = [_cell(catalog, line) for line in lines]
            if few:
                cells = [
                    f"{cell}{_judged(catalog, effects, line)}"
                    for cell, line in zip(cells, lines, strict=True)
                ]
            table.add([f"{label} ({time})", *cells])
    return table


def _asked(catalog: Catalog, options: Sequence[str], area: str) -> Iterable[tuple[str, str, str]]:
    """Return word, indicator and area of each row after the targets."""
    payers, service = catalog.payer_indicators(), main_service(catalog, options)
    if service is not None:
        asked = ("travel_minutes", "unmet")
        for concept in asked[: len(asked) if len(options) <= _FEW else 1]:
            indicator = catalog.concept(service, concept)
            if indicator:
                # By its own name, which says of which service: with several options nobody could tell.
                yield catalog.meta(indicator).label, indicator, area
    yield catalog.texts("first-row-claim"), _LEGAL_CLAIM, "region"
    for key, payer in (("first-row-kreis", "kreis"), ("first-row-municipality", "municipality")):
        if payer in payers:
            yield catalog.texts(key), payers[payer], "region"


def _staff(catalog: Catalog, effects: pd.DataFrame, name: str) -> str:
    """Return of which qualification most posts more or fewer are vacant; none where no difference is shown."""
    found = [
        line
        for indicator in catalog.ids
        if (meta := catalog.meta(indicator)).field == "staff"
        and meta.direction == "down"
        and (line := _line(effects, name, indicator, "region")) is not None
        and line_verdict(line, catalog.texts).name in _TOLD
    ]
    if not found:
        return catalog.texts("first-staff-none")
    line = max(found, key=lambda one: abs(one.head.effect))
    time = Numbers(catalog).time(line.head.indicator, line.head.period)
    return f"{catalog.meta(line.head.indicator).label}: {_cell(catalog, line, time)}"


def _line(effects: pd.DataFrame, name: str, indicator: str, area: str) -> Line | None:
    """Return the row of the whole horizon with its worst year."""
    mine = effects[(effects["scenario"] == name) & (effects["indicator"] == indicator)]
    mine = mine[(mine["area"] == area) & (mine["group_kind"] == "all") & (mine["n"] > 0)]
    whole = mine[mine["period"] == horizon_of(effects)]
    return None if whole.empty else with_worst_year(line_of(whole, area), mine)


def _cell(catalog: Catalog, line: Line | None, time: str = "") -> str:
    """Return effect, time where the row does not name it, verdict and the worst year."""
    if line is None:
        return catalog.texts("not-stated")
    if line.head.test == "untouched":
        return catalog.texts("effect-none")
    numbers, row, verdict = Numbers(catalog), line.head, _verdict(catalog, line)
    if row.test == "rare":
        return verdict
    if row.role != "target" and next_to_nothing(row):
        return catalog.texts("effect-next-to-none")
    shown = f"{numbers.effect(row).text}{f' ({time})' if time else ''}"
    text = catalog.texts("first-cell", effect=shown, verdict=verdict)
    if line.worst is None or math.isnan(line.worst.effect):
        return text
    year = catalog.texts("worst-year", year=line.worst.period)
    return f"{text}; {year}: {numbers.effect(line.worst).text}"


def _judged(catalog: Catalog, effects: pd.DataFrame, line: Line | None) -> str:
    """Return the effect that decides where a clear one is not confirmed: else nobody could tell why."""
    if line is None or not line.head.low * line.head.high > 0.0:
        return ""
    judge = judging_row(catalog, effects, line.head)
    if judge is None or line_verdict(line, catalog.texts).name in _TOLD:
        return ""
    return f" ({catalog.texts('first-judged', effect=Numbers(catalog).effect(judge).text)})"


def _verdict(catalog: Catalog, line: Line) -> str:
    """Return the verdict of a line without a term of the method."""
    verdict = line_verdict(line, catalog.texts)
    return catalog.texts("first-few") if verdict.name == "few_runs" else verdict.word


def _target(catalog: Catalog, goal: Goal) -> str:
    """Return a target with its effect."""
    row = goal.line.head
    time = Numbers(catalog).time(row.indicator, row.period)
    return f"{catalog.meta(row.indicator).label}: {_cell(catalog, goal.line, time)}"
