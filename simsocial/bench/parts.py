"""The parts of the bench: each measures one thing and returns its figures by name."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from simsocial.bench.clock import Figures, Pace, best_pace
from simsocial.bench.comparison import RUNS
from simsocial.bench.fresh import command_seconds, figures_of
from simsocial.bench.limit import one_pass
from simsocial.bench.mesa_world import mesa_module, mesa_world
from simsocial.bench.peak import held_bytes, temporary_bytes
from simsocial.bench.worlds import month_of, world
from simsocial.model import SocialModel

__all__ = ["PARTS", "RELATED", "YARDSTICKS", "summary_of"]

_MILLION = 1_000_000


def core(quick: bool) -> Figures:
    """Demographic core of 1 million people over 60 months, one thread."""
    people, months, repeats = (100_000, 12, 1) if quick else (_MILLION, 60, 3)
    return _pace(people, months, repeats, core_only=True).figures("core")


def full(quick: bool) -> Figures:
    """Whole model of 1 million people over 60 months, its indicator table included, one thread."""
    people, months, repeats = (100_000, 12, 1) if quick else (_MILLION, 60, 2)
    figures = _pace(people, months, repeats, core_only=False).figures("full")
    model = world(people, core=False, months=3)
    figures["columns_bytes_per_person"] = model.state.nbytes / model.state.population
    figures["temporary_bytes_per_person"] = temporary_bytes(model.advance) / model.state.population
    return figures | {"bytes_per_person": _bytes_per_person()}


def _bytes_per_person() -> float:
    """Return what a model of more people holds more than one of fewer, by person: whoever keeps it, and for what."""
    few, many = 100_000, 300_000
    sizes = dict.fromkeys((few, many), 0)

    def make(people: int) -> SocialModel:
        model = world(people, core=False, months=2)
        model.advance()
        sizes[people] = model.state.population
        return model

    make(few)  # what all worlds share is made before
    held = {people: held_bytes(functools.partial(make, people)) for people in (few, many)}
    return (held[many] - held[few]) / (sizes[many] - sizes[few])


def mesa(quick: bool) -> Figures:
    """Idiomatic Mesa model of the core's work at the same rates, fewer people."""
    module = mesa_module()
    if module is None:
        return {}
    people, months, repeats = (2_000, 3, 1) if quick else (20_000, 24, 2)
    engine = world(100_000, core=True, months=months + 2)

    def prepare() -> Callable[[], int]:
        model = mesa_world(module, engine, people)

        def month() -> int:
            before = len(model.agents)
            model.step()
            return before

        return month

    return best_pace(prepare, months, repeats).figures("mesa")


def limit(quick: bool) -> Figures:
    """One pass of hash and compare over 32 bytes a person: what no model of so many people can be faster than."""
    people, months, repeats = (100_000, 12, 1) if quick else (_MILLION, 60, 3)
    one_pass(1)()  # compiles it
    return best_pace(lambda: one_pass(people), months, repeats).figures("limit")


def kreis(quick: bool) -> Figures:
    """One replicate of the Musterkreis: 60 months and their table; apart, what comes before them."""
    figures_of("kreis", quick=True)  # fills the caches of kernels and people
    return figures_of("kreis", quick)


def kinds(quick: bool) -> Figures:
    """One replicate of the Musterkreis with 24 kinds of service more than it has, and without them."""
    return figures_of("kinds", quick)


def land(quick: bool) -> Figures:
    """Thuringia, 2.1 million people: 60 months and their table, and the peak memory of the process."""
    return figures_of("land", quick)


def large(quick: bool) -> Figures:
    """Cost of a person-month at 10 million people relative to 1 million, whole model and core."""
    small, many, months = (50_000, 100_000, 3) if quick else (_MILLION, 10 * _MILLION, 12)
    figures = {}
    for name, core_only in (("cost_ratio_10m_to_1m", False), ("core_cost_ratio_10m_to_1m", True)):
        few = _pace(small, months, 1 if quick else 3, core_only=core_only)
        figures[name] = few.per_second / _pace(many, months, 1, core_only=core_only).per_second
    return figures


def comparison(quick: bool) -> Figures:
    """Status quo and two options: a run beside a bare replicate, two processes, and the analysis of 300 runs."""
    figures = figures_of("compared", quick) | figures_of("analysed", quick)
    share = figures["analysis_process_seconds"] / RUNS
    figures["run_and_analysis_process_seconds"] = figures["compared_run_process_seconds"] + share
    return figures


def start(quick: bool) -> Figures:
    """Command line: help, and one replicate from an empty output folder to its tables."""
    repeats = 1 if quick else 3
    figures = {"help_seconds": min(command_seconds("--help") for _ in range(repeats + 1))}
    with tempfile.TemporaryDirectory() as folder:
        seconds = [
            command_seconds("run", "replicates=1", f"name=bench_{number}", folder=Path(folder))
            for number in range(repeats + 1)
        ]
    # The first one may still fill caches.
    figures["run_seconds"] = min(seconds[1:])
    return figures


def compilation(quick: bool) -> Figures:
    """Compilation of all kernels of a month into an empty cache, synthesis included."""
    with tempfile.TemporaryDirectory() as folder:
        return figures_of("compile", quick, cache=Path(folder))


def _pace(people: int, months: int, repeats: int, *, core_only: bool) -> Pace:
    """Return the pace of a world of so many people; its indicator table belongs to the last month."""

    def prepare() -> Callable[[], int]:
        return month_of(world(people, core=core_only, months=months), table=not core_only)

    return best_pace(prepare, months, repeats)


PARTS: Mapping[str, Callable[[bool], Figures]] = {
    "mesa": mesa,
    "limit": limit,
    "core": core,
    "full": full,
    "kreis": kreis,
    "kinds": kinds,
    "land": land,
    "large": large,
    "comparison": comparison,
    "start": start,
    "compile": compilation,
}
"""All parts in the order in which they are measured."""

YARDSTICKS = ("mesa", "limit")
"""Parts that say how fast this machine is."""

RELATED = ("core", "full", "kreis")
"""Parts whose speed is judged by the yardsticks, which are hence measured with them."""


def summary_of(name: str) -> str:
    """Return in one line what a part measures."""
    return (PARTS[name].__doc__ or "").partition("\n")[0]
