"""Who crosses the border of a region a year, by sex and age, and the people one can expect to be there.

Departures are ``migration.out_rate`` at ``out_level`` of the year, arrivals ``in_rate_per_1000`` on
``arrival_profile``. What a Kreis gains or loses beyond that (``migration.kreis_net_rate``) is half more
arrivals and half fewer departures, but no flow falls below a fifth of the schedule. Minors move with
their parents.

Arrivals follow the people of an age whom one can expect here in the year, minors among them as adults: a projection by
cohorts from the base population, with registered values and drawn ones; of overrides it knows only those of
``migration``. It knows nothing of what happens in a run, so that every replicate has the same, and every option that
overrides none of these. Only what a Kreis gains beyond the schedule follows those who may come: its people of the age
at the base date, as many more or fewer as the Land has of them in the year. By its own people, who gains would gain
ever more, and the Kreise together more than the Land.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.region.kreis_rates import LAND, kreis_fertility_ratio, kreis_net_rate, mortality_level
from simsocial.region.official import KREIS_DATES, kreis_population

__all__ = ["Border", "ExpectedPeople", "following_rate", "years_on"]

Floats = npt.NDArray[np.float64]

_LEAST_SHARE = 0.2

_PARENTS_OLDER = 1
"""Years by which a mother's completed age exceeds the one at birth by the rates plus the child's: half a year since
both birthdays, and half a year since few women were born after 1990. By the rates mothers are 29.9 years old at birth;
with the women of the Land at the end of 2023, 30.8 (newborns), 30.9 (children of 3), 30.5 (of 8), 30.0 (of 16)."""


class Border:
    """Yearly rates over the border of a region.

    Parameters
    ----------
    parameters : Parameters
        Registry.
    region : Region
        A Kreis, or the Land as a whole.
    """

    def __init__(self, parameters: Parameters, region: Region | _Land) -> None:
        self.suffix = "_land" if region.scope == "land" else ""
        self.ags = LAND if region.scope == "land" else region.ags
        self._parameters, self._first_month = parameters, region.first_month
        self._net = kreis_net_rate(parameters, self.ags, region.first_month)

    def rates(self, year: int) -> tuple[Floats, Floats]:
        """Return adults leaving and adults arriving per year and inhabitant, each (2, 101)."""
        return self.rates_of(self._parameters, year * 12 + 6)

    def rates_of(self, parameters: Parameters, month: int) -> tuple[Floats, Floats]:
        """Return the same as these parameters have them in a month."""
        out = parameters.table(f"migration.out_rate{self.suffix}", month)
        out = out * parameters.value(f"migration.out_level{self.suffix}", month)
        arriving = self._parameters.table(f"migration.arrival_profile{self.suffix}", self._first_month)
        arriving = arriving * (parameters.value(f"migration.in_rate_per_1000{self.suffix}", month) / 1000.0)
        leaves = np.maximum(out - self._net / 2.0, _LEAST_SHARE * out)
        comes = arriving + self._net - (out - leaves)
        short = np.maximum(_LEAST_SHARE * arriving - comes, 0.0)
        return leaves + short, comes + short

    def gains(self, year: int) -> Floats:
        """Return the part of those arriving that is more than the schedule, per year and inhabitant, (2, 101)."""
        month = year * 12 + 6
        usual = self._parameters.table(f"migration.arrival_profile{self.suffix}", self._first_month)
        usual = usual * (self._parameters.value(f"migration.in_rate_per_1000{self.suffix}", month) / 1000.0)
        return np.where(self._net > 0.0, np.maximum(self.rates(year)[1] - usual, 0.0), 0.0)


def _mothers_of(parameters: Parameters, month: int, women: Floats) -> Floats:
    """Return how old the mothers of children of each age are, shape (101, 101): one row for each age of a child.

    By the ages at birth of ``fertility.age_profile``, and as many as there are women of the age: half as many were born
    in 1994 as in 1989. Mothers of a hundred and more count at a hundred.

    Parameters
    ----------
    parameters : Parameters
        Ages of mothers at birth.
    month : int
        Absolute month.
    women : ndarray (101,)
        Women who live here by age.
    """
    births = parameters.table("fertility.age_profile", month)
    ages = np.arange(MAX_AGE + 1)
    result: Floats = np.zeros((MAX_AGE + 1, MAX_AGE + 1))
    for mother in np.flatnonzero(births):
        result[ages, np.minimum(mother + _PARENTS_OLDER + ages, MAX_AGE)] += births[mother]
    result *= women
    result /= np.maximum(result.sum(axis=1, keepdims=True), 1e-12)
    return result


def years_on(of_age: Floats, years: int) -> Floats:
    """Return at each age what is so many years on, (101,): of mothers of each age what holds of the fathers."""
    return of_age[np.clip(np.arange(MAX_AGE + 1) + years, 0, MAX_AGE)]


def following_rate(parameters: Parameters, rate: Floats, month: int, women: Floats | None = None) -> Floats:
    """Return how often a mother and a father together leave, by the age of their child, shape (101,).

    Parameters
    ----------
    parameters : Parameters
        Ages of mothers at birth, and by how much fathers are older.
    rate : ndarray (2, 101)
        Yearly rates of adults.
    month : int
        Absolute month.
    women : ndarray (101,), optional
        Women who live here by age; without it, as many of each.
    """
    older = int(round(parameters.value("partnership.age_gap_years", month)))
    mothers = _mothers_of(parameters, month, np.ones(MAX_AGE + 1) if women is None else women)
    return np.asarray(mothers @ (rate[1] + years_on(rate[0], older)) / 2.0)


def _with_own_moves(parameters: Parameters) -> Parameters:
    """Return these values with overrides of ``migration`` alone: what else one changes changes no arrivals."""
    own = {name: value for name, value in parameters.overrides.items() if name.startswith("migration.")}
    return parameters.with_overrides(own)


class _Land:
    """The whole Land, at the last count of its people before a month or, before all of them, at the first."""

    scope, ags = "land", LAND

    def __init__(self, first_month: int) -> None:
        self.first_month = first_month
        counted = [day for day in KREIS_DATES if day.year * 12 + day.month <= first_month]
        self.residents = kreis_population(max(counted, default=min(KREIS_DATES)))


class ExpectedPeople:
    """People whom one can expect in a region at the begin of each year after the base date.

    Parameters
    ----------
    parameters : Parameters
        Registry; overrides of others than moves are left out.
    region : Region
        Its population without guests of a reception centre is the start.
    """

    def __init__(self, parameters: Parameters, region: Region | _Land) -> None:
        self._parameters, self._first_month = _with_own_moves(parameters), region.first_month
        self._border = Border(self._parameters, region)
        self._path: list[Floats] = [region.residents.sum(axis=0).astype(np.float64)]
        self._land: ExpectedPeople | None = None
        if region.scope != "land":
            self._land = ExpectedPeople(parameters, _Land(region.first_month))

    def year(self, number: int) -> Floats:
        """Return people (2, 101) that many years after the base date."""
        while len(self._path) <= number:
            self._path.append(self._next(self._path[-1], len(self._path) - 1))
        return self._path[number]

    def minors_by_mother(self, number: int) -> Floats:
        """Return minors by their mother's age and their own, shape (101, 18), that many years after the base date."""
        people = self.year(number)
        mothers = _mothers_of(self._parameters, self._middle_of(number), people[1])
        return np.asarray((people[:, :18].sum(axis=0)[:, np.newaxis] * mothers[:18]).T)

    def _middle_of(self, number: int) -> int:
        return self._first_month + 12 * number + 6

    def arrivals(self, number: int, year: int) -> Floats:
        """Return adults arriving, (2, 101), at the rates of a calendar year, that many years after the base date."""
        comes, gains = self._border.rates(year)[1], self._border.gains(year)
        followed = self._path[0]
        if self._land is not None:
            followed = followed * self._land.year(number) / np.maximum(self._land.year(0), 1.0)
        return (comes - gains) * self.year(number) + gains * followed

    def _next(self, people: Floats, number: int) -> Floats:
        parameters, month = self._parameters, self._middle_of(number)
        leaves, _ = self._border.rates(month // 12)
        leaves = leaves.copy()
        leaves[:, :18] = following_rate(parameters, leaves, month, people[1])[:18]
        leaves *= 1.0 - parameters.table("care_need.institution_share", month)
        lost = leaves - mortality_level(parameters, self._border.ags, month) * np.log1p(
            -parameters.table("mortality.death_probability", month)
        )
        arrivals = self.arrivals(number, month // 12)
        comes = following_rate(parameters, arrivals / np.maximum(people, 1.0), month, people[1])[:18]
        arrivals[:, :18] = people[:, :18] * comes * parameters.value("migration.arrival_minors_ratio", month)
        # Who is of an age at the begin of a year spends half of it at the next age; arrivals come half a year before
        # its end, at an age that half of them have left by then.
        staying = people * np.exp(-(lost + _of_next_age(lost)) / 2.0)
        arrived = arrivals * np.exp(-lost / 2.0)
        later = _a_year_older(staying + arrived / 2.0) + arrived / 2.0
        births = (people[1] + later[1]) / 2.0 @ parameters.table("fertility.age_profile", month)
        births *= parameters.value("fertility.total_fertility_rate", month)
        births *= kreis_fertility_ratio(parameters, self._border.ags, month)
        boys = parameters.value("fertility.male_share", month)
        later[:, 0] += births * np.array([boys, 1.0 - boys]) * np.exp(-lost[:, 0] / 2.0)
        return later


def _of_next_age(table: Floats) -> Floats:
    return np.concatenate([table[:, 1:], table[:, -1:]], axis=1)


def _a_year_older(people: Floats) -> Floats:
    older = np.zeros_like(people)
    older[:, 1:] = people[:, :-1]
    older[:, -1] += people[:, -1]
    return older
