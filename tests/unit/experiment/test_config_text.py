"""Settings are read as OmegaConf reads them, only faster."""

from __future__ import annotations

import pytest
from omegaconf import OmegaConf

from simsocial.core.roots import roots
from simsocial.experiment.config_text import as_config

pytestmark = pytest.mark.any_python

TEXTS = (
    "",
    "- a\n- 1",
    "{a: 1e3, b: 1.5e-2, c: 0x1F, d: 1_000, e: .5, f: -.inf, g: .nan}",
    "{since: 2027-01-01, at: 2027-01-01 10:00:00, time: 10:30}",
    "{yes: no, on: off, empty: ~, nothing: null, word: 'yes'}",
    "base: &base {x: 1}\nother: {<<: *base, y: 2}",
    "text: |\n  one\n  two\nlink: ${base.x}",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_as_omegaconf_does(text, tmp_path):
    (tmp_path / "text.yaml").write_text(text, encoding="utf-8")
    assert repr(as_config(text)) == repr(OmegaConf.load(tmp_path / "text.yaml"))


def test_every_file_of_the_package_is_read_as_omegaconf_does():
    files = [file for kind in ("conf", "scenarios") for root in roots(kind) for file in root.rglob("*.yaml")]
    assert len(files) > 20
    for file in files:
        assert repr(as_config(file.read_text(encoding="utf-8"))) == repr(OmegaConf.load(file))


def test_what_one_reader_changes_no_other_sees():
    as_config("a: {b: 1}").a.b = 2
    assert as_config("a: {b: 1}").a.b == 1
