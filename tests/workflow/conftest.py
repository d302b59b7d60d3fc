"""What tests of many made-up regions share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simsocial.region import synthesis
from tests.workflow.workplace import write_workplace


@pytest.fixture(scope="module")
def without_population_cache():
    """Hundreds of populations that nobody asks for again would push the user's own out of the cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthesis, "remember", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working folder that stays for the module; what a test writes is written anew for each example."""
    folder = write_workplace(tmp_path_factory.mktemp("broken"))
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)
