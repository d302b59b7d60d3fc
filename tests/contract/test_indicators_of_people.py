"""What the table of a run says of areas and groups is what the columns say of people, counted here once more.

Rows of the region, of areas and of groups are sums of the same cubes: that they agree with each other says little. Here
everybody is looked up month by month, with one's own eyes, and put into the year by the rule that the indicator names.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import DETERRED, ELSEWHERE, GAVE_UP, INSTITUTION, NOBODY, PRIVATE, SERVED, WAITING
from simsocial.core.state import TOP
from tests.unit.model.measures import MEASURES, measure
from tests.unit.processes.people import alive

AGES = {
    "0-2": 0,
    "3-5": 3,
    "6-9": 6,
    "10-17": 10,
    "18-24": 18,
    "25-39": 25,
    "40-64": 40,
    "65-79": 65,
    "80+": 80,
}
SPANS = {"population": (0, 200), "children_under_3": (0, 3), "children_under_6": (0, 6), "children_6_to_9": (6, 10),
         "young_people": (10, 18), "working_age": (18, 65),
         "aged_65_plus": (65, 200), "aged_80_plus": (80, 200)}  # fmt: skip
STATES = {"served": (SERVED,), "waiting": (WAITING,), "unmet": (WAITING, GAVE_UP, DETERRED), "gave_up": (GAVE_UP,),
          "demand": (SERVED, WAITING, ELSEWHERE, GAVE_UP, DETERRED), "deterred": (DETERRED,)}  # fmt: skip


@pytest.fixture(scope="module")
def life(small_model):
    """A year in which all measures act: the model, its table, and by month who belongs to which indicator."""
    entries = {name: entry for kind in MEASURES for name, entry in measure(kind).items()}
    model = small_model(entries, end="2024-12")
    months = []
    while model.next_month <= model.end_month:
        before = _people(model, model.next_month)
        model.advance()
        months.append(_counted(model, before))
    return model, model.recorder.frame(), months


def _people(model, month):
    """Return everybody alive by row: key, area, sex, age, care grade, and whether in a home."""
    persons, rows = model.state.persons, alive(model)
    cohort = persons.cohort[rows].astype(np.int64)
    age = (month - EPOCH_MONTH - cohort // 2) // 12
    grade = persons.care_grade[rows]
    label = pd.cut(age, [*AGES.values(), 200], right=False, labels=list(AGES))
    place = model.region.places["area"].to_numpy()[persons.place[rows]]
    return pd.DataFrame(
        {"key": persons.key[rows], "area": place, "sex": np.where(cohort % 2, "f", "m"), "age": age, "age_group": label,
         "grade": grade, "care_grade": np.where(grade > 0, grade.astype(str), "none"),
         "home": persons.role[rows] == INSTITUTION, "household": persons.household[rows]}, index=rows,
    )  # fmt: skip


def _counted(model, before):
    """Return by indicator the people counted in the month simulated last."""
    people, cases = _people(model, model.month), model.state.cases
    found = {name: people[people["age"].between(low, high - 1)] for name, (low, high) in SPANS.items()}
    found["care_dependent"] = people[people["grade"] > 0]
    found["care_at_home"] = people[(people["grade"] > 0) & ~people["home"]]
    # Who dies does so before anybody moves in the month.
    found["deaths"] = before[before["key"].isin(model.died)]
    rows = np.flatnonzero(cases.person[: int(model.state.counters[2, TOP])] != NOBODY)
    for code, kind in enumerate(model.catalogue.ids):
        for part, states in STATES.items():
            own = rows[(cases.kind[rows] == code) & np.isin(cases.state[rows], states)]
            found[f"{kind}_{part}"] = people.loc[cases.person[own]]
    for part in STATES:
        found[f"kita_{part}"] = pd.concat([found[f"nursery_{part}"], found[f"kindergarten_{part}"]])
    private = people[model.state.households.form[people["household"]] == PRIVATE]
    households = private.groupby("household").agg(area=("area", "first"), size=("area", "size"))
    found["households"] = households[["area"]]
    found["living_alone"] = households[households["size"] == 1][["area"]]
    sites = model.services.sites
    area = model.region.places["area"].to_numpy()[sites.arrays.place]
    for kind in model.catalogue.site_kinds:
        codes = sites.codes(kind)
        found[f"{kind}_sites"] = pd.DataFrame({"area": area[codes[sites.is_open(model.month)[codes]]]})
    return found


def _expected(indicator, months, column):
    """Return the indicator's value for the year by the labels of a column."""
    counts = pd.concat(
        [month[indicator.id].groupby(column, observed=False).size() for month in months], axis=1
    )
    counts = counts.fillna(0)
    if indicator.key_month is not None:
        return counts.iloc[:, indicator.key_month - 1]
    return {"sum": counts.sum(axis=1), "mean": counts.mean(axis=1), "last": counts.iloc[:, -1]}[
        indicator.sum_over_time
    ]


def test_areas_and_groups_are_those_of_the_people_counted(life):
    model, table, months = life
    year = table[table["period_kind"] == "year"].astype({"indicator": str, "area": str, "group": str})
    compared, different = 0, []
    for indicator in model.recorder.indicators:
        if indicator.id not in months[0]:
            continue
        own = year[year["indicator"] == indicator.id]
        by_area = own[(own["group_kind"] == "all") & (own["area"] != "region")].set_index("area")["value"]
        margins = {"area": by_area}
        for name in {"sex", "age_group", "care_grade"} & set(indicator.groups):
            margins[name] = own[own["group_kind"] == name].set_index("group")["value"]
        for name, found in margins.items():
            wanted = _expected(indicator, months, name).reindex(found.index, fill_value=0.0)
            assert len(found) == {"area": 3, "sex": 2, "age_group": 9, "care_grade": 6}[name]
            compared += int((wanted > 0).sum())
            if not np.allclose(found, wanted, atol=1e-9):
                different.append((indicator.id, name, found.to_dict(), wanted.to_dict()))
    assert not different
    assert compared > 250


def test_the_year_of_the_region_is_made_of_its_months_by_the_rule_stated(life):
    model, table, _ = life
    whole = table[(table["area"] == "region") & (table["group_kind"] == "all")]
    months = {
        part: whole[whole["period_kind"] == "month"].pivot(index="period", columns="indicator", values=part)
        for part in ("numerator", "denominator")
    }
    year = whole[whole["period_kind"] == "year"].set_index("indicator")
    assert len(months["numerator"]) == 12
    for indicator in model.recorder.indicators:
        if indicator.at_key_date:
            # The months have no rows: tests/unit/processes/test_reach.py.
            assert indicator.id not in months["numerator"]
            continue
        over, under = (months[part][indicator.id].to_numpy() for part in ("numerator", "denominator"))
        if indicator.key_month is not None or indicator.sum_over_time == "last":
            month = (indicator.key_month or 12) - 1
            wanted = over[month], under[month]
        else:
            # Flows of a year stand over what one month's stand over; means over all months'.
            wanted = over.sum(), under[-1] if indicator.sum_over_time == "sum" else under.sum()
        assert tuple(year.loc[indicator.id, ["numerator", "denominator"]]) == wanted, indicator.id
