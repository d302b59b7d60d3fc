"""Nothing changes results unnoticed: one run's figures are kept, with a line on why they last changed."""

from __future__ import annotations

import pandas as pd

from tests.golden.world import CHANGES, FIGURES, simulate

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


def test_every_change_has_its_reason():
    reasons = [line for line in CHANGES.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    assert reasons
    assert all(len(line.split(": ", 1)[1]) > 15 for line in reasons)
