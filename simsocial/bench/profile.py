"""Which process takes how much of a month: where the time of a run goes.

A clock is put around the turns of one model, in this process alone: the engine carries none. What a turn calls
belongs to it, but for what has a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from simsocial.bench.clock import Figures, Stopwatch
from simsocial.bench.worlds import replicates, world
from simsocial.core.roots import roots
from simsocial.model import SocialModel
from simsocial.processes.base import ScreenedProcess
from simsocial.region import load_region
from simsocial.services.catalogue import load_catalogue_from_dirs

__all__ = ["COUNTING", "Profile", "counting_shares", "profile_of", "profiles"]

SCREENING, COLUMNS, RECORDING, REST = "(screening)", "(kept columns)", "(recording)", "(rest)"
"""What takes time beside the processes: the draw for all of them at once, what follows births and arrivals in their
columns, the rows of the indicator table, and measures, dwellings and checks."""

COUNTING = ("census", "reach", RECORDING)
"""What counting consists of."""


class Profile(NamedTuple):
    """Where the processor time of a run went.

    Attributes
    ----------
    months : int
        How many were simulated.
    seconds : dict
        Processor time by process, and by what is none.
    """

    months: int
    seconds: dict[str, float]

    @property
    def total(self) -> float:
        """Seconds of the run."""
        return sum(self.seconds.values())

    @property
    def counting_share(self) -> float:
        """Share of counting in the time of the run."""
        return sum(self.seconds.get(name, 0.0) for name in COUNTING) / self.total

    def rows(self) -> dict[str, Figures]:
        """Return milliseconds a month and share of the time by name, the longest first.

        Examples
        --------
        >>> Profile(10, {"census": 0.01, "mortality": 0.03}).rows()["mortality"]
        {'ms_a_month': 3.0, 'share': 0.75}
        """
        longest = sorted(self.seconds.items(), key=lambda item: -item[1])
        return {
            name: {"ms_a_month": 1000.0 * seconds / self.months, "share": seconds / self.total}
            for name, seconds in longest
        }

    def lines(self) -> list[str]:
        """Return the rows as text, and below them their sum.

        Examples
        --------
        >>> Profile(10, {"census": 0.01, "mortality": 0.03}).lines()[1]
        '      1.000 ms a month  25.0 %  census'
        """
        shown = [
            f"  {row['ms_a_month']:>9.3f} ms a month {100.0 * row['share']:>5.1f} %  {name}"
            for name, row in self.rows().items()
        ]
        return [*shown, f"  {1000.0 * self.total / self.months:>9.3f} ms a month in all"]


def profile_of(model: SocialModel) -> Profile:
    """Let a model run to its end, with its indicator table, and return where the time went.

    Parameters
    ----------
    model : SocialModel
        A model with months left, whose kernels are compiled.
    """
    schedule, months = model.schedule_of_month, model.end_month - model.next_month + 1
    watch = Stopwatch(REST)
    for process in schedule.processes:
        watch.put_around(process, "apply" if isinstance(process, ScreenedProcess) else "step", process.name)
    watch.put_around(schedule.screening, "draw", SCREENING)
    watch.put_around(schedule.screening, "fire")
    watch.put_around(schedule.columns, "follow", COLUMNS)
    for method in ("record", "frame"):
        watch.put_around(model.recorder, method, RECORDING)
    watch.start()
    model.run().recorder.frame()
    return Profile(months, watch.stop())


def profiles(quick: bool) -> dict[str, Profile]:
    """Return where the time of a replicate of the Musterkreis goes, and that at 1 million people."""
    spin_up, end, people, months, repeats = (
        (1, "2024-06", 100_000, 3, 1) if quick else (36, "2031-12", 1_000_000, 60, 3)
    )
    catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    prepared: Mapping[str, Callable[[], SocialModel]] = {
        "musterkreis": replicates(load_region("musterkreis"), catalogue, spin_up, end),
        "million": lambda: world(people, core=False, months=months),
    }
    return {
        name: min((profile_of(model()) for _ in range(repeats)), key=lambda profile: profile.total)
        for name, model in prepared.items()
    }


def counting_shares(found: Mapping[str, Profile]) -> Figures:
    """Return the share of counting in the time of each profile, as figures of the bench."""
    return {f"{name}_counting_share": profile.counting_share for name, profile in found.items()}
