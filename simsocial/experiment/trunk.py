"""The trunk of a block: the reference's run, from which each option branches off in the month where it first differs.

Until then the option's world is the reference's to the bit, so that nothing of it need be simulated again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simsocial.core.calendar import month_label
from simsocial.experiment.design import settings_of_a_run
from simsocial.experiment.setup import Setup
from simsocial.model import SocialModel
from simsocial.model.person_table import PersonTable

__all__ = ["Course", "Trunk", "first_difference"]


def first_difference(
    reference: Setup, option: Setup, configs: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> int:
    """Return the absolute month from which an option may differ from the reference.

    Parameters
    ----------
    reference, option : Setup
        What both are built from.
    configs : tuple of mapping
        Their settings; unless they are the same but for measures, the option differs from the horizon's first month.
    """
    one, other = (settings_of_a_run(config) for config in configs)
    if {**one, "measures": None} != {**other, "measures": None}:
        return option.start
    first, second = reference.scenario.measures, option.scenario.measures
    changed = [
        measure.differs_from(option.start)
        for name in {*first, *second}
        if first.get(name) != second.get(name)
        for measure in (first.get(name), second.get(name))
        if measure is not None
    ]
    return min([*changed, option.end])


class Course:
    """One scenario over the horizon, with its person table if one is kept.

    Attributes
    ----------
    model : SocialModel
        At the begin of some month of the horizon.
    persons : PersonTable or None
        What each person went through since the horizon began.
    """

    def __init__(self, model: SocialModel, persons: PersonTable | None) -> None:
        self.model, self.persons = model, persons

    def advance_to(self, month: int) -> None:
        """Simulate up to the begin of a month."""
        while self.model.next_month < month:
            self.model.advance()
            if self.persons is not None:
                self.persons.record()

    def finish(self) -> None:
        """Simulate to the end of the horizon."""
        self.advance_to(self.model.end_month + 1)


class Trunk(Course):
    """The reference after its spin-up.

    Parameters
    ----------
    setup : Setup
        Of the reference.
    seed, synthesis_seed : int
        Seeds of the replicate and of the synthesis.
    twins : bool
        Whether person tables are kept.
    """

    def __init__(self, setup: Setup, seed: int, synthesis_seed: int, twins: bool) -> None:
        self.setup, self._seed, self._synthesis_seed, self._twins = setup, seed, synthesis_seed, twins
        self._fault: Exception | None = None
        model = _model(setup, seed, population=setup.people(synthesis_seed)).spin_up()
        super().__init__(model, PersonTable(model) if twins else None)

    def advance_to(self, month: int) -> None:
        """Simulate up to the begin of a month; what failed once is not tried again."""
        if self._fault is not None:
            raise self._fault
        try:
            super().advance_to(month)
        except Exception as fault:
            self._fault = fault
            raise

    def branch(self, setup: Setup, month: int) -> Course:
        """Return an option that goes on from a month; where the reference fails before, from the horizon's first."""
        try:
            self.advance_to(month)
        except Exception:
            return Trunk(self.setup, self._seed, self._synthesis_seed, self._twins).branch(
                setup, self.setup.start
            )
        model = _model(setup, self._seed, snapshot=self.model.snapshot())
        return Course(model, None if self.persons is None else self.persons.going_on(model))


def _model(setup: Setup, seed: int, **begin: Any) -> SocialModel:
    """Build the model of a setup from a snapshot or a synthesis."""
    return SocialModel(
        setup.region,
        setup.scenario,
        seed,
        parameters=setup.parameters,
        catalogue=setup.catalogue,
        laws=setup.laws,
        start=month_label(setup.start),
        end=month_label(setup.end),
        disabled=setup.disabled,
        **begin,
    )
