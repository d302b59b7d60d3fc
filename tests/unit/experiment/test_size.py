"""Nobody starts an experiment of months by a slip of the finger."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment.size import confirm_size

CONFIG = {"horizon": {"start": "2027-01", "end": "2031-12"}, "workers": 2, "large": False}


def test_usual_experiments_begin_without_a_question():
    confirm_size(600, CONFIG, 92_000)
    confirm_size(60, CONFIG, 2_100_000)


@pytest.mark.parametrize(("runs", "people"), [(2_000_000_000, 92_000), (20_000, 2_100_000)])
def test_huge_ones_are_refused_where_nobody_can_be_asked(runs, people, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(ConfigError, match=r"hours and .* GB.*large=true"):
        confirm_size(runs, CONFIG, people)
    confirm_size(runs, CONFIG | {"large": True}, people)


@pytest.mark.parametrize("answer", [True, False])
def test_at_a_terminal_the_answer_decides(answer, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer)
    if answer:
        confirm_size(2_000_000_000, CONFIG, 92_000)
    else:
        with pytest.raises(ConfigError):
            confirm_size(2_000_000_000, CONFIG, 92_000)
