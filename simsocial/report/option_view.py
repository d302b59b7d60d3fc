"""What the first pages say about one option, ready for the template."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import Line, side_effects
from simsocial.report.catalog import CAPITAL, Catalog
from simsocial.report.cost_table import cost_table
from simsocial.report.decisions import Decision, decisions, earliest, table_of
from simsocial.report.effect_table import line_table, where_and_when
from simsocial.report.goals import Goal, goals_of
from simsocial.report.numbers import Numbers
from simsocial.report.paths import paths_of
from simsocial.report.payback import paybacks
from simsocial.report.run_view import beside_measures, change_table
from simsocial.report.selection import Suspicion, rows_of, suspicions
from simsocial.report.table import Table
from simsocial.report.thresholds import cost_thresholds, threshold_table, thresholds_of
from simsocial.report.told_once import sides_told_once
from simsocial.report.wording import counts_of, verdict_of

__all__ = ["OptionView", "option_view", "overview_table"]

_FIRST_SCREEN = 10


@dataclass(frozen=True)
class OptionView:
    """Words and tables about one option.

    Attributes
    ----------
    name, title : str
        Identifier and title.
    targets, side_effects, costs, thresholds, decisions, changes, suspected : Table
        May be without rows.
    targets_missing : tuple of str
        Targets that the model does not count.
    more_side_effects : int
        Side effects not on the first pages.
    costs_note : str
        Payers whose cost does not change.
    at_table : str
        Who must be at the table.
    goals : tuple of Goal
        Targets that the model counts.
    lines : tuple of Line
        Targets and side effects for further tables.
    sides : tuple of Line
        Side effects but money, each told once.
    counts : str
        How many side effects have which verdict.
    """

    name: str
    title: str
    targets: Table
    targets_missing: tuple[str, ...]
    side_effects: Table
    more_side_effects: int
    costs: Table
    costs_note: str
    thresholds: Table
    decisions: Table
    changes: Table
    event: bool
    at_table: str
    suspected: Table
    goals: tuple[Goal, ...]
    lines: tuple[Line, ...]
    sides: tuple[Line, ...]
    counts: str


def option_view(
    catalog: Catalog, effects: pd.DataFrame, name: str, results: Results | None = None
) -> OptionView:
    """Return what there is to say about an option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        Effects table.
    name : str
        The option.
    results : Results, optional
        Where paths of side effects are told: the comparison, with explained effects in folders beside its own.
    """
    scenario = catalog.manifest["scenarios"][name]
    wanted: Sequence[Mapping[str, Any]] = scenario.get("targets") or ()
    goals = goals_of(catalog, effects, name)
    counted = {goal.line.head.indicator for goal in goals}
    every = side_effects(effects, name)
    unwanted = sides_told_once(catalog, effects, name)
    found = decisions(catalog, name)
    paid = rows_of(effects, name, list(catalog.cost_lines()))
    costs, untouched = cost_table(catalog, paid)
    first = unwanted[:_FIRST_SCREEN]
    aimed, paths = (
        ([], [])
        if results is None
        else paths_of(catalog, results, name, [goal.line for goal in goals], first)
    )
    changed = [row for row in paid if row.test != "untouched"]
    return OptionView(
        name=name,
        title=catalog.scenario(name),
        targets=line_table(
            catalog, (goal.line for goal in goals), parts=0, notes=[goal.note for goal in goals], paths=aimed
        ),
        targets_missing=tuple(
            catalog.texts("target-missing", indicator=catalog.meta(str(target["indicator"])).label)
            for target in wanted
            if target["indicator"] not in counted
        ),
        side_effects=line_table(catalog, first, parts=4, paths=paths),
        more_side_effects=max(len(unwanted) - _FIRST_SCREEN, 0),
        costs=costs,
        costs_note=untouched,
        thresholds=threshold_table(
            catalog,
            [
                *thresholds_of(catalog, goals, [line.head for line in first]),
                *cost_thresholds(catalog, changed),
            ],
        ),
        decisions=_decision_table(catalog, found),
        changes=change_table(catalog, name),
        event=bool(found) and all(decision.event for decision in found),
        at_table=catalog.texts.join(table_of(found)),
        suspected=_suspected_table(catalog, suspicions(catalog, effects, name)),
        goals=tuple(goals),
        lines=(*(goal.line for goal in goals), *every),
        sides=tuple(unwanted),
        counts=counts_of(unwanted, catalog.texts),
    )


def overview_table(catalog: Catalog, effects: pd.DataFrame, options: Sequence[OptionView]) -> Table:
    """Return the comparison of all options in a few lines, one column an option."""
    texts = catalog.texts
    table = Table(("", *(option.title for option in options)))
    kreis = catalog.payer_indicators().get("kreis")
    cells: dict[str, list[str]] = {}
    for option in options:
        found = decisions(catalog, option.name)
        first = earliest(found)
        latest = texts("no-date") if first is None else first.by_when(catalog.texts)
        for key, text in (
            ("overview-what", _what(catalog, option.name, found)),
            ("overview-targets", "; ".join(_goal(catalog, goal) for goal in option.goals) or texts("none")),
            ("overview-side-effects", option.counts or texts("none")),
            ("overview-cost", _sum(catalog, effects, option.name, kreis)),
            ("overview-capital", _sum(catalog, effects, option.name, CAPITAL)),
            ("overview-payback", "; ".join(paybacks(catalog, effects, option.name)) or "-"),
            ("overview-decision", latest),
            ("overview-table", option.at_table or texts("not-stated")),
        ):
            cells.setdefault(key, []).append(text)
    for key, texts_of_options in cells.items():
        table.add([texts(key), *texts_of_options])
    return table


def _what(catalog: Catalog, name: str, found: Sequence[Decision]) -> str:
    """Return the measures of an option with their dates, and what it changes besides."""
    measures = dict.fromkeys(_sentence(decision) for decision in found)
    return catalog.texts.join([*measures, *beside_measures(catalog, name)])


def _sentence(decision: Decision) -> str:
    """Return a measure with its date."""
    return f"{decision.title} ({decision.start})" if decision.start else decision.title


def _goal(catalog: Catalog, goal: Goal) -> str:
    """Return a target with its verdict and whether its value is reached."""
    head, texts = goal.line.head, catalog.texts
    label = ", ".join(part for part in (catalog.meta(head.indicator).label, catalog.place(head.area)) if part)
    word = verdict_of(head, texts).word
    return f"{label}: {word} ({goal.note})" if goal.note else f"{label}: {word}"


def _sum(catalog: Catalog, effects: pd.DataFrame, name: str, indicator: str | None) -> str:
    """Return what changes in an indicator of cost, and over which years."""
    rows = rows_of(effects, name, [indicator] if indicator else [])
    if not rows:
        return catalog.texts("not-stated")
    numbers = Numbers(catalog)
    return f"{numbers.effect(rows[0]).text} ({numbers.time(rows[0].indicator, rows[0].period)})"


def _latest(catalog: Catalog, decision: Decision) -> str:
    """Return the latest month of a decision, and on which assumption it rests if it does."""
    if not decision.latest:
        return ""
    month = decision.by_when(catalog.texts)
    if decision.assumed_lead is None:
        return month
    return catalog.texts("decision-assumed-lead", month=month, months=decision.assumed_lead)


def _decision_table(catalog: Catalog, found: Sequence[Decision]) -> Table:
    """Return who decides what until when."""
    texts = catalog.texts
    words = ("measure", "sites", "start", "latest", "by", "consent", "lever", "department")
    table = Table(tuple(texts(f"decision-{word}") for word in words))
    for decision in found:
        table.add(
            [
                decision.title,
                "; ".join(decision.sites),
                decision.start,
                _latest(catalog, decision),
                decision.decided_by,
                texts.join(list(decision.consent)),
                decision.lever,
                decision.department,
            ]
        )
    return table.without_empty_columns()


def _suspected_table(catalog: Catalog, found: Sequence[Suspicion]) -> Table:
    """Return what was suspected, why, and what came out."""
    texts, numbers = catalog.texts, Numbers(catalog)
    words = ("indicator", "reason", "state", "unit", "effect", "interval")
    table = Table(tuple(texts(f"column-{word}") for word in words), frozenset({4, 5}))
    for entry in found:
        effect, interval = numbers.cells(entry.shown) if entry.shown else ("", "")
        where = ", ".join(part for part in (entry.label, catalog.place(entry.area)) if part)
        unit = numbers.table_unit(entry.indicator, entry.shown.period) if entry.shown else ""
        table.add([where, entry.reason, _state(catalog, entry), unit, effect, interval])
        if entry.worst is not None:
            year = texts("worst-year", year=entry.worst.period)
            table.add(
                [year, "", "", numbers.table_unit(entry.indicator), *numbers.cells(entry.worst)], kind="below"
            )
    return table.without_empty_columns()


def _state(catalog: Catalog, entry: Suspicion) -> str:
    """Return the state of a suspicion: where it was found, or why a clear difference does not count."""
    texts = catalog.texts
    state = texts.term("suspected", entry.state)
    if entry.state == "too_few" and entry.row and math.isfinite(entry.row.runs_needed):
        state = texts("suspected-too-few-advice", runs=texts.number(entry.row.runs_needed))
    if entry.row and entry.elsewhere:
        state = texts("suspected-found-at", where=where_and_when(catalog, entry.row))
    elif entry.row and entry.state in ("not_found", "too_few") and entry.row.clear:
        small = verdict_of(entry.row, texts).name == "small"
        state = texts("suspected-small" if small else "suspected-unconfirmed", state=state)
    return f"{state}; {texts('suspected-touched')}" if entry.touched else state
