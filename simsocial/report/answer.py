"""The answer in three lines: targets, side effects, cost and decision."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import Line
from simsocial.report.catalog import CAPITAL, Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.decisions import decisions, earliest
from simsocial.report.goals import goals_of
from simsocial.report.numbers import Numbers
from simsocial.report.payback import paybacks
from simsocial.report.selection import rows_of
from simsocial.report.texts import Texts
from simsocial.report.told_once import sides_told_once
from simsocial.report.trigger_table import triggers_in_words
from simsocial.report.wording import counts_of, line_verdict

__all__ = ["answer", "answer_lines"]

_TARGETS = 2
_LEVELS = ("population", "children_under_6", "care_dependent")


def answer(folder: Results | Path | str, language: str = "de") -> list[str]:
    """Return the answer of a comparison in three lines.

    Parameters
    ----------
    folder : Results or Path or str
        Stored results or their folder.
    language : str
        ``de`` or ``en``.

    Returns
    -------
    list of str
        Targets, side effects, cost and decision of every option; for a single scenario what was run.
    """
    results = folder if isinstance(folder, Results) else Results(folder)
    return answer_lines(Catalog(Texts(language), results.manifest), results)


def answer_lines(catalog: Catalog, results: Results) -> list[str]:
    """Return the three lines for results that are already open."""
    if not catalog.options:
        # Nothing to compare: statistics need not even be imported.
        return _status_quo(catalog, results)
    texts, effects = catalog.texts, results.effects
    stored = set(effects["scenario"])
    options = [name for name in catalog.options if name in stored]
    if not options:
        return _status_quo(catalog, results)
    goals, sides, costs = [], [], []
    for name in options:
        goals.append((name, _targets(catalog, effects, name)))
        sides.append((name, _side_effects(catalog, results, name)))
        parts = (
            _cost(catalog, results, name),
            _capital(catalog, results, name),
            *paybacks(catalog, effects, name)[:1],
            _decision(catalog, name),
            *triggers_in_words(catalog, results, name),
        )
        costs.append((name, "; ".join(part for part in parts if part)))
    # Put together here: Fluent takes no more than 2,500 letters at one place.
    return [
        f"{texts(key)} {' | '.join(_option(catalog, name, text) for name, text in parts)}"
        for key, parts in (("answer-targets", goals), ("answer-side-effects", sides), ("answer-cost", costs))
    ]


def _option(catalog: Catalog, name: str, text: str) -> str:
    """Return an option's short title and what there is to say."""
    return catalog.texts("answer-option", option=short_title(catalog.scenario(name)), text=text)


def _targets(catalog: Catalog, effects: pd.DataFrame, name: str) -> str:
    """Return the targets that are not met, then others up to a few, and how many more there are."""
    goals = sorted(goals_of(catalog, effects, name), key=lambda goal: not goal.failed)
    shown = goals[: max(_TARGETS, sum(goal.failed for goal in goals))]
    parts = [", ".join(part for part in (_effect(catalog, goal.line), goal.note) if part) for goal in shown]
    text = "; ".join(parts) or catalog.texts("answer-no-target")
    more = len(goals) - len(shown)
    return f"{text} {catalog.texts('answer-more', count=more)}" if more else text


def _effect(catalog: Catalog, line: Line) -> str:
    """Return indicator, place, effect and verdict."""
    row = line.head
    where = catalog.place(row.area, row.group_kind, row.group)
    numbers = Numbers(catalog)
    time = f"({numbers.time(row.indicator, row.period)})"
    return catalog.texts(
        "answer-effect",
        label=" ".join(part for part in (catalog.meta(row.indicator).label, where, time) if part),
        effect=numbers.effect(row).text,
        verdict=", ".join(
            part for part in (line_verdict(line, catalog.texts).word, numbers.not_identified(row)) if part
        ),
    ) + _worst(catalog, line)


def _worst(catalog: Catalog, line: Line) -> str:
    """Return the worst year of a line whose years point both ways, '' for others."""
    if line.worst is None:
        return ""
    effect = Numbers(catalog).effect(line.worst).text
    return f" ({catalog.texts('worst-year', year=line.worst.period)}: {effect})"


def _side_effects(catalog: Catalog, results: Results, name: str) -> str:
    """Return how many side effects have which verdict, and the first of them."""
    lines = sides_told_once(catalog, results.effects, name)
    if not lines:
        return catalog.texts("answer-no-side-effect")
    first = _effect(catalog, lines[0])
    if len(lines) == 1:
        return first
    return catalog.texts("answer-sides", counts=counts_of(lines, catalog.texts), first=first)


def _cost(catalog: Catalog, results: Results, name: str) -> str:
    """Return what changes for the Kreis."""
    indicator = catalog.payer_indicators().get("kreis")
    rows = rows_of(results.effects, name, [indicator] if indicator else [])
    if not rows or rows[0].test == "untouched":
        return catalog.texts("answer-no-cost")
    numbers = Numbers(catalog)
    time = numbers.time(rows[0].indicator, rows[0].period)
    return catalog.texts("answer-kreis", time=time, effect=numbers.effect(rows[0]).text)


def _capital(catalog: Catalog, results: Results, name: str) -> str:
    """Return the investment of all payers together, '' where it does not change."""
    rows = rows_of(results.effects, name, [CAPITAL])
    if not rows or rows[0].test == "untouched":
        return ""
    numbers = Numbers(catalog)
    time = numbers.time(rows[0].indicator, rows[0].period)
    return catalog.texts("answer-capital", time=time, effect=numbers.effect(rows[0]).text)


def _decision(catalog: Catalog, name: str) -> str:
    """Return until when who must decide; nothing where all that is to be decided waits for a trigger."""
    found = decisions(catalog, name)
    first = earliest(found)
    if first is None:
        return "" if any(one.waits for one in found) else catalog.texts("answer-event")
    return catalog.texts("answer-decision", month=first.by_when(catalog.texts), who=first.decided_by)


def _status_quo(catalog: Catalog, results: Results) -> list[str]:
    """Return what was run and where it leads when there is nothing to compare."""
    from simsocial.report.levels import runs_of

    texts = catalog.texts
    horizon = results.manifest.get("horizon") or {}
    period = texts.period(f"{str(horizon.get('start', ''))[:4]}-{str(horizon.get('end', ''))[:4]}")
    runs = max((runs_of(results.region_years, name) for name in results.manifest["scenarios"]), default=0)
    failed = sum(run.get("state") == "failed" for run in results.manifest.get("runs") or [])
    lines = [
        texts(
            "answer-levels",
            scenario=short_title(catalog.scenario(results.reference)),
            region=catalog.area("region"),
            period=period,
            runs=texts.number(runs),
        ),
        *_levels(catalog, results),
        texts("answer-failed", count=failed) if failed else "",
        texts("answer-levels-hint"),
    ]
    return [line for line in lines if line]


def _levels(catalog: Catalog, results: Results) -> list[str]:
    """Return a line for each of the most asked-for levels: first and last year."""
    from simsocial.analysis.precision import rounding_place
    from simsocial.analysis.profile import profile_rows
    from simsocial.analysis.projection import land_figures

    texts = catalog.texts
    rows = {
        row.indicator: row
        for row in profile_rows(results.region_years, results.reference, None, None, land_figures())
    }
    lines = []
    for name in _LEVELS:
        row = rows.get(name)
        if row is None or not row.first or row.first_year == row.last_year:
            continue
        digit = min(rounding_place((row.high - row.low) / 2.0) or 0, 0)
        lines.append(
            texts(
                "answer-level",
                label=catalog.meta(name).label,
                first=texts.number(row.first, digit),
                first_year=row.first_year,
                last=texts.number(row.last, digit),
                last_year=row.last_year,
                change=texts.signed(100.0 * row.change / row.first, 1),
            )
        )
    return lines
