"""Every list in a Python of its own: no topic needs what another one made known before."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from simsocial.cli.commands_of_registries import TOPICS


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_list_is_the_first_thing_that_is_asked(topic, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "simsocial", "list", topic, "--csv"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert rows and all(row["id"] for row in rows)
