"""The description of the model in ``docs/ODD.md`` is that of the registries, whole and readable."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simsocial.cli.commands_of_registries import TOPICS
from simsocial.cli.listing import rows_of
from simsocial.cli.odd import description
from simsocial.core.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "ODD.md"
OF_A_USER = {"scenarios", "sites"}
"""Lists of what users hand in, not of the model."""


def described(*words: str, folder: Path = ROOT) -> str:
    """Return what the command prints in a Python of its own, where no other test has added anything."""
    environment = {name: value for name, value in os.environ.items() if name != "SIMSOCIAL_PLUGINS"}
    done = subprocess.run(
        [sys.executable, "-m", "simsocial", "odd", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_is_fresh() -> None:
    if described() != PAGE.read_text(encoding="utf-8"):
        pytest.fail("docs/ODD.md is not what the registries hold now. Renew it: simsocial odd > docs/ODD.md")


def test_every_entry_of_every_registry_is_described() -> None:
    page = description()
    missing = [
        row["id"]
        for topic in sorted(set(TOPICS) - OF_A_USER)
        for row in rows_of(topic, "en")
        if f"| `{row['id']}` |" not in page
    ]
    assert missing == []


def test_every_row_of_a_table_has_the_cells_of_its_heading() -> None:
    """An unescaped bar in a source or note would move all that stands right of it."""
    cells = 0
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        count = len(re.findall(r"(?<!\\)\|", line))
        if not line.startswith("|"):
            cells = 0
            continue
        cells = cells or count
        assert count == cells, line


def test_the_page_is_shown_whole() -> None:
    """GitHub cuts Markdown at 512,000 bytes; a longer page needs its annexes in files of their own."""
    assert PAGE.stat().st_size < 500_000


def test_links_lead_to_headings_and_files_that_are_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    targets = re.findall(r"(?<!\\)\]\(([^)]+)\)", text)
    assert len(targets) > 10
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in anchors
        elif not target.startswith("https://"):
            assert (PAGE.parent / target).is_file()


def test_what_a_plugin_adds_is_described(tmp_path: Path) -> None:
    """In any folder, with its own processes, columns and parameters' owners."""
    (tmp_path / "naps.py").write_text(
        "from simsocial.processes.base import Process, register\n\n"
        "@register\n"
        "class Naps(Process):\n"
        '    """Let people rest | for a while."""\n\n'
        "    name, after = 'naps', 'mortality'\n\n"
        "    def step(self, month):\n"
        "        pass\n",
        encoding="utf-8",
    )
    page = described(f"plugins={tmp_path / 'naps.py'}", folder=tmp_path)
    assert "| `naps` | 3 | Let people rest \\| for a while. |" in page
    assert "#### naps\n" in page


def test_other_settings_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"'region=kreis'.*plugins=PATH"):
        description(["region=kreis"])
