"""All figures of the bench: what each means, the limit it should keep, and which are related to each other.

Speed has no limit in seconds where a machine's own yardstick can replace it: the same code is several times as fast on
one machine as on another, but the Mesa model is so too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from simsocial.bench.clock import Figures
from simsocial.core.language import in_data, language, say

__all__ = ["FIGURES", "RATIOS", "Figure", "judged", "line", "related"]


class Figure(NamedTuple):
    """What a figure means, and the limit it should keep: a least one if `least`, else a highest one."""

    meaning: str
    limit: float | None = None
    least: bool = False

    def kept(self, value: float) -> bool | None:
        """Tell whether a value keeps the limit; None without a limit or a value.

        Examples
        --------
        >>> Figure("s", 5.0).kept(6.0), Figure("times", 5.0, least=True).kept(6.0), Figure("s").kept(6.0)
        (False, True, None)
        """
        if self.limit is None or math.isnan(value):
            return None
        return value >= self.limit if self.least else value <= self.limit


FIGURES: dict[str, Figure] = {
    "mesa_person_months_per_s": Figure(
        "person-months a second, Mesa model of the core's work, processor time"
    ),
    "mesa_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "limit_person_months_per_s": Figure(
        "person-months a second, one pass of hash and compare, 32 bytes each"
    ),
    "limit_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "core_person_months_per_s": Figure("person-months a second, demographic core, processor time"),
    "core_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "core_to_mesa_ratio": Figure("times as fast as the Mesa model: demographic core", 300.0, least=True),
    "core_to_limit_ratio": Figure("of the limit's speed"),
    "full_person_months_per_s": Figure("person-months a second, whole model, processor time"),
    "full_person_months_per_wall_s": Figure("  the same by the clock on the wall"),
    "full_to_mesa_ratio": Figure("times as fast as the Mesa model: whole model", 35.0, least=True),
    "full_to_limit_ratio": Figure("of the limit's speed"),
    "bytes_per_person": Figure("bytes that a model holds for a person more, room to work included", 64.0),
    "columns_bytes_per_person": Figure("bytes   of these columns of persons, households and cases"),
    "temporary_bytes_per_person": Figure("bytes a person more for a while within a month"),
    "import_seconds": Figure("s import of the engine"),
    "synthesis_seconds": Figure("s tables and synthesis of the Musterkreis, not cached"),
    "kernel_seconds": Figure("s loading kernels from the cache"),
    "spin_up_seconds": Figure("s spin-up of 36 months"),
    "region_seconds": Figure("s 60 months of the Musterkreis with their table, one replicate"),
    "region_process_seconds": Figure("s   the same in processor time"),
    "region_person_months_per_s": Figure("person-months a second, processor time"),
    "region_to_mesa_ratio": Figure("times as fast as the Mesa model: one replicate", 45.0, least=True),
    "musterkreis_counting_share": Figure("of the time of one replicate: counting (--profile)", 0.15),
    "million_counting_share": Figure("of the time at 1 million people: counting (--profile)"),
    "few_kinds_process_seconds": Figure("s the same with the package's kinds of service, processor time"),
    "six_kinds_process_seconds": Figure(
        "s the same with six kinds, without work, income and homes, processor time"
    ),
    "all_to_six_kinds_ratio": Figure("times the time of six kinds alone", 2.0),
    "many_kinds_process_seconds": Figure("s the same with 24 kinds more, each with sites, processor time"),
    "many_kinds_time_ratio": Figure("times the time with 24 kinds more", 1.5),
    "few_kinds_calls_a_month": Figure("calls of Python functions a month, the package's kinds"),
    "many_kinds_calls_a_month": Figure("calls of Python functions a month, 24 kinds more"),
    "many_kinds_calls_ratio": Figure("times the calls with 24 kinds more", 1.2),
    "thueringen_people": Figure("people in Thuringia"),
    "thueringen_build_seconds": Figure("s building it: tables, cached people, sites"),
    "thueringen_seconds": Figure("s 60 months of Thuringia with their table", 15.0),
    "thueringen_process_seconds": Figure("s   the same in processor time"),
    "thueringen_peak_bytes": Figure("bytes at the peak of that process", 2.0e9),
    "cost_ratio_10m_to_1m": Figure("times the cost of a person-month at 1 million, whole model", 1.5),
    "core_cost_ratio_10m_to_1m": Figure("times the cost of a person-month at 1 million, core", 1.5),
    "replicate_process_seconds": Figure(
        "s one bare replicate from its spin-up on, with its table, processor time"
    ),
    "compared_run_process_seconds": Figure(
        "s a run of status quo and two options: shared spin-up, branching and storing included"
    ),
    "run_and_analysis_process_seconds": Figure("s   the same with its part of the analysis of 300 runs"),
    "run_to_replicate_ratio": Figure("times the bare replicate: a run with its part of the analysis", 1.15),
    "two_processes_efficiency": Figure("of twice the speed: two processes, by the clock", 0.85, least=True),
    "analysis_process_seconds": Figure(
        "s analysis of 300 runs, all indicators and margins, without person tables"
    ),
    "analysis_to_replicate_ratio": Figure("bare replicates: the analysis of 300 runs", 20.0),
    "analysis_peak_bytes": Figure("bytes at the peak of that process", 2.0e9),
    "help_seconds": Figure("s simsocial --help", 0.6),
    "run_seconds": Figure("s simsocial run replicates=1, caches filled", 5.0),
    "compile_seconds": Figure("s compilation on one processor, once a version", 60.0),
}
"""All figures in the order in which they are read."""

RATIOS: dict[str, tuple[str, str]] = {
    "core_to_mesa_ratio": ("core_person_months_per_s", "mesa_person_months_per_s"),
    "core_to_limit_ratio": ("core_person_months_per_s", "limit_person_months_per_s"),
    "full_to_mesa_ratio": ("full_person_months_per_s", "mesa_person_months_per_s"),
    "full_to_limit_ratio": ("full_person_months_per_s", "limit_person_months_per_s"),
    "region_to_mesa_ratio": ("region_person_months_per_s", "mesa_person_months_per_s"),
    "all_to_six_kinds_ratio": ("few_kinds_process_seconds", "six_kinds_process_seconds"),
    "many_kinds_time_ratio": ("many_kinds_process_seconds", "few_kinds_process_seconds"),
    "many_kinds_calls_ratio": ("many_kinds_calls_a_month", "few_kinds_calls_a_month"),
    "run_to_replicate_ratio": ("run_and_analysis_process_seconds", "replicate_process_seconds"),
    "analysis_to_replicate_ratio": ("analysis_process_seconds", "replicate_process_seconds"),
}
"""Figures that relate one to another of the same call."""


def related(figures: Mapping[str, float]) -> Figures:
    """Return the ratios whose both parts have been measured.

    Examples
    --------
    >>> related({"many_kinds_calls_a_month": 300.0, "few_kinds_calls_a_month": 200.0})
    {'many_kinds_calls_ratio': 1.5}
    """
    return {
        name: figures[over] / figures[under]
        for name, (over, under) in RATIOS.items()
        if over in figures and under in figures
    }


def line(key: str, value: float, *, judge: bool) -> str:
    """Return a figure with its unit, and, if wanted, how it stands to its limit.

    Examples
    --------
    >>> line("run_seconds", 6.0, judge=True)
    '       6.00 s simsocial run replicates=1, caches filled [at most 5.00: MISSED, 1.20 of it]'
    """
    figure = FIGURES[key]
    shown = f"  {_short(value):>9} {in_data(figure.meaning, language())}"
    kept = figure.kept(value)
    if kept is None or figure.limit is None or not judge:
        return shown
    limit, part = _short(figure.limit), value / figure.limit
    bound = say("at least {limit}", limit=limit) if figure.least else say("at most {limit}", limit=limit)
    verdict = say("kept, {part:.2f} of it", part=part) if kept else say("MISSED, {part:.2f} of it", part=part)
    return f"{shown} [{bound}: {verdict}]"


def judged(figures: Mapping[str, float]) -> str:
    """Return one sentence on the limits: how many are kept, which are missed, and which were not measured.

    Examples
    --------
    >>> judged(dict.fromkeys(FIGURES, 1.0)).split(" missed: ")[0]
    'Limits: 14 of 19 kept;'
    """
    verdicts = {
        key: figure.kept(figures.get(key, math.nan)) for key, figure in FIGURES.items() if figure.limit
    }
    missed = ", ".join(key for key, kept in verdicts.items() if kept is False)
    unknown = ", ".join(key for key, kept in verdicts.items() if kept is None)
    kept = sum(kept is True for kept in verdicts.values())
    parts = [say("Limits: {kept} of {all} kept", kept=kept, all=len(verdicts))]
    parts += [say("missed: {names}", names=missed)] if missed else []
    parts += [say("not measured: {names}", names=unknown)] if unknown else []
    return "; ".join(parts) + "."


def _short(value: float) -> str:
    """Write large numbers in millions and billions."""
    if value >= 1e9:
        return say("{value:.2f} bn", value=value / 1e9)
    return say("{value:.2f} m", value=value / 1e6) if value >= 1e5 else say("{value:.2f}", value=value)
