"""One command at a time works in a folder of results."""

from __future__ import annotations

import subprocess
import sys

import pytest

from simsocial.core.errors import RunError
from simsocial.experiment.lock import alone_in

HOLD = """
import sys, time
from pathlib import Path
from simsocial.experiment.lock import alone_in
with alone_in(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "in\n"
        with pytest.raises(RunError, match="Another simsocial command"), alone_in(tmp_path):
            pass
        other.kill()
    with alone_in(tmp_path):
        pass


def test_the_same_process_may_ask_again(tmp_path):
    with alone_in(tmp_path), alone_in(tmp_path):
        pass
