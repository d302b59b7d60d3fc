"""Where no bar can be drawn, progress is a line every ten seconds."""

from __future__ import annotations

from simsocial.experiment import progress
from simsocial.experiment.progress import LINE_SECONDS, Progress


def test_a_line_every_ten_seconds_with_the_time_left(monkeypatch, capsys):
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    with Progress(4, shown=True) as bar:
        for _ in range(2):
            clock[0] += LINE_SECONDS - 1
            bar.advance()
        clock[0] += 1
        bar.tick()
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["Simulating: 2 of 4 replicates, about 18 s left"]


def test_nothing_is_printed_where_nothing_is_to_be_shown(monkeypatch, capsys):
    monkeypatch.setattr(progress.time, "monotonic", iter(range(0, 10_000, 100)).__next__)
    with Progress(4, shown=False) as bar:
        bar.advance()
    assert capsys.readouterr().err == ""
