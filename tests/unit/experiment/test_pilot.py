"""A sweep that takes long is asked about, by what its first piece took."""

from __future__ import annotations

import sys

import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment import pilot
from simsocial.experiment.pilot import Pilot


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Return a pilot of 3 runs that took so many seconds, with 17 runs to come."""

    def after(seconds):
        clock = iter([0.0, seconds])
        monkeypatch.setattr(pilot.time, "monotonic", lambda: next(clock))
        found = Pilot(tmp_path, [3, 3, 14], workers=2)

        def work():
            (tmp_path / "runs").mkdir()
            (tmp_path / "runs" / "a.parquet").write_bytes(bytes(3_000_000))

        found.measure(work)
        return found

    return after


def test_time_and_disk_are_told(measured, capsys):
    found = measured(60.0)
    assert found.minutes == pytest.approx(17 / 3 / 2)
    assert found.gigabytes == pytest.approx(0.017)
    assert "Measured on 3 runs: 17 more runs take about 2.8 minutes and 0.017 GB." in capsys.readouterr().err
    found.confirm(yes=False)


def test_above_half_an_hour_somebody_has_to_agree(measured, monkeypatch):
    found = measured(700.0)
    found.confirm(yes=True)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(ConfigError, match=r"17 more runs take about 33.1 minutes.*--yes"):
        found.confirm(yes=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(pilot.click, "confirm", lambda *_, **__: True)
    found.confirm(yes=False)
