"""The runs whose figures are kept: the Musterkreis in 2027 and 2028, three scenarios, three bundles, one replicate."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from simsocial import SocialModel, load_region, load_scenario

__all__ = ["CHANGES", "FIGURES", "digest", "simulate"]

FIGURES = Path(__file__).with_name("figures.csv")
CHANGES = Path(__file__).with_name("CHANGES.md")
SCENARIOS = ("status_quo", "kita_netz", "tagespflege")
BUNDLES = ("dorfmitte", "wachsen_am_bestand", "fachkraeftepool")
"""Of these only what differs from the status quo is kept."""
COLUMNS = ["scenario", "indicator", "period", "numerator", "denominator"]


def simulate() -> pd.DataFrame:
    """Return numerator and denominator of every indicator of the whole region by scenario and year."""
    region = load_region("musterkreis")
    months = {"start": "2027-01", "end": "2028-12"}
    start = SocialModel(region, load_scenario("status_quo"), 1, **months).spin_up().snapshot()
    tables = {}
    for name in (*SCENARIOS, *BUNDLES):
        model = SocialModel(region, load_scenario(name), 1, **months, snapshot=start)
        model.run()
        rows = model.recorder.frame()
        rows = rows[
            (rows["period_kind"] == "year") & (rows["area"] == "region") & (rows["group_kind"] == "all")
        ]
        tables[name] = rows.assign(scenario=name)[COLUMNS].astype(dict.fromkeys(COLUMNS[:3], str))
    for name in BUNDLES:
        tables[name] = _differing(tables[name], tables["status_quo"])
    return pd.concat(tables.values()).sort_values(COLUMNS[:3]).reset_index(drop=True)


def _differing(table: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table whose counts are not those of another one."""
    keys, counts = COLUMNS[1:3], COLUMNS[3:]
    both = table.merge(reference[[*keys, *counts]], how="left", on=keys, suffixes=("", "_reference"))
    differs = (both[counts].to_numpy() != both[[f"{name}_reference" for name in counts]].to_numpy()).any(
        axis=1
    )
    return both.loc[differs, COLUMNS]


def digest(figures: Path = FIGURES) -> str:
    """Return the first 12 hex digits of the figures' sha256, the same with any line ending."""
    return hashlib.sha256(figures.read_text(encoding="utf-8").encode()).hexdigest()[:12]


def renew(why: str) -> None:
    """Write the figures anew and say why they changed, with the digest of the new ones."""
    simulate().to_csv(FIGURES, index=False, lineterminator="\n")
    with CHANGES.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"- {datetime.now(UTC):%Y-%m-%d} {digest()}: {why}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit('Say why the figures changed: python -m tests.golden.world "why"')
    renew(sys.argv[1])
