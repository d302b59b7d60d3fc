"""What each demographic event does to persons and households, one process at a time."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import EPOCH_MONTH, age_of_cohorts
from simsocial.core.columns import ADULT, CHILD, INSTITUTION, NOBODY, PRIVATE
from simsocial.core.random import mix
from simsocial.core.state import TOP
from simsocial.model.invariants import check_state
from simsocial.model.schedule import ORDER
from tests.unit.processes.people import alive

EVENTS_OF = {
    "mortality": {"deaths", "widowed"},
    "fertility": {"births"},
    "partnership": {"partnerships", "moved_in", "moved_out"},
    "separation": {"separations", "moved_in", "moved_out"},
    "leaving_home": {"left_home", "moved_in", "moved_out"},
    "departure": {"departures"},
    "arrival": {"arrivals"},
    "relocation": {"moved_in", "moved_out"},
    "care_need": {"care_onset", "care_worse", "care_better"},
}


class Stage:
    """A model in which one process acts on chosen people, with what was there before."""

    def __init__(self, model, name):
        self.model, self.persons, self.households = model, model.state.persons, model.state.households
        self.process = next(p for p in model.schedule_of_month.processes if p.name == name)
        self.month = model.month = model.first_month
        model.counts.clear()
        model.housing.stock += 1000
        model.housing.count(self.households, int(model.state.counters[1, TOP]))
        self.rows = alive(model)
        self.cohort = self.persons.cohort[self.rows]
        self.sex = self.cohort & 1
        self.age = age_of_cohorts(self.month)[self.cohort]
        self.role = self.persons.role[self.rows]
        self.has_partner = self.persons.partner[self.rows] != NOBODY
        self.free = model.housing.free.copy()

    @property
    def unshared(self):
        """Whether nobody grown up lives in the household but one person or couple and their children."""
        home = self.persons.household[self.rows]
        heads = np.bincount(home, self.role == ADULT) - np.bincount(home, self.has_partner) / 2.0
        return heads[home] == 1.0

    def choose(self, condition, number=40):
        """Return rows for which the condition holds, the same ones in every run."""
        rows = self.rows[condition]
        chosen = rows[np.argsort(mix.py_func(self.persons.key[rows]))][:number]
        assert len(chosen) >= min(number, 10)
        return chosen.astype(np.int32)

    def act(self, rows):
        """Let the event happen to these people and check that all links hold."""
        self.process.apply(self.month, rows)
        self.persons, self.households = self.model.state.persons, self.model.state.households
        check_state(self.model)

    def flows(self):
        """Return the number of events by name."""
        return self.model.counts.happened()

    def members(self, row):
        """Return the rows of everybody in a person's household."""
        found, member = [], int(self.households.first_member[self.persons.household[row]])
        while member != NOBODY:
            found.append(member)
            member = int(self.persons.next_member[member])
        return found


@pytest.fixture
def stage(small_model):
    return lambda name: Stage(small_model(end="2027-12"), name)


@pytest.mark.parametrize("name", EVENTS_OF)
def test_a_process_alone_counts_its_own_events_and_no_others(name, small_model):
    keep = {"ageing", "census", "new_homes", name}
    off = [other for other in ORDER if other not in keep]
    model = small_model(disabled=off, check_every_month=True, end="2025-12")
    counted = set()
    for _ in range(24):
        model.advance()
        counted |= {event for event, number in model.counts.happened().items() if number}
    assert counted == EVENTS_OF[name]


def test_the_dead_are_gone_and_their_partners_widowed(stage):
    scene = stage("mortality")
    rows = scene.choose(scene.has_partner & (scene.sex == 0) & (scene.age > 50))
    partners, population = scene.persons.partner[rows], scene.model.state.population
    scene.act(rows)
    assert scene.model.state.population == population - len(rows)
    assert (scene.persons.cohort[rows] == 0).all()
    assert (scene.persons.partner[partners] == NOBODY).all()
    assert scene.flows()["deaths"] == scene.flows()["widowed"] == len(rows)


def test_children_of_a_lone_parent_who_dies_are_looked_after(stage):
    scene = stage("mortality")
    lone = []
    for row in scene.rows[(scene.role == ADULT) & ~scene.has_partner]:
        others = [member for member in scene.members(row) if member != row]
        if others and all(scene.persons.role[member] == CHILD for member in others):
            lone.append((int(row), others))
    assert len(lone) > 20
    scene.act(np.array([row for row, _ in lone], dtype=np.int32))
    age = age_of_cohorts(scene.month)
    for _, others in lone:
        grown = [member for member in others if age[scene.persons.cohort[member]] >= 18]
        if grown:
            assert (scene.persons.role[grown] == ADULT).all()
        else:
            assert (scene.persons.role[others] == INSTITUTION).all()


def test_newborns_live_with_their_mothers(stage):
    scene = stage("fertility")
    rows = scene.choose((scene.sex == 1) & (scene.age >= 20) & (scene.age < 40), number=300)
    homes = scene.persons.household[rows]
    scene.act(rows)
    newborn = alive(scene.model)[scene.persons.cohort[alive(scene.model)] >> 1 == scene.month - EPOCH_MONTH]
    newborn = np.setdiff1d(newborn, scene.rows)
    assert len(rows) <= len(newborn) == scene.flows()["births"] <= 1.1 * len(rows)
    assert (np.isin(scene.persons.household[newborn], homes)).all()
    assert (scene.persons.role[newborn] == CHILD).all()
    assert (scene.persons.care_grade[newborn] == 0).all()
    first = mix.py_func(scene.persons.key[rows] ^ mix(np.uint64(scene.month * 4)))
    assert np.isin(first, scene.persons.key[newborn]).all()


def test_boys_girls_and_twins_come_as_often_as_the_parameters_say(small_model):
    """2,000 births of the same women in other months; false alarm 1e-4 each (binomial, 3.9 errors)."""
    model = small_model()
    scene = Stage(model, "fertility")
    women = scene.choose((scene.sex == 1) & (scene.age >= 18) & (scene.age < 45), number=500)
    births, boys, number = 0, 0, 0
    for month in range(scene.month, scene.month + 4):
        scene.process.apply(month, women)
        flows = model.counts.event("births").sum(axis=0).reshape(2, -1).sum(axis=1)
        number += len(women)
    births, boys = flows.sum(), flows[0]
    male, twins = (
        model.parameters.value(f"fertility.{name}") for name in ("male_share", "multiple_birth_share")
    )
    assert abs(boys / births - male) < 3.9 * np.sqrt(male * (1 - male) / births)
    assert abs(births / number - 1 - twins) < 3.9 * np.sqrt(twins * (1 - twins) / number)


def test_couples_move_in_together_with_their_children(stage):
    scene = stage("partnership")
    single = ~scene.has_partner & (scene.role != INSTITUTION) & (scene.age >= 20) & (scene.age < 60)
    rows = scene.choose(single, number=300)
    own_children = {}
    for row in rows:
        if scene.persons.role[row] == ADULT:
            members = scene.members(row)
            own_children[int(row)] = [m for m in members if scene.persons.role[m] == CHILD]
    at_home = {int(row): scene.members(row) for row in rows if scene.persons.role[row] == CHILD}
    scene.act(rows)
    paired = rows[scene.persons.partner[rows] != NOBODY]
    assert len(paired) > 100
    assert scene.flows()["partnerships"] == len(paired)
    partner = scene.persons.partner[paired]
    assert (scene.persons.partner[partner] == paired).all()
    assert (scene.persons.cohort[paired] & 1 != scene.persons.cohort[partner] & 1).all()
    assert (scene.persons.household[paired] == scene.persons.household[partner]).all()
    assert (scene.persons.role[paired] == ADULT).all()
    parted = 0
    for row, children in own_children.items():
        staying = [c for c in children if c not in at_home]
        parted += any(scene.persons.household[c] != scene.persons.household[row] for c in staying)
    assert parted == 0


def test_who_lives_with_the_parents_does_not_bring_them_along(stage):
    scene = stage("partnership")
    single = ~scene.has_partner & (scene.role != INSTITUTION) & (scene.age >= 20) & (scene.age < 40)
    rows = scene.choose(single, number=300)
    at_home = rows[scene.persons.role[rows] == CHILD]
    parents = {int(row): [m for m in scene.members(row) if scene.persons.role[m] == ADULT] for row in at_home}
    homes = {int(row): int(scene.persons.household[row]) for row in at_home}
    scene.act(rows)
    moved = [row for row, home in homes.items() if scene.persons.household[row] != home]
    assert len(moved) > 10
    followed = [
        row
        for row in moved
        for parent in parents[row]
        if scene.persons.household[parent] == scene.persons.household[row] and parent not in rows
    ]
    assert not followed


def test_after_a_separation_one_has_a_home_of_the_own_and_children_mostly_stay_with_the_mother(small_model):
    scene = Stage(small_model(), "separation")
    rows = scene.choose(scene.has_partner & (scene.sex == 1) & (scene.age < 70), number=400)
    partners = scene.persons.partner[rows].copy()
    with_children = np.array(
        [any(scene.persons.role[m] == CHILD for m in scene.members(row)) for row in rows]
    )
    children = [[m for m in scene.members(row) if scene.persons.role[m] == CHILD] for row in rows]
    old = scene.persons.household[rows].copy()
    scene.act(rows)
    parted = scene.persons.partner[rows] == NOBODY
    assert parted.all()
    homes, others = scene.persons.household[rows], scene.persons.household[partners]
    assert (homes != others).all()
    assert (scene.households.form[homes] == PRIVATE).all()
    with_mother = [
        all(scene.persons.household[c] == home for c in own)
        for own, home in zip(children, homes, strict=True)
        if own
    ]
    share = scene.model.parameters.value("partnership.children_stay_with_mother_share")
    error = np.sqrt(share * (1 - share) / with_children.sum())
    assert abs(np.mean(with_mother) - share) < 3.9 * error
    # Without children either is as likely to go.
    stays = scene.persons.household[rows[~with_children]] == old[~with_children]
    assert abs(stays.mean() - 0.5) < 3.9 * 0.5 / np.sqrt(len(stays))
    assert scene.flows()["separations"] == 2 * len(rows)
    assert scene.free.sum() - scene.model.housing.free.sum() == len(rows)


def test_who_leaves_home_founds_a_household(stage):
    scene = stage("leaving_home")
    rows = scene.choose((scene.role == CHILD) & (scene.age >= 18))
    old = scene.persons.household[rows].copy()
    scene.act(rows)
    new = scene.persons.household[rows]
    assert (scene.households.size[new] == 1).all()
    assert not np.isin(new, old).any()
    assert (scene.persons.role[rows] == ADULT).all()
    assert scene.flows()["left_home"] == len(rows)
    assert scene.free.sum() - scene.model.housing.free.sum() == len(rows)


@pytest.mark.parametrize("name", ["leaving_home", "separation", "relocation"])
def test_without_a_free_dwelling_nobody_moves(stage, name):
    scene = stage(name)
    chosen = {
        "leaving_home": (scene.role == CHILD) & (scene.age >= 18),
        "separation": scene.has_partner & (scene.sex == 1),
        "relocation": scene.role == ADULT,
    }[name]
    rows = scene.choose(chosen)
    scene.model.housing.free[:] = 0
    before = scene.persons.household[scene.rows].copy(), scene.persons.place[scene.rows].copy()
    scene.act(rows)
    assert (scene.persons.household[scene.rows] == before[0]).all()
    assert (scene.persons.place[scene.rows] == before[1]).all()
    assert not any(scene.flows().values())


def test_nobody_moves_to_a_place_without_a_free_dwelling(stage):
    scene = stage("leaving_home")
    rows = scene.choose((scene.role == CHILD) & (scene.age >= 18), number=80)
    scene.model.housing.free[:] = 0
    scene.model.housing.free[[1, 4]] = 25
    scene.act(rows)
    places = scene.persons.place[rows[scene.persons.role[rows] == ADULT]]
    assert np.bincount(places, minlength=6).tolist() == [0, 25, 0, 0, 25, 0]


def test_households_move_as_a_whole_and_give_back_their_dwelling(stage):
    scene = stage("relocation")
    rows = scene.choose((scene.role == ADULT) & scene.unshared, number=300)
    home, place = scene.persons.household[scene.rows].copy(), scene.persons.place[scene.rows].copy()
    scene.act(rows)
    assert (scene.persons.household[scene.rows] == home).all()
    moved = scene.persons.place[scene.rows] != place
    assert set(home[moved]) <= set(home[np.isin(scene.rows, rows)])
    assert scene.model.housing.free.sum() == scene.free.sum()
    flows = scene.flows()
    assert flows["moved_in"] == flows["moved_out"] > 0


def test_heads_leave_with_their_household_and_grown_up_children_alone(stage):
    scene = stage("departure")
    heads = scene.choose((scene.role == ADULT) & scene.unshared & (scene.age < 60), number=60)
    grown = scene.choose((scene.role == CHILD) & (scene.age >= 18), number=30)
    taken = {member for row in heads for member in scene.members(row)}
    gone = taken | {int(row) for row in grown}
    scene.act(np.concatenate([heads, grown]))
    assert set(scene.rows) - set(alive(scene.model)) == gone
    assert scene.flows()["departures"] == len(gone)


def test_only_those_concerned_have_a_hazard(stage):
    by_situation = {  # resident of a home, child of the household, adult alone, adult with partner
        "fertility": (False, True, True, True),
        "partnership": (False, True, True, False),
        "separation": (False, False, False, True),
        "leaving_home": (True, True, False, False),
        "departure": (False, True, True, True),
        "relocation": (False, False, True, True),
    }
    for name, expected in by_situation.items():
        hazard = stage(name).process.hazard(2027 * 12)
        assert tuple((hazard > 0.0).any(axis=(1, 2))) == expected, name
        # Minors follow their households; births below 18 are in the fertility table.
        assert name == "fertility" or not hazard[:, :, :18].any(), name
    assert not stage("fertility").process.hazard(2027 * 12)[:, 0].any()
    assert not stage("separation").process.hazard(2027 * 12)[:, 0].any()


def test_the_two_of_a_couple_start_a_move_at_half_the_rate_each(stage):
    for name in ("departure", "relocation"):
        hazard = stage(name).process.hazard(2027 * 12)
        together = 1.0 - (1.0 - hazard[3]) ** 2
        assert together == pytest.approx(hazard[2])


def test_residents_of_homes_do_not_recover(stage):
    scene = stage("care_need")
    resident = scene.choose((scene.role == INSTITUTION) & (scene.persons.care_grade[scene.rows] > 0))
    before = scene.persons.care_grade[resident].copy()
    for month in range(scene.month, scene.month + 12):
        scene.process.apply(month, resident)
    after = scene.persons.care_grade[resident]
    assert (after >= before).all()
    assert scene.flows()["care_better"] == 0
    assert scene.flows()["care_onset"] == 0


def test_a_grade_changes_by_entry_one_step_or_recovery(stage):
    scene = stage("care_need")
    rows = scene.choose(scene.age > 60, number=600)
    before = scene.persons.care_grade[rows].copy()
    scene.act(rows)
    after = scene.persons.care_grade[rows]
    entered, better = (before == 0) & (after > 0), (before > 0) & (after == 0)
    worse = (before > 0) & (after == before + 1)
    resident = scene.persons.role[rows] == INSTITUTION
    assert (entered | worse | better | (resident & (after == before))).all()
    flows = scene.flows()
    assert [flows[f"care_{name}"] for name in ("onset", "worse", "better")] == [
        entered.sum(),
        worse.sum(),
        better.sum(),
    ]


def test_partners_are_apart_in_age_as_stated(small_model):
    """Men are older; as many men as women of each age stand around: 3.9 errors and a quarter of a year."""
    scene = Stage(small_model(), "partnership")
    rows = scene.choose((scene.role == ADULT) & ~scene.has_partner & (scene.age > 20) & (scene.age < 70), 600)
    scene.act(rows)
    men = rows[(scene.persons.partner[rows] != NOBODY) & (scene.persons.cohort[rows] & 1 == 0)]
    born = scene.persons.cohort.astype(np.int64) >> 1
    apart = (born[scene.persons.partner[men]] - born[men]) / 12.0
    assert len(apart) > 50
    gap = scene.model.parameters.value("partnership.age_gap_years")
    assert abs(apart.mean() - gap) < 3.9 * apart.std() / np.sqrt(len(apart)) + 0.25 < gap
