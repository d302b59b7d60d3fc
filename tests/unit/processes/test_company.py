"""Who shares a home without being family stays when the others leave; two who live with parents found a home."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import ADULT, CHILD, ELSEWHERE, INSTITUTION, NOBODY, SERVED
from simsocial.core.company import EVERYBODY, FAMILY, OWN_MINORS, company_of
from simsocial.core.population import join_household, leave_household
from tests.unit.processes.test_events import Stage

MOVERS = ("departure", "relocation")


def _share(scene, guests, hosts):
    """Let each guest, who lived alone, share the home of one of the hosts."""
    for guest, host in zip(guests, hosts, strict=True):
        leave_household(scene.persons, scene.households, scene.model.state.counters, guest)
        join_household(scene.persons, scene.households, guest, scene.persons.household[host])


def _size(scene):
    return scene.households.size[scene.persons.household[scene.rows]]


def _alone(scene):
    return (scene.role == ADULT) & (_size(scene) == 1)


def _mothers(scene):
    """Return women under 50 who live with a partner and at least one child, and nobody else."""
    couple = (scene.role == ADULT) & scene.has_partner & scene.unshared
    return couple & (scene.sex == 1) & (_size(scene) >= 3) & (scene.age < 50)


@pytest.mark.parametrize("name", MOVERS)
def test_a_family_leaves_its_guest_and_takes_its_children(name, small_model):
    scene = Stage(small_model(), name)
    hosts, guests = scene.choose(_mothers(scene), 12), scene.choose(_alone(scene), 12)
    _share(scene, guests, hosts)
    families = [
        sorted(set(scene.members(host)) - {int(guest)}) for host, guest in zip(hosts, guests, strict=True)
    ]
    keys = [scene.persons.key[family].copy() for family in families]
    homes = scene.persons.household[guests].copy()
    scene.act(hosts)
    assert (scene.persons.household[guests] == homes).all()
    if name == "departure":
        assert (scene.households.size[homes] == 1).all()
        for family, key in zip(families, keys, strict=True):
            assert not (scene.persons.key[family] == key).any()
        return
    assert (scene.persons.household[hosts] != homes).all()
    assert (scene.households.size[homes] == 1).all()
    assert [sorted(scene.members(host)) for host in hosts] == families


@pytest.mark.parametrize("name", MOVERS)
def test_a_guest_leaves_alone(name, small_model):
    scene = Stage(small_model(), name)
    hosts, guests = scene.choose(_mothers(scene), 12), scene.choose(_alone(scene), 12)
    families = [set(scene.members(host)) for host in hosts]
    _share(scene, guests, hosts)
    scene.act(guests)
    stayed = [set(scene.members(host)) - {int(guest)} for host, guest in zip(hosts, guests, strict=True)]
    assert stayed == families
    assert sum(int(guest) not in scene.members(host) for host, guest in zip(hosts, guests, strict=True)) >= 8


def test_children_stay_with_a_couple_before_others_and_with_a_woman_before_a_man(small_model):
    scene = Stage(small_model(), "relocation")
    lone = (scene.role == ADULT) & ~scene.has_partner & scene.unshared & (_size(scene) >= 2)
    mother = scene.choose(lone & (scene.sex == 1) & (scene.age < 50), 10)[0]
    man, woman = (scene.choose(_alone(scene) & (scene.sex == sex), 10)[0] for sex in (0, 1))
    couple = scene.choose(_mothers(scene), 10)[0]
    assert company_of(scene.persons, scene.households, mother) == EVERYBODY
    _share(scene, [man], [mother])
    assert company_of(scene.persons, scene.households, mother) == FAMILY
    assert company_of(scene.persons, scene.households, man) == OWN_MINORS
    _share(scene, [woman], [couple])
    assert company_of(scene.persons, scene.households, woman) == OWN_MINORS
    assert company_of(scene.persons, scene.households, couple) == FAMILY


@pytest.mark.parametrize("dwellings", [1000, 0])
def test_two_who_live_with_their_parents_found_a_home_if_there_is_a_dwelling(dwellings, small_model):
    scene = Stage(small_model(), "partnership")
    scene.model.housing.free[:] = dwellings
    at_home = (scene.role == CHILD) & (scene.age >= 22) & (scene.age < 30)
    men, women = (scene.choose(at_home & (scene.sex == sex), 60) for sex in (0, 1))
    scene.act(np.concatenate([men, women]))
    paired = men[scene.persons.partner[men] != NOBODY]
    assert len(paired) >= 10
    for man in paired:
        others = set(scene.members(man)) - {int(man), int(scene.persons.partner[man])}
        with_parents = any(scene.persons.role[member] == ADULT for member in others)
        assert with_parents == (dwellings == 0)


@pytest.mark.parametrize("reason", ["care grade", "place"])
def test_residents_who_need_care_or_have_a_place_there_do_not_leave_home(reason, small_model):
    model = small_model(end="2024-03").run() if reason == "place" else small_model()
    scene = Stage(model, "leaving_home")
    residents = scene.choose(scene.role == INSTITUTION, 20)
    scene.persons.care_grade[residents] = 0
    if reason == "place":
        cases, home = scene.model.state.cases, model.catalogue.ids.index("nursing_home")
        in_a_home = (cases.kind == home) & np.isin(cases.state, [SERVED, ELSEWHERE])
        placed = cases.person[in_a_home & (cases.person != NOBODY)]
        stays = np.isin(residents, placed)
    else:
        stays = np.arange(len(residents)) % 2 == 0
        scene.persons.care_grade[residents[stays]] = 3
    assert stays.any()
    scene.act(residents)
    assert (scene.persons.role[residents[stays]] == INSTITUTION).all()
    assert (scene.persons.role[residents[~stays]] == ADULT).all()
