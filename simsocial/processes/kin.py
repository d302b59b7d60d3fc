"""Care given to parents in another household: who is the nearest child, how much it gives, and to whom nobody does.

Each household knows one nearest child, a person, so that the link is kept when either moves within the region, and when
the child marries or parts. A child who comes of age at home becomes that of the parents, until these have died or left.
Of households without one whose oldest member comes to 65, and of older ones from outside, ``kin.in_reach_share`` has a
child elsewhere in the Kreis (:mod:`simsocial.processes.nearest_child`). The link ends when the child dies or leaves the
region; then another comes near at ``kin.comes_near_rate_per_year``. Links begin in January.

Whom nobody in the household can care for at home is cared for by that child, if it needs no care itself and lives
within ``informal_care.kin_within_minutes``: with ``informal_care.child_elsewhere_hours_share`` of the hours that
somebody in the household would give. Friends and other relatives give ``informal_care.without_kin_hours_share`` to
those without such a child. What the hours do to the child's work is the same as for carers in the household
(:mod:`simsocial.processes.work`), from the next month on. Where this process is switched off, nobody of another
household gives any.

Simplifications, with the direction in which they lead: one child gives all (brothers and sisters share care in part;
so hours a carer, and jobs given up for them, are too many, carers too few). The link is the parents' household's: of a
couple both care for their own parents, but a parent who moves into a partner's household leaves the own child's link
behind, and the household knows the partner's child alone (care by children elsewhere is too little there, mostly of
people whom the partner can care for).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, N_COHORTS
from simsocial.core.columns import CHILD, INSTITUTION, LIVELIHOOD, NOBODY, PRIVATE, ROW, UNUSED
from simsocial.core.company import ADULT_MONTHS
from simsocial.core.random import Stream
from simsocial.core.state import TOP
from simsocial.processes.base import Engine, Process, Rows, register
from simsocial.processes.columns import HouseholdColumn, PersonColumn
from simsocial.processes.nearest_child import ChildStreams, nearest_children
from simsocial.processes.work_looks import CARERS
from simsocial.services.informal_care import CaredAlone

__all__ = ["NO_CHILD", "Kin"]

NO_CHILD = -2
"""Nearest child of a household that has been asked and has none; -1 stands for one that has not been asked."""

_PARENTS_FROM = 65
"""Completed years of the oldest member from which a household is asked for children who live elsewhere."""

_LEAST_GAP = 16 * 12
"""Months by which parents are older at least."""

_IS_CHILD = 1
_HOURS = 2
"""Of `care_elsewhere`: the bit of a nearest child, and one hour."""

_MOST_HOURS = 127
_NUMBERS = (
    "kin.in_reach_share", "kin.comes_near_rate_per_year", "kin.same_place_share", "kin.daughter_share",
    "informal_care.kin_within_minutes", "informal_care.child_elsewhere_hours_share",
    "informal_care.without_kin_hours_share",
)  # fmt: skip


@register
class Kin(Process):
    """Keep the nearest child of each household, and let it care for parents who have nobody at home."""

    name = "kin"
    columns = (
        HouseholdColumn(
            "nearest_child",
            "i4",
            ROW,
            "nearest child of the household, a person of 18 and more; -1 not asked yet, -2 none in the region",
            on_base=lambda self, rows, month: self._at_base(rows, month),
            on_arrival=NOBODY,
            on_founding=lambda self, rows, origins, _month: self._taken_along(rows, origins),
        ),
        PersonColumn(
            "care_elsewhere",
            "u1",
            "code",
            "1: nearest child of a household; above, hours a week of care given to parents in another household",
            on_base=lambda self, rows, _month: self._children()[rows],
            on_birth=0,
            on_arrival=0,
        ),
    )

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._numbers = {name: model.plan.number(name) for name in _NUMBERS}
        self._streams = ChildStreams.of(model.seed)
        self._in_reach, self._near = (
            Stream.of(model.seed, f"kin.{name}") for name in ("in_reach", "comes_near")
        )

    def step(self, month: int) -> None:
        """See who cares for whom; in January end links and begin new ones."""
        state = self.model.state
        nearest = state.columns["households"]["nearest_child"][: int(state.counters[1, TOP])]
        if month % 12 == 0:
            linked = np.flatnonzero(nearest >= 0)
            nearest[linked[~self._is_there(nearest[linked])]] = NO_CHILD
            self._forget_own(nearest)
            homes = np.flatnonzero(state.households.form[: len(nearest)] == PRIVATE).astype(np.int32)
            self._look_for_children(nearest, homes, month, month // 12)
            state.columns["persons"]["care_elsewhere"][nearest[nearest >= 0]] |= _IS_CHILD
        self._give(nearest, month)

    # --- who is the nearest child ---------------------------------------------------------------------

    def _is_there(self, children: Rows, youngest: int = N_COHORTS) -> npt.NDArray[np.bool_]:
        """Tell which of these are still who they were, and of this cohort or an older one.

        Whoever is new in a row is nobody's child yet, and becomes one only when no link has been left to who was there
        before.
        """
        state = self.model.state
        is_child = state.columns["persons"]["care_elsewhere"][children] & _IS_CHILD != 0
        cohort = state.persons.cohort[children]
        return np.asarray(is_child & (cohort != EMPTY_COHORT) & (cohort <= youngest))

    def _forget_own(self, nearest: Rows) -> None:
        """End the links of households in which a nearest child lives whose parents have died or left."""
        persons = self.model.state.persons
        linked = np.flatnonzero(nearest >= 0)
        own = linked[persons.household[nearest[linked]] == linked]
        parents = self._oldest_of(own) // 2 + _LEAST_GAP <= persons.cohort[nearest[own]] // 2
        nearest[own[~parents]] = NOBODY

    def _oldest_of(self, homes: Rows) -> npt.NDArray[np.uint16]:
        """Return the cohort of the oldest member of each of these households, all with members."""
        persons, households = self.model.state.persons, self.model.state.households
        member = households.first_member[homes]
        oldest, left = persons.cohort[member], np.flatnonzero(households.size[homes] > 1)
        while len(left):
            member[left] = persons.next_member[member[left]]
            left = left[member[left] != NOBODY]
            oldest[left] = np.minimum(oldest[left], persons.cohort[member[left]])
        return oldest

    def _look_for_children(self, nearest: Rows, homes: Rows, month: int, turn: int | None) -> None:
        """Note children of those of these households that have none: who comes of age there, or lives elsewhere."""
        households, children = self._at_home(nearest, month)
        nearest[households] = children
        households, children = self._elsewhere(nearest, homes, month, turn)
        nearest[households] = children

    def _at_home(self, nearest: Rows, month: int) -> tuple[Rows, Rows]:
        """Return households without nearest child where grown-up children live, or some grow up this year, and one."""
        state = self.model.state
        persons, top = state.persons, int(state.counters[0, TOP])
        of_age = persons.cohort[:top] <= 2 * (month - EPOCH_MONTH - ADULT_MONTHS + 12) + 1
        rows = np.flatnonzero(of_age & (persons.role[:top] == CHILD) & (persons.cohort[:top] != EMPTY_COHORT))
        home = persons.household[rows]
        rows = rows[(state.households.form[home] == PRIVATE) & (nearest[home] < 0)]
        # The oldest of several, of twins the one of the lower key.
        rows = rows[np.lexsort((persons.key[rows], persons.cohort[rows] >> 1))]
        homes, first = np.unique(persons.household[rows], return_index=True)
        return homes, rows[first].astype(np.int32)

    def _elsewhere(self, nearest: Rows, homes: Rows, month: int, turn: int | None) -> tuple[Rows, Rows]:
        """Return those of these households that are asked for children elsewhere, and whom each has."""
        state, model = self.model.state, self.model
        persons, top = state.persons, int(state.counters[0, TOP])
        last = 2 * (month - EPOCH_MONTH - 12 * _PARENTS_FROM) + 1
        old = np.flatnonzero((persons.cohort[:top] <= last) & (persons.cohort[:top] != EMPTY_COHORT))
        oldest = np.full(len(nearest), last + 1, dtype=np.uint16)
        np.minimum.at(oldest, persons.household[old], persons.cohort[old])
        homes = homes[(oldest[homes] <= last) & (nearest[homes] < 0)]
        keys, in_reach = state.households.key[homes], self._numbers["kin.in_reach_share"].at(month)
        first_time = (nearest[homes] == NOBODY) | (oldest[homes] > last - 24)
        later = 1.0 - np.exp(-self._numbers["kin.comes_near_rate_per_year"].at(month))
        has = np.where(
            first_time, self._in_reach.draws(keys) < in_reach, self._near.draws(keys, month) < later
        )
        found = np.full(len(homes), NO_CHILD, dtype=np.int32)
        found[has] = nearest_children(
            state,
            model.region,
            homes[has],
            oldest[homes[has]],
            self._streams,
            self._numbers["kin.same_place_share"].at(month),
            self._numbers["kin.daughter_share"].at(month),
            month,
            turn,
        )
        found[found == NOBODY] = NO_CHILD
        return homes, found

    def _at_base(self, rows: Rows, month: int) -> Rows:
        """Return the nearest child of each household of the base population."""
        forms = self.model.state.households.form
        nearest = np.full(len(forms), NOBODY, dtype=np.int32)
        self._look_for_children(nearest, rows[forms[rows] == PRIVATE], month, None)
        found: Rows = nearest[rows]
        return found

    def _children(self) -> npt.NDArray[np.uint8]:
        """Return by row who is the nearest child of a household."""
        state = self.model.state
        nearest = state.columns["households"]["nearest_child"]
        # Unused rows hold 0, which is somebody's row.
        linked = nearest[(nearest >= 0) & (state.households.form != UNUSED)]
        found = np.zeros(len(state.persons.cohort), dtype=np.uint8)
        found[linked] = _IS_CHILD
        return found

    def _taken_along(self, rows: Rows, origins: Rows) -> Rows:
        """Return the nearest child of households that people found: that of the one left, if it can be theirs."""
        state = self.model.state
        persons, households = state.persons, state.households
        child = state.columns["households"]["nearest_child"][origins]
        known = np.flatnonzero((child >= 0) & (households.size[rows] > 0))
        found = np.full(len(rows), NOBODY, dtype=np.int32)
        if not len(known):
            return found
        rows, child = rows[known], child[known]
        theirs = self._is_there(child) & (
            self._oldest_of(rows) // 2 + _LEAST_GAP <= persons.cohort[child] // 2
        )
        found[known[theirs]] = child[theirs]
        return found

    # --- who cares for whom ---------------------------------------------------------------------------

    def _give(self, nearest: Rows, month: int) -> None:
        """Note and count the hours that children give, and mark the households in which they are others."""
        model, counts, numbers = self.model, self.model.counts, self._numbers
        state, areas = model.state, len(counts.areas)
        persons, own = state.persons, state.columns["persons"]["care_elsewhere"]
        alone = model.services.case_counts.cared_alone()
        cares, child = self._who_cares(alone, nearest, month)
        share = np.full(len(alone.row), numbers["informal_care.without_kin_hours_share"].at(month))
        share[cares] = numbers["informal_care.child_elsewhere_hours_share"].at(month)
        given = np.rint(share * alone.hours).astype(np.int64)
        model.services.case_counts.note_given(given)
        by_area = np.bincount(alone.area, weights=given, minlength=areas)
        counts.quantity("informal_care_hours")[:] += by_area.astype(np.int64)
        by_children = np.bincount(alone.area[cares], minlength=areas)
        counts.quantity("cared_by_child_elsewhere")[:] = by_children
        counts.quantity("cared_without_kin")[:] = np.bincount(alone.area, minlength=areas) - by_children

        order = np.argsort(child)
        first = np.flatnonzero(np.diff(child[order], prepend=NOBODY))
        carers = child[order][first]
        hours = np.minimum(np.add.reduceat(given[cares][order], first) // 4, _MOST_HOURS)
        rows = np.concatenate([np.flatnonzero(own[: int(state.counters[0, TOP])] >= _HOURS), carers])
        before = own[rows]
        own[rows] &= _IS_CHILD
        own[carers] |= _HOURS * hours.astype(np.uint8)
        changed = rows[own[rows] != before]
        changed = changed[persons.cohort[changed] != EMPTY_COHORT]
        state.households.due[persons.household[changed]] |= np.uint8(LIVELIHOOD)
        age = (month - EPOCH_MONTH - (persons.cohort[carers].astype(np.int64) >> 1)) // 12
        carers = carers[(age >= CARERS[0]) & (age <= CARERS[1]) & (hours > 0)]
        area = model.place_area[persons.place[carers]]
        counts.quantity("carers_elsewhere")[:] = np.bincount(area, minlength=areas)

    def _who_cares(self, alone: CaredAlone, nearest: Rows, month: int) -> tuple[npt.NDArray[np.int64], Rows]:
        """Return which of those cared for have a child who cares for them from another household, and the children."""
        persons, minutes = self.model.state.persons, self.model.region.minutes
        child = nearest[alone.home]
        linked = np.flatnonzero(child >= 0)
        child = child[linked]
        able = self._is_there(child, 2 * (month - EPOCH_MONTH - ADULT_MONTHS) + 1)
        able &= (persons.care_grade[child] == 0) & (persons.role[child] < INSTITUTION)
        able &= persons.household[child] != alone.home[linked]
        far = minutes[persons.place[child], persons.place[alone.row[linked]]]
        able &= far <= self._numbers["informal_care.kin_within_minutes"].at(month)
        return linked[able], child[able]
