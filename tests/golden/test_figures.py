"""Nothing changes results unnoticed: one run's figures are kept, with a line on why they last changed."""

from __future__ import annotations

import re

import pandas as pd

from tests.golden.world import BUNDLES, CHANGES, FIGURES, SCENARIOS, digest, simulate

RENEW = 'If they should have changed: python -m tests.golden.world "why", and mark the entry of CHANGELOG.md [results].'


def test_the_figures_are_those_that_were_kept():
    kept = pd.read_csv(FIGURES, dtype={"period": str})
    both = kept.merge(simulate(), on=["scenario", "indicator", "period"], how="outer", suffixes=("_kept", ""))
    differs = (both["numerator"] != both["numerator_kept"]) | (
        both["denominator"] != both["denominator_kept"]
    )
    assert not differs.any(), (
        f"{differs.sum()} of {len(both)} figures differ, for example\n{both[differs].head(8)}\n{RENEW}"
    )


def test_each_bundle_has_figures_of_its_own():
    kept = pd.read_csv(FIGURES)
    number = kept.groupby("scenario").size()
    assert set(number.index) == {*SCENARIOS, *BUNDLES}
    assert all(100 < number[name] < number["status_quo"] for name in BUNDLES)


def test_every_change_has_its_reason():
    lines = CHANGES.read_text(encoding="utf-8").splitlines()
    entries = [re.fullmatch(r"- \d{4}-\d\d-\d\d ([0-9a-f]{12}): .{15,}", line) for line in lines]
    assert entries
    assert all(entries), "A line is: - date digest: why. Let python -m tests.golden.world write it."
    # Whoever changes the figures changes their digest, and a digest comes with a line of its own.
    assert entries[-1][1] == digest(), f"figures.csv changed without a line in {CHANGES.name}. {RENEW}"


def test_the_digest_tells_one_figure_from_another_but_not_line_endings(tmp_path):
    text = FIGURES.read_text(encoding="utf-8")
    for name, changed in (("other", text.replace("1", "2", 1)), ("windows", text.replace("\n", "\r\n"))):
        (tmp_path / name).write_text(changed, encoding="utf-8", newline="")
    assert digest(tmp_path / "other") != digest() == digest(tmp_path / "windows")
