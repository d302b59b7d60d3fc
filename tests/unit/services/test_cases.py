"""Cases: they go on where the kind changes and the site does not, and those of closed sites come before all others."""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import NOBODY, SERVED, WAITING
from simsocial.services.nearby import find_nearby
from tests.unit.model.measures import measure
from tests.unit.services.test_allocation import cases_of


def _by_child(model, name):
    """Return state, site and since of every case of a kind, by the child's key."""
    cases, rows = model.state.cases, cases_of(model, model.catalogue.ids.index(name))
    keys = model.state.persons.key[cases.person[rows]].tolist()
    columns = (column[rows].tolist() for column in (cases.state, cases.site, cases.since))
    return dict(zip(keys, zip(*columns, strict=True), strict=True))


def test_a_child_keeps_its_place_or_its_place_in_the_queue_when_it_turns_three(small_model, values):
    short = values.with_overrides({"staff.educator.vacancy_share": 0.2})
    model = small_model(parameters=short, end="2026-12")
    served = waited = changed = 0
    before = {}
    while model.running:
        model.step()
        now = _by_child(model, "kindergarten")
        for key in before.keys() & now.keys():
            state, site, since = before[key]
            if state == SERVED:
                # In the same month the child may get the nearer place it waited for.
                assert now[key][0] == SERVED
                changed += now[key][1] != site
                served += 1
            elif state == WAITING and now[key][0] == WAITING:
                assert now[key][2] == since < model.month
                waited += 1
        before = _by_child(model, "nursery")
    assert served > 20
    assert changed <= served / 10
    assert waited > 0


def test_children_of_a_closed_site_come_before_all_others_of_either_kind(small_model):
    model = small_model(measure("close_site", start="2024-08", site="kita_a1", to=None), end="2024-08")
    while model.month_label != "2024-07":
        model.step()
    cases, persons = model.state.cases, model.state.persons
    there = (cases.person != NOBODY) & (cases.state == SERVED) & (cases.site == model.sites["kita_a1"].code)
    lost = list(set(persons.key[cases.person[there]].tolist()))
    # Staff is not short; places suffice for all displaced kindergarten children and some of the nursery.
    model.services.sites.arrays.staff_milli[:] = 1_000_000
    for site in ("kita_b1", "kita_b2", "kita_c1"):
        model.sites.sizes.set(site, int(1.4 * model.served_by_site()[model.sites[site].code]), model.month)
    model.step()
    cases, persons = model.state.cases, model.state.persons
    nursery, kindergarten = (
        cases_of(model, model.catalogue.ids.index(n)) for n in ("nursery", "kindergarten")
    )
    rows = np.concatenate([nursery, kindergarten])
    has_lost, served = np.isin(persons.key[cases.person[rows]], lost), cases.state[rows] == SERVED
    assert (has_lost & ~served & np.isin(rows, nursery)).any()
    assert (has_lost & served & np.isin(rows, nursery)).any()
    assert not (~has_lost & served & (cases.since[rows] == model.month)).any()


def test_every_site_in_reach_is_looked_at_however_many_there_are():
    nearby = find_nearby(np.full((2, 40), 7), np.arange(40), 30.0)
    assert sorted(nearby.sites[0].tolist()) == list(range(40))
    assert (find_nearby(np.full((2, 40), 31), np.arange(40), 30.0).sites == NOBODY).all()
