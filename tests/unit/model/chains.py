"""What tests of chains across fields share: worlds in which sites close or open, and their figures by month."""

from __future__ import annotations

from tests.unit.model.measures import WHO, measure

FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""

KITAS, SERVICES = ("kita_a1", "kita_b1", "kita_b2", "kita_c1"), ("dienst_a", "dienst_c")


def closing(*sites):
    return {f"close_{site}": WHO | {"kind": "close_site", "start": "2024-02", "site": site} for site in sites}


def opening(kind, place, places, site="neu", **changes):
    return measure(
        "open_site", start="2024-02", end=None, ramp_months=0, site=site, site_kind=kind, place=place,
        licensed_places=places, **changes,
    )  # fmt: skip


def figure(value):
    return {"value": value, "source": "own assumption", "year": 2025}


def by_month(model, *names, period_kind="month", area="region"):
    """Run a model; return the values of the months (or years) in the region (or an area), by indicator."""
    table = model.run().recorder.frame()
    table = table[(table["period_kind"] == period_kind) & (table["area"].astype(str) == area)]
    table = table[table["group_kind"].astype(str).isin(["", "all", "nan", "none"])]
    return [table.loc[table["indicator"] == name, "value"].to_numpy() for name in names]
