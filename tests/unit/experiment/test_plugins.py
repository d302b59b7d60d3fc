"""A Python file in ./plugins is imported once and takes part in the source hash."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simsocial.core import compile as compiling
from simsocial.core.errors import ConfigError
from simsocial.experiment import plugins
from simsocial.experiment.plugins import load_plugins


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty plugins folder; afterwards nothing of it is left."""
    (tmp_path / "plugins").mkdir()
    monkeypatch.setattr(plugins, "_loaded", {})
    yield tmp_path
    compiling.use_plugin_sources(())
    for name in [name for name in sys.modules if name.startswith(plugins.PACKAGE)]:
        del sys.modules[name]


def test_a_file_is_imported_once(folder: Path) -> None:
    path = folder / "plugins" / "count_me.py"
    path.write_text("import os\nos.environ['PLUGIN_COUNT'] = os.environ.get('PLUGIN_COUNT', '') + 'x'\n")
    import os

    os.environ.pop("PLUGIN_COUNT", None)
    assert load_plugins(folder) == [str(path.resolve())]
    load_plugins(folder)
    assert os.environ.pop("PLUGIN_COUNT") == "x"


def test_an_edited_plugin_changes_the_source_hash(folder: Path) -> None:
    before = compiling.source_hash()
    path = folder / "plugins" / "one.py"
    path.write_text("A = 1\n")
    load_plugins(folder)
    first = compiling.source_hash()
    path.write_text("A = 2\n")
    assert len({before, first, compiling.source_hash()}) == 3


def test_a_faulty_plugin_is_named(folder: Path) -> None:
    path = folder / "plugins" / "broken.py"
    path.write_text("1 / 0\n")
    with pytest.raises(ConfigError, match=r"broken\.py.*ZeroDivisionError"):
        load_plugins(folder)


def test_without_plugins_nothing_happens(tmp_path: Path) -> None:
    before = compiling.source_hash()
    load_plugins(tmp_path)
    assert compiling.source_hash() == before
