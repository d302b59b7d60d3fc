"""Verdicts in words and the mark that goes with each, so that no colour is needed to tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simsocial.analysis.side_effects import LINE_VERDICTS, EffectRow, Line
from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO, SAME_SIGN_SHARE
from simsocial.report.texts import Texts

__all__ = ["MARKS", "Verdict", "counts_of", "line_verdict", "next_to_nothing", "verdict_of"]

MARKS = {
    "with_target": "●",
    "against": "○",
    "neutral": "◆",
    "mixed": "◐",
    "unclear": "–",
    "unconfirmed": "–",
    "assumptions": "–",
    "small": "–",
    "rare": "–",
    "few_runs": "–",
    "untouched": "–",
}
"""Printed before each verdict; the figures use the same shapes."""

_NOTHING = 0.1
"""Share of what counts within which a range is told in words."""


@dataclass(frozen=True)
class Verdict:
    """A verdict: its name, mark and word."""

    name: str
    mark: str
    word: str


def verdict_of(row: EffectRow, texts: Texts) -> Verdict:
    """Return the verdict of a row; 'neutral' splits into why there is none.

    No direction is better, or the difference is not clear, not confirmed, or no larger than its relevance.

    Parameters
    ----------
    row : EffectRow
        Row of the effects table.
    texts : Texts
        Language.

    Returns
    -------
    Verdict
        One of `MARKS`.
    """
    name = row.verdict
    if row.test == "rare" and row.n < MIN_NONZERO:
        name = "few_runs"
    elif row.test in ("untouched", "rare"):
        name = row.test
    elif not row.clear:
        name = "unclear"
    elif row.share_same_sign < SAME_SIGN_SHARE and row.verdict == "neutral":
        name = "assumptions"
    elif row.role != "target" and not row.q_value <= LEVEL:
        name = "unconfirmed"
    elif abs(row.effect) <= row.relevance:
        name = "small"
    elif row.role == "target" and row.verdict == "neutral":
        name = "unconfirmed"
    return Verdict(name, MARKS[name], texts.term("verdict", name))


def next_to_nothing(row: EffectRow) -> bool:
    """Return whether the whole range of a row lies within a tenth of what counts: its figures would mislead."""
    return max(abs(row.low), abs(row.high)) < _NOTHING * row.relevance


def line_verdict(line: Line, texts: Texts) -> Verdict:
    """Return the verdict of a line: its head's, unless its areas or groups point in different directions."""
    if line.verdict != "mixed":
        return verdict_of(line.head, texts)
    return Verdict("mixed", MARKS["mixed"], texts.term("verdict", "mixed"))


def counts_of(lines: Sequence[Line], texts: Texts) -> str:
    """Return how many lines have which verdict, '' without lines."""
    counts = {name: sum(line.verdict == name for line in lines) for name in LINE_VERDICTS}
    return ", ".join(texts.term("lines", name, count=count) for name, count in counts.items() if count)
