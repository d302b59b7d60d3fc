"""The demographic core as an idiomatic Mesa model: one Python object a person, for comparison.

The same work at the same rates: everybody ages; may die (life table by sex and age, higher with a care
grade), give birth, move to another place or away, and come to need care or more of it. Every agent decides
in its own ``step``; the model shuffles nobody, since nothing depends on the order.
"""

from __future__ import annotations

import mesa
import numpy as np

from simsocial.parameters import Parameters
from simsocial.region import load_region, synthesise

MONTH = 24288
EPOCH = 22680


class Person(mesa.Agent):
    """Somebody who ages, dies, gives birth, moves and comes to need care."""

    def __init__(self, model: MesaCore, birth: int, sex: int, place: int) -> None:
        super().__init__(model)
        self.birth, self.sex, self.place = birth, sex, place
        self.care_grade = 0

    @property
    def age(self) -> int:
        """Completed years."""
        return min((self.model.month - self.birth) // 12, 100)

    def step(self) -> None:
        """Live one month."""
        rates, draw, age = self.model.rates, self.model.rng.random, self.age
        if draw() < rates["death"][self.care_grade, self.sex, age]:
            self.remove()
            return
        if self.sex == 1 and draw() < rates["birth"][age]:
            Person(self.model, self.model.month, int(draw() < 0.487), self.place)
        if draw() < rates["away"][self.sex, age]:
            self.remove()
            return
        if draw() < rates["move"][self.sex, age]:
            self.place = int(draw() * self.model.places)
        if self.care_grade == 0:
            if draw() < rates["care"][self.sex, age]:
                self.care_grade = 1
        elif self.care_grade < 5 and draw() < rates["worse"][self.care_grade]:
            self.care_grade += 1


class MesaCore(mesa.Model):
    """People of the Musterkreis as agents.

    Parameters
    ----------
    people : int
        How many of them.
    seed : int
        Of Mesa's generator.
    """

    def __init__(self, people: int, seed: int) -> None:
        super().__init__(rng=seed)
        parameters, region = Parameters.load(), load_region("musterkreis")
        self.month, self.places = MONTH, len(region.places)
        yearly = parameters.table("mortality.death_probability")
        ratio = parameters.table("mortality.care_grade_ratio")
        births = parameters.table("fertility.age_profile") * parameters.value(
            "fertility.total_fertility_rate"
        )
        prevalence = parameters.table("care_need.prevalence")
        entry = np.maximum(np.diff(prevalence, axis=1, append=prevalence[:, -1:]), 0.0)
        self.rates = {
            "death": np.minimum(ratio[:, None, None] * (1 - (1 - yearly) ** (1 / 12)), 0.5),
            "birth": 1 - np.exp(-births / 12),
            "away": 1 - np.exp(-parameters.table("migration.out_rate") / 12),
            "move": 1 - np.exp(-parameters.table("migration.internal_rate") / 12),
            "care": 1 - np.exp(-entry / 12),
            "worse": 1 - np.exp(-parameters.table("care_need.progression_rate") / 12),
        }
        population = synthesise(region, parameters)
        for row in np.linspace(0, len(population) - 1, people).astype(int):
            cohort = int(population.cohort[row])
            Person(self, EPOCH + (cohort >> 1), cohort & 1, int(population.place[row]))

    def step(self) -> None:
        """Let everybody live one month."""
        self.month += 1
        self.agents.do("step")
