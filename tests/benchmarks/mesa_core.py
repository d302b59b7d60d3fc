"""The demographic core as an idiomatic Mesa model: one object a person, one a household.

It does the same work at the same rates as the engine: everybody ages, may die, give birth, leave the region
with the household, move within it to a place with a free dwelling, and change the care grade. Rates,
places and people are handed over by ``simsocial bench``, which reads them off the engine; a test compares
the number of events of both. Speed matters here as well: tables are nested lists and draws come from the
standard library, both several times faster than numpy for one person at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import mesa

MALE, FEMALE = 0, 1
ADULT, CHILD, RESIDENT = 0, 1, 2
GROWN_UP, OLDEST = 18, 100

ByAge = Sequence[Sequence[float]]
"""Values by sex and completed years."""


@dataclass(frozen=True)
class Rates:
    """Monthly chances by state (care grade or situation), sex and age, and what follows an event."""

    death: Sequence[ByAge]
    birth: Sequence[ByAge]
    departure: Sequence[ByAge]
    relocation: Sequence[ByAge]
    care_change: Sequence[ByAge]
    care_worse: Sequence[ByAge]
    entry_grade: Sequence[ByAge]
    male_share: float
    multiple_share: float


@dataclass
class Places:
    """Where people live: area and weight of each place, appeal of areas for each other, free dwellings."""

    area: Sequence[int]
    weight: Sequence[float]
    appeal: Sequence[Sequence[float]]
    free: list[int]


class Member(NamedTuple):
    """A person of the base population; `partner` is the position within the household."""

    birth_month: int
    sex: int
    role: int
    care_grade: int
    partner: int | None


class Household:
    """People who live together."""

    def __init__(self, model: DemographicCore, place: int, private: bool) -> None:
        self.model, self.place, self.private = model, place, private
        self.members: list[Person] = []

    def add(self, person: Person) -> None:
        """Take somebody in."""
        person.household = self
        self.members.append(person)

    def lose(self, person: Person) -> None:
        """Let somebody go; the dwelling of the last one becomes free."""
        person.household = None
        self.members.remove(person)
        if self.private and not self.members:
            self.model.places.free[self.place] += 1

    def settle(self) -> None:
        """Without a head, grown-up children head the household; minors left alone go to a home."""
        if not self.private or any(member.role == ADULT for member in self.members):
            return
        grown_up = [member for member in self.members if member.age >= GROWN_UP]
        for member in grown_up:
            member.role = ADULT
        if not grown_up:
            for member in list(self.members):
                self.lose(member)
                member.role = RESIDENT
                Household(self.model, self.place, private=False).add(member)

    def relocate(self) -> None:
        """Move to a place with a free dwelling, if there is one."""
        place = self.model.choose_place(self.place)
        if place is None or place == self.place:
            return
        self.model.places.free[self.place] += 1
        self.model.places.free[place] -= 1
        self.place = place


class Person(mesa.Agent):
    """Somebody who lives month by month."""

    def __init__(
        self, model: DemographicCore, birth_month: int, sex: int, role: int, care_grade: int = 0
    ) -> None:
        super().__init__(model)
        self.birth_month, self.sex, self.role, self.care_grade = birth_month, sex, role, care_grade
        self.household: Household | None = None
        self.partner: Person | None = None

    @property
    def age(self) -> int:
        """Completed years, the oldest in one group."""
        return min((self.model.month - self.birth_month) // 12, OLDEST)

    @property
    def situation(self) -> int:
        """Resident of a home, child of the household, adult without and with a partner."""
        if self.role == RESIDENT:
            return 0
        if self.role == CHILD:
            return 1
        return 2 if self.partner is None else 3

    def step(self) -> None:
        """Live one month."""
        if self.household is None:
            return
        rates, sex, age, chance = self.model.rates, self.sex, self.age, self.random.random
        if chance() < rates.death[self.care_grade][sex][age]:
            self.die()
            return
        situation = self.situation
        if sex == FEMALE and chance() < rates.birth[situation][sex][age]:
            self.give_birth()
        if chance() < rates.departure[situation][sex][age]:
            self.depart()
            return
        if chance() < rates.relocation[situation][sex][age]:
            self.model.events["relocations"] += 1
            self.household.relocate()
        if chance() < rates.care_change[self.care_grade][sex][age]:
            self.change_care_grade(rates, age)

    def die(self) -> None:
        """Leave partner and household behind."""
        self.model.events["deaths"] += 1
        household = self.household
        self.leave()
        if household.members and self.role == ADULT:
            household.settle()

    def leave(self) -> None:
        """Go out of the model."""
        if self.partner is not None:
            self.partner.partner = self.partner = None
        self.household.lose(self)
        self.remove()

    def give_birth(self) -> None:
        """Have one child or twins."""
        rates, chance = self.model.rates, self.random.random
        for _ in range(2 if chance() < rates.multiple_share else 1):
            self.model.events["births"] += 1
            sex = MALE if chance() < rates.male_share else FEMALE
            self.household.add(Person(self.model, self.model.month, sex, CHILD))

    def depart(self) -> None:
        """Leave the region: grown-up children alone, everybody else with the household."""
        leaving = [self] if self.role == CHILD else list(self.household.members)
        for member in leaving:
            self.model.events["departures"] += 1
            member.leave()

    def change_care_grade(self, rates: Rates, age: int) -> None:
        """Come to need care, need more of it, or recover at home."""
        draw = self.random.random()
        if self.care_grade == 0:
            shares = rates.entry_grade[self.sex][age]
            self.care_grade = 1 + sum(draw >= share for share in shares[:4])
        elif draw < rates.care_worse[self.care_grade][self.sex][age]:
            self.care_grade += 1
        elif self.role != RESIDENT:
            self.care_grade = 0
        else:
            return
        self.model.events["care changes"] += 1


class DemographicCore(mesa.Model):
    """People and households of a region without services.

    Parameters
    ----------
    households : sequence of (place, private, members)
        The base population.
    places : Places
        Places and their free dwellings.
    rates : mapping of int to Rates
        Rates by year; the last one holds on.
    month : int
        Absolute month (year x 12 + month) to be simulated first.
    seed : int
        Of Mesa's generator.
    """

    def __init__(
        self,
        households: Sequence[tuple[int, bool, Sequence[Member]]],
        places: Places,
        rates: dict[int, Rates],
        month: int,
        seed: int,
    ) -> None:
        super().__init__(rng=seed)
        self.places, self.rates_by_year, self.month = places, rates, month - 1
        self.rates = rates[month // 12]
        self.events: Counter[str] = Counter()
        for place, private, members in households:
            household = Household(self, place, private)
            people = [Person(self, m.birth_month, m.sex, m.role, m.care_grade) for m in members]
            for person, member in zip(people, members, strict=True):
                household.add(person)
                person.partner = None if member.partner is None else people[member.partner]

    def step(self) -> None:
        """Let everybody live one month; nothing depends on their order."""
        self.month += 1
        self.rates = self.rates_by_year.get(self.month // 12, self.rates)
        self.agents.do("step")

    def choose_place(self, origin: int) -> int | None:
        """Choose an area by its appeal from here, then a place in it by its weight, where homes are free."""
        places = self.places
        open_places = [place for place, free in enumerate(places.free) if free > 0]
        if not open_places:
            return None
        appeal = places.appeal[places.area[origin]]
        areas = sorted({places.area[place] for place in open_places})
        area = self.random.choices(areas, [appeal[area] for area in areas])[0]
        within = [place for place in open_places if places.area[place] == area]
        return self.random.choices(within, [places.weight[place] for place in within])[0]
