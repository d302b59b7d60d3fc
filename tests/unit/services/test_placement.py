"""The month's allocation is what a plain one says that draws a Gumbel taste for every case and site.

The kernels race exponential waits, pass over sites that cannot win, sort by one number and go through transfers and
lines at once; the reference does none of this.
"""

from __future__ import annotations

import math
from typing import NamedTuple
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsocial.core.calendar import EPOCH_MONTH, month_index
from simsocial.core.columns import ADULT, ELSEWHERE, GAVE_UP, INSTITUTION, NOBODY, PRIVATE, SERVED, WAITING
from simsocial.core.compile import in_place
from simsocial.core.random import mix, uniform_array
from simsocial.core.sorting import DIGITS, sort_pairs
from simsocial.core.state import COUNT, TOP, State
from simsocial.indicators.counts import Counts
from simsocial.services import line_up as line_up_module
from simsocial.services.allocation import Allocation, Lines
from simsocial.services.allocation_rules import rules_of
from simsocial.services.districts import exception_stream, with_districts
from simsocial.services.line_up import LineUp, asks_from
from simsocial.services.nearby import find_nearby, near_sites
from simsocial.services.one_case import ORDINARY
from simsocial.services.room import Room

MONTH = month_index("2027-03")
PEOPLE, PLACES, SITES = 240, 5, 24
SEED = 3


class World(NamedTuple):
    """One month before anybody is placed."""

    state: State
    near: object
    rules: object
    place: np.ndarray
    minutes: np.ndarray
    free: np.ndarray
    staff: np.ndarray
    group: np.ndarray
    key: np.ndarray
    size: np.ndarray


def world(catalogue, values, number):
    """Return a random world: one case each of people who live alone, some with the same lot."""
    rng = np.random.default_rng(number)
    state, kinds = State.empty(PEOPLE, PEOPLE, PEOPLE), tuple(catalogue)
    persons, households, cases = state.persons, state.households, state.cases
    everybody = np.arange(PEOPLE)
    persons.key[:], households.key[:] = rng.integers(1, 1 << 62, (2, PEOPLE))
    persons.cohort[:] = 2 * (MONTH - EPOCH_MONTH - rng.integers(20, 1000, PEOPLE))
    persons.place[:] = households.place[:] = rng.integers(0, PLACES, PEOPLE)
    persons.household[:] = households.first_member[:] = persons.first_case[:] = cases.person[:] = everybody
    persons.next_member[:] = persons.partner[:] = cases.next_case[:] = cases.origin[:] = NOBODY
    persons.role[:], persons.care_grade[:] = ADULT, rng.integers(0, 6, PEOPLE)
    households.size[:], households.form[:] = 1, PRIVATE
    site_kind = np.array([list(catalogue.site_kinds).index(kind.site_kind) for kind in kinds])
    of_site = rng.permutation(np.arange(SITES) % (site_kind.max() + 1))
    place = rng.integers(0, PLACES, SITES).astype(np.int16)
    # In some worlds nearly all sites are as near as each other, in some hardly any other one is chosen.
    minutes = rng.integers(0, rng.choice([4, 12, 45]), (PLACES, PLACES)).astype(np.int16)
    cases.kind[:] = rng.integers(0, len(kinds), PEOPLE)
    cases.state[:] = rng.choice([WAITING, SERVED, ELSEWHERE, GAVE_UP], PEOPLE, p=(0.4, 0.4, 0.1, 0.1))
    cases.since[:] = MONTH - rng.integers(0, 5, PEOPLE)
    cases.site[:] = NOBODY
    for case in np.flatnonzero(cases.state == SERVED):
        cases.site[case] = rng.choice(np.flatnonzero(of_site == site_kind[cases.kind[case]]))
    # Every third lot is drawn by several.
    lot = np.where(everybody % 3 == 0, rng.integers(0, 4, PEOPLE), rng.integers(0, ORDINARY, PEOPLE))
    displaced = (rng.random(PEOPLE) < 0.1) & (cases.state != SERVED)
    cases.priority[:] = np.where(displaced, lot, lot | ORDINARY)
    state.counters[:, TOP] = state.counters[:, COUNT] = PEOPLE
    tables = [
        find_nearby(minutes[:, place[of_site == one]], np.flatnonzero(of_site == one), 35.0)
        for one in range(site_kind.max() + 1)
    ]
    schools = catalogue.ids.index("primary_school")
    own = np.flatnonzero(of_site == site_kind[schools])
    stated = [(int(one), int(rng.choice(own))) for one in rng.integers(0, PLACES, 3)]
    nobody = np.full(SITES, NOBODY)
    tables[site_kind[schools]] = with_districts(
        tables[site_kind[schools]], stated, nobody, np.ones(SITES, dtype=bool)
    )
    rules = rules_of(catalogue, values, MONTH)
    # So that exceptions and those who never wait are among few people, too.
    rules = rules._replace(excepted=np.where(rules.district, 0.3, 0.0), asking_again=np.full(len(kinds), 0.4))
    return World(
        state,
        near_sites([tables[one] for one in site_kind]),
        rules,
        place,
        minutes,
        rng.integers(-2, 9, SITES),
        rng.integers(0, 2500, SITES),
        2 * (np.arange(SITES)[:, np.newaxis] // 2) + np.arange(2),
        rng.integers(1, 1 << 62, SITES).astype(np.uint64),
        rng.integers(1, 50, SITES),
    )


def room_of(world):
    """Return what the sites of a world can take, each with a team of two."""
    kinds = len(world.rules.gain)
    # What a case binds differs from site to site; some need nobody of the second qualification.
    rng = np.random.default_rng(SEED)
    need = np.stack([rng.integers(20, 500, (kinds, SITES)), rng.integers(-250, 500, (kinds, SITES))], axis=-1)
    return Room(
        world.free.copy(),
        np.maximum(world.free, 0),
        world.staff.copy(),
        np.zeros((SITES, 2), dtype=np.int64),
        np.zeros((SITES, 2), dtype=np.int64),
        world.group,
        world.place,
        world.key,
        world.size,
        world.minutes,
        np.maximum(need, 0),
        np.zeros((kinds, SITES), dtype=np.int64),
    )


def allocated(world, catalogue):
    """Return the state and the room of a world after the month's allocation."""
    state, room = world.state.copy(), room_of(world)
    line_up, allocation = LineUp(catalogue, SEED), Allocation(catalogue, SEED)
    far_from = asks_from(world.near, world.rules)

    def queue():
        return line_up.of_month(state, world.near, world.rules, far_from, world.place, world.minutes, MONTH)[
            1
        ]

    counts = Counts(("a",), (), ())
    moves = counts.moves(np.zeros(PLACES, dtype=np.int16), np.zeros(1 << 16, dtype=np.int16))
    lines = Lines(state, world.near, room, world.rules, moves, MONTH)
    allocation.serve_displaced(lines, queue())
    allocation.serve(lines, queue())
    return state, room


class Reference:
    """The same month in plain Python: lists of cases sorted by tuples, a taste for every site."""

    def __init__(self, world, catalogue, values):
        self.world, self.kinds, self.rules = world, tuple(catalogue), world.rules
        self.decay = values.value("allocation.choice_decay_minutes", MONTH)
        self.state, self.room = world.state.copy(), room_of(world)
        self.cases, self.persons = self.state.cases, self.state.persons

    def draw(self, stream, key, month=MONTH):
        return float(uniform_array(SEED, stream, np.array([key], dtype=np.uint64), month)[0])

    def pair_draw(self, kind, key, site):
        pair = mix(np.uint64(key) ^ self.world.key[site])
        return self.draw(f"allocation.{self.kinds[kind].site_kind}", pair, 0)

    def appeal(self, kind, person, site, minutes):
        draw = self.pair_draw(kind, self.persons.key[person], site)
        return -math.log(-math.log(draw + 1e-300) + 1e-300) - minutes / self.decay

    def near(self, kind, place):
        table = self.world.near.table[kind]
        pairs = zip(self.world.near.sites[table, place], self.world.near.minutes[table, place], strict=True)
        return [(int(site), int(minutes)) for site, minutes in pairs if site != NOBODY]

    def own_sites(self, kind, place):
        own = self.world.near.own[self.world.near.table[kind], place]
        return [int(site) for site in own if site != NOBODY] if self.rules.district[kind] else []

    def own_site(self, kind, person):
        home = self.state.households.key[self.persons.household[person]]
        waits = {
            site: -math.log(self.pair_draw(kind, home, site) + 1e-300) / max(self.world.size[site], 1)
            for site in self.own_sites(kind, self.persons.place[person])
        }
        return min(waits, key=waits.get, default=NOBODY)

    def excepted(self, kind, key):
        return self.draw(exception_stream(self.kinds[kind]), key, 0) < self.rules.excepted[kind]

    def transfers(self):
        entries = []
        for case in np.flatnonzero(self.cases.state == SERVED):
            kind, person, site = (
                int(column[case]) for column in (self.cases.kind, self.cases.person, self.cases.site)
            )
            key, place = self.persons.key[person], self.persons.place[person]
            near = self.near(kind, place)
            if not near or self.rules.residential[kind]:
                continue
            way = int(self.world.minutes[place, self.world.place[site]])
            if self.rules.district[kind] and self.world.near.stated[self.world.near.table[kind], place]:
                asks = site not in self.own_sites(kind, place)
            else:
                asks = way - near[0][1] >= self.rules.gain[kind]
            beyond = way > self.rules.maximum[kind]
            moves = (
                beyond or self.draw(f"transfer.{self.kinds[kind].id}", key) < self.rules.transferring[kind]
            )
            if asks and moves:
                entries.append(
                    ((kind, self.cases.priority[case], key), case, True, bool(self.rules.district[kind]))
                )
        return [entry[1:] for entry in sorted(entries)]

    def line(self, displaced):
        entries = []
        for case in np.flatnonzero(self.cases.state != SERVED):
            kind, person = int(self.cases.kind[case]), int(self.cases.person[case])
            key, first = self.persons.key[person], self.cases.priority[case] < ORDINARY
            if displaced and (self.cases.state[case] != WAITING or not first):
                continue
            asks = self.cases.state[case] == WAITING
            asks = asks or self.draw(f"ask_again.{self.kinds[kind].id}", key) < self.rules.asking_again[kind]
            if asks and self.cases.state[case] == GAVE_UP:
                self.cases.state[case], self.cases.since[case] = WAITING, MONTH
            elsewhere = self.cases.state[case] == ELSEWHERE
            if not (asks or elsewhere):
                continue
            birth = int(self.persons.cohort[person]) >> 1
            urgency = {
                "longest_waiting": int(self.cases.since[case]),
                "highest_grade": -int(self.persons.care_grade[person]),
                "oldest": birth,
                "youngest": -birth,
            }[self.kinds[kind].priority.rule]
            rank = (elsewhere, not first, urgency, self.cases.priority[case] & (ORDINARY - 1), key)
            if self.rules.district[kind] and asks and not self.excepted(kind, key):
                entries.append(((kind, 0, *rank), case, asks, True))
            entries.append(((kind, 1, *rank), case, asks, False))
        return [entry[1:] for entry in sorted(entries)]

    def place(self, entries, *, transfers, last_turn):
        for case, acts, own_only in entries:
            if (self.cases.state[case] == SERVED) != transfers:
                continue
            kind, person = int(self.cases.kind[case]), int(self.cases.person[case])
            excepted = self.excepted(kind, self.persons.key[person])
            own, place = self.own_site(kind, person), self.persons.place[person]
            old, reach, liked = int(self.cases.site[case]), 1e9, -1e300
            if transfers and not (own_only and not excepted):
                way = int(self.world.minutes[place, self.world.place[old]])
                reach, liked = way - self.rules.gain[kind], self.appeal(kind, person, old, way)
            sites = [
                (self.appeal(kind, person, site, minutes), site, minutes)
                for site, minutes in self.near(kind, place)
                if minutes <= reach and not (own_only and not excepted and site != own)
                if not (excepted and site == own)
            ]
            sites = [one for one in sites if one[0] > liked]
            takes = [one for one in sites if acts and self.has_room(one[1], kind)]
            wishes = [one for one in sites if self.room.sought[one[1]] > 0]
            _, chosen, minutes = max(takes, default=(0.0, NOBODY, 32767))
            ends_here = last_turn and not own_only and not transfers
            if chosen != NOBODY:
                self.enter(case, kind, person, chosen, old)
            elif acts and ends_here:
                self.wait(case, kind, person)
            if ends_here and wishes:
                _, wished, wished_minutes = max(wishes)
                short = self.short(wished, kind)
                if wished_minutes + self.rules.gain[kind] <= minutes and short:
                    for member, need in enumerate(self.room.need[kind, wished]):
                        column = self.room.missed_micro if member in short else self.room.beside_micro
                        column[wished, member] += need
                    self.room.sought[wished] -= 1

    def has_room(self, site, kind):
        return self.room.places[site] > 0 and not self.short(site, kind)

    def short(self, site, kind):
        """Return the members of the team of whom a case needs more than is there."""
        needs, groups = self.room.need[kind, site], self.room.group[site]
        return [
            member
            for member, (need, group) in enumerate(zip(needs, groups, strict=True))
            if need > 0 and self.room.staff[group] < need
        ]

    def enter(self, case, kind, person, site, old):
        for one, way in ((site, 1), (old, -1)):
            if one != NOBODY:
                self.room.places[one] -= way
                self.room.sought[one] = max(self.room.sought[one] - way, 0)
                for group, need in zip(self.room.group[one], self.room.need[kind, one], strict=True):
                    self.room.staff[group] -= way * need
        if self.cases.state[case] != SERVED:
            self.cases.since[case] = MONTH
        self.cases.site[case], self.cases.state[case] = site, SERVED
        if old == NOBODY:
            self.cases.priority[case] |= np.uint32(ORDINARY)
            if self.rules.residential[kind]:
                self.persons.place[person], self.persons.role[person] = self.world.place[site], INSTITUTION

    def wait(self, case, kind, person):
        patient = (
            self.draw(f"patience.{self.kinds[kind].id}", self.persons.key[person])
            >= self.rules.giving_up[kind]
        )
        begun = self.rules.at_once[kind] or self.cases.since[case] < MONTH
        if self.cases.state[case] == WAITING and begun and not patient:
            self.cases.state[case], self.cases.since[case] = self.rules.after_patience[kind], MONTH
            if self.rules.residential[kind] and self.cases.state[case] == ELSEWHERE:
                self.persons.role[person] = INSTITUTION

    def allocate(self):
        self.place(self.line(displaced=True), transfers=False, last_turn=False)
        self.place(self.transfers(), transfers=True, last_turn=False)
        self.place(self.line(displaced=False), transfers=False, last_turn=True)
        return self.state, self.room


@settings(max_examples=15, deadline=None)
@given(number=st.integers(0, 1 << 32))
def test_everybody_gets_the_site_that_a_plain_allocation_gives(catalogue, values, number):
    """Districts, transfers, those who ask in vain, displaced ones and equal lots among them."""
    one = world(catalogue, values, number)
    state, room = allocated(one, catalogue)
    expected, expected_room = Reference(one, catalogue, values).allocate()
    for column in ("state", "site", "since", "priority"):
        assert (getattr(state.cases, column) == getattr(expected.cases, column)).all(), column
    for column in ("place", "role"):
        assert (getattr(state.persons, column) == getattr(expected.persons, column)).all(), column
    for column in ("places", "sought", "staff", "missed_micro", "beside_micro"):
        assert (getattr(room, column) == getattr(expected_room, column)).all(), column


def test_the_worlds_have_all_that_is_compared(catalogue, values):
    """Can fail: a world in which nobody transfers, is turned away in the district, or asks in vain shows nothing."""
    found = dict.fromkeys(
        ("transferred", "in vain", "missed", "beside", "gave up", "in own district", "elsewhere"), 0
    )
    for number in range(4):
        one = world(catalogue, values, number)
        state, room = allocated(one, catalogue)
        before, after = one.state.cases, state.cases
        was, now = before.state == SERVED, after.state == SERVED
        found["transferred"] += int((was & (before.site != after.site)).sum())
        found["in vain"] += int((after.state == WAITING).sum())
        found["missed"] += int(room.missed_micro.sum())
        found["beside"] += int(room.beside_micro.sum())
        found["gave up"] += int(((before.state == WAITING) & (after.state == GAVE_UP)).sum())
        found["elsewhere"] += int(((before.state == WAITING) & (after.state == ELSEWHERE)).sum())
        found["in own district"] += int((now & one.rules.district[after.kind]).sum())
    assert min(found.values()) > 3, found


@in_place
def _sort(numbers, carried, length, counts):
    sort_pairs(numbers, carried, length, counts)


@pytest.mark.parametrize("length", [0, 1, 2, 500])
@pytest.mark.parametrize("highest", [1, 3, 1 << 33, (1 << 64) - 1])
def test_pairs_are_sorted_and_equals_stay_in_their_order(length, highest):
    numbers = np.zeros((2, length + 1), dtype=np.uint64)
    carried = np.zeros((2, length + 1), dtype=np.int64)
    given_numbers = np.random.default_rng(7).integers(0, highest, length, dtype=np.uint64, endpoint=True)
    numbers[0, :length], carried[0, :length] = given_numbers, np.arange(length)
    _sort(numbers, carried, length, np.empty(DIGITS, dtype=np.int64))
    order = np.argsort(given_numbers, kind="stable")
    assert (carried[0, :length] == order).all()
    assert (numbers[0, :length] == given_numbers[order]).all()


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 10**6), room=st.integers(0, PEOPLE))
def test_the_line_is_the_same_whatever_room_there_is_for_it(catalogue, values, number, room):
    """With less than it takes it is lined up again; with the room of a longer line nothing of that one is left."""
    one = world(catalogue, values, number)
    far_from = asks_from(one.near, one.rules)

    def lined_up(line_up, month):
        served, queue = line_up.of_month(
            one.state, one.near, one.rules, far_from, one.place, one.minutes, month
        )
        return served, *(column.copy() for column in queue)

    ample = [lined_up(LineUp(catalogue, SEED), month) for month in (MONTH, MONTH + 1)]
    with mock.patch.object(line_up_module, "_ROOM", room):
        line_up = LineUp(catalogue, SEED)
        short = [lined_up(line_up, month) for month in (MONTH, MONTH + 1)]
    assert len(ample[0][1]) > 0
    for expected, found in zip(ample, short, strict=True):
        for column, own in zip(expected, found, strict=True):
            assert np.array_equal(column, own)
