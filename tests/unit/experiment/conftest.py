"""A user's working folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.experiment.composing import OPTION


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's working directory with one scenario of their own."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "mine.yaml").write_text(OPTION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
