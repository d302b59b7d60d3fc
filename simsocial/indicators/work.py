"""Indicators of work: who works how much, who is unemployed, who takes up work and who ends it."""

from __future__ import annotations

from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import GROUPED, Count, Direction, Indicator, Integers, of_event
from simsocial.indicators.registry import register_indicator
from simsocial.people.work import WORK_STATES

_FIRST, _LAST = 15, 64
"""Completed years of people of working age."""

_OUTSIDE = ("not_in_labour_force", "pension")
_LABOUR_FORCE = tuple(state for state in WORK_STATES if state not in _OUTSIDE)
_EMPLOYED = tuple(state for state in _LABOUR_FORCE if state != "unemployed")


def _of_working_age(*states: str) -> Count:
    """Count people of working age in these states of work."""
    return lambda counts: (counts.people_with("work", *states, first=_FIRST, last=_LAST), None)


def _employment_rate(counts: Counts) -> tuple[Integers, Integers]:
    """Employed people among all of working age."""
    return _of_working_age(*_EMPLOYED)(counts)[0], counts.persons(_FIRST, _LAST)


def _unemployment_rate(counts: Counts) -> tuple[Integers, Integers]:
    """Unemployed people in the labour force of working age."""
    return _of_working_age("unemployed")(counts)[0], _of_working_age(*_LABOUR_FORCE)(counts)[0]


def _part_time_share(counts: Counts) -> tuple[Integers, Integers]:
    """People in part-time among those who work more than marginally."""
    return _of_working_age("part_time")(counts)[0], _of_working_age("part_time", "full_time")(counts)[0]


_STOCKS: tuple[tuple[str, Direction, Count, str, str], ...] = (
    ("employed", "up", _of_working_age(*_EMPLOYED), "Erwerbstätige (15–64)", "people who work (15-64)"),
    ("unemployed", "down", _of_working_age("unemployed"), "Arbeitslose (15–64)", "unemployed people (15-64)"),
    (
        "full_time",
        "neutral",
        _of_working_age("full_time"),
        "Vollzeitbeschäftigte (15–64)",
        "full-time workers (15-64)",
    ),
)
for _id, _direction, _count, _de, _en in _STOCKS:
    register_indicator(
        Indicator(
            _id,
            "persons",
            {"de": _de, "en": _en},
            "work",
            _direction,
            _count,
            groups=GROUPED,
            relevance=0.005,
        )
    )

_RATES: tuple[tuple[str, str, Direction, Count, str, str], ...] = (
    (
        "employment_rate", "% of people of 15 to 64", "up", _employment_rate,
        "Erwerbstätigenquote (15–64)", "employment rate (15-64)",
    ),
    (
        "unemployment_rate", "% of the labour force", "down", _unemployment_rate,
        "Arbeitslosenquote (15–64)", "unemployment rate (15-64)",
    ),
    (
        "part_time_share", "% of who work more than marginally", "neutral", _part_time_share,
        "Teilzeitquote (15–64)", "share in part-time (15-64)",
    ),
)  # fmt: skip
for _id, _unit, _direction, _count, _de, _en in _RATES:
    register_indicator(
        Indicator(
            _id,
            _unit,
            {"de": _de, "en": _en},
            "work",
            _direction,
            _count,
            scale=100.0,
            groups=GROUPED,
            sum_over_areas="ratio",
            relevance=0.2,
            relevance_kind="absolute",
            decimals=1,
        )
    )

_FLOWS: tuple[tuple[str, Direction, str, str], ...] = (
    ("work_begun", "up", "Aufgenommene Beschäftigungen", "people who begin to work"),
    ("work_ended", "down", "Beendete Beschäftigungen", "people who stop working"),
)
for _id, _direction, _de, _en in _FLOWS:
    register_indicator(
        Indicator(
            _id,
            "persons per year",
            {"de": _de, "en": _en},
            "work",
            _direction,
            of_event(_id),
            groups=GROUPED,
            sum_over_time="sum",
            relevance=5.0,
            relevance_kind="absolute",
        )
    )
