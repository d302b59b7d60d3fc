"""A Python file runs as a plugin only if it is named; then it is imported once and takes part in the source hash."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simsocial.core import compile as compiling
from simsocial.core.errors import ConfigError
from simsocial.experiment import plugins
from simsocial.experiment.plugins import load_plugins, name_plugins


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty plugins folder; afterwards nothing of it is left."""
    (tmp_path / "plugins").mkdir()
    monkeypatch.setattr(plugins, "_loaded", {})
    monkeypatch.setenv(plugins.VARIABLE, str(tmp_path / "plugins"))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    compiling.use_plugin_sources(())
    for name in [name for name in sys.modules if name.startswith(plugins.PACKAGE)]:
        del sys.modules[name]


def test_a_file_is_imported_once(folder: Path) -> None:
    path = folder / "plugins" / "count_me.py"
    path.write_text("import os\nos.environ['PLUGIN_COUNT'] = os.environ.get('PLUGIN_COUNT', '') + 'x'\n")
    import os

    os.environ.pop("PLUGIN_COUNT", None)
    assert load_plugins() == [str(path.resolve())]
    load_plugins()
    assert os.environ.pop("PLUGIN_COUNT") == "x"


def test_an_edited_plugin_changes_the_source_hash(folder: Path) -> None:
    before = compiling.source_hash()
    path = folder / "plugins" / "one.py"
    path.write_text("A = 1\n")
    load_plugins()
    first = compiling.source_hash()
    path.write_text("A = 2\n")
    assert len({before, first, compiling.source_hash()}) == 3


def test_a_faulty_plugin_is_named(folder: Path) -> None:
    path = folder / "plugins" / "broken.py"
    path.write_text("1 / 0\n")
    with pytest.raises(ConfigError, match=r"broken\.py.*ZeroDivisionError"):
        load_plugins()


def test_a_file_in_the_folder_one_stands_in_does_not_run_unnamed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "plugins" / "trap.py").write_text("raise SystemExit('it ran')\n")
    monkeypatch.delenv(plugins.VARIABLE)
    before = compiling.source_hash()
    assert load_plugins() == []
    assert compiling.source_hash() == before


def test_a_word_names_a_plugin_and_it_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "plugins" / "named.py"
    path.write_text("A = 1\n")
    monkeypatch.setenv(plugins.VARIABLE, "")
    assert name_plugins(["seed=2", "plugins=plugins/named.py"]) == ["seed=2"]
    assert load_plugins() == [str(path)]
    assert str(path) in capsys.readouterr().err
    with pytest.raises(ConfigError, match="does not exist"):
        name_plugins(["plugins=nowhere.py"])
