"""A screened process that a plugin adds moves no event of the package's own processes, to the bit."""

from __future__ import annotations

from tests.unit.processes.people import records
from tests.unit.processes.plugged import plugged


def test_nobody_dies_moves_or_is_born_otherwise_because_of_an_added_process(small_model):
    without = small_model(end="2024-12").run()
    with plugged("visits"):
        with_added = small_model(end="2024-12", check_every_month=True).run()
    added = next(p for p in with_added.schedule_of_month.processes if p.name == "visits")
    # About one in a hundred a month, and more of those who need care.
    assert 0.8 < len(added.seen) / (12 * 4800 * 0.016) < 1.5
    assert records(with_added) == records(without)
    for a, b in zip(with_added.counts.cubes(), without.counts.cubes(), strict=True):
        assert (a[1] == b[1]).all()
