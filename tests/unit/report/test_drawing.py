"""Pictures drawn by several processes are those that one draws, in the same order; a fault reaches the caller."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest

from simsocial.analysis.results import Results
from simsocial.core.errors import RunError
from simsocial.report.drawing import Drawings
from simsocial.report.figures import begin_figures
from simsocial.report.picture import Picture


def picture(number, folder):
    return Picture(f"{number}", str(os.getpid()), "", folder / "a.svg", folder / "a.png") if number else None


def test_the_order_stays_and_what_shows_nothing_is_left_out(tmp_path):
    drawings = [partial(picture, number, tmp_path) for number in (3, 0, 1, 2)]
    for workers in (1, 2, 9):
        drawn = Drawings(drawings, workers).pictures()
        assert [one.name for one in drawn] == ["3", "1", "2"]
        forked = workers > 1 and sys.platform == "linux"
        assert all((one.title == str(os.getpid())) != forked for one in drawn)
    assert Drawings([], 4).pictures() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_is_the_one_that_was_raised(workers):
    def fail():
        raise RunError("nothing to see")

    with pytest.raises(RunError, match="nothing to see"):
        Drawings([fail, fail], workers).pictures()


def test_files_do_not_depend_on_how_many_draw_and_when(copied, results, written, monkeypatch):
    """The report was drawn by one process."""
    config = results.manifest["scenarios"]["status_quo"].setdefault("config", {})
    assert config.get("workers") in (None, 1)
    monkeypatch.setitem(config, "workers", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    own = Results(copied)
    own.__dict__["manifest"] = results.manifest
    begin_figures(own, "de").pictures()
    by_two, by_one = (
        {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}
        for folder in (copied, written.parent)
    )
    assert len(by_two) > 8
    assert by_two == by_one
