"""What a process is: a rule with a name and a turn in the month.

Most demographic processes are *screened*: they name a monthly hazard by state, sex and age, and say
what happens to those for whom it fires. The screening itself, common to all of them, is in
:mod:`simsocial.processes.screening`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.core.language import say
from simsocial.indicators.axes import EVENTS, LEVELS, Event, Levels
from simsocial.people.changeable import CHANGEABLE, Changeable
from simsocial.processes.columns import HouseholdColumn, PersonColumn

if TYPE_CHECKING:
    from simsocial.core.state import State
    from simsocial.indicators.counts import Counts
    from simsocial.parameters import Parameters
    from simsocial.parameters.plan import Plan
    from simsocial.processes.border import ExpectedPeople
    from simsocial.processes.housing import HousingMarket
    from simsocial.region import Region
    from simsocial.services.system import ServiceSystem

__all__ = ["DatedProcess", "Engine", "Process", "ScreenedProcess", "by_situation", "register", "registered"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]


class Engine(Protocol):
    """What a process may use of the model."""

    state: State
    region: Region
    parameters: Parameters
    plan: Plan
    counts: Counts
    seed: int
    month: int
    first_month: int
    next_month: int
    start_month: int
    end_month: int
    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    expected_people: ExpectedPeople
    housing: HousingMarket
    services: ServiceSystem
    extra_arrivals: npt.NDArray[np.int64]
    died: npt.NDArray[np.uint64]

    def hazard_factors(self, target: str) -> npt.NDArray[np.float64]:
        """Return what services do to a named hazard, by kind and case state."""

    def place_factors(self, target: str) -> Floats:
        """Return what longer ways to services do to a named hazard, by place; empty where they do nothing."""


class Process(ABC):
    """A rule that acts once a month.

    Only rows that are marked are counted again and asked again what they want. Helpers of
    :mod:`simsocial.core.population` mark whom they change. Whoever writes a column of persons, households or cases in
    another way, in a process or a measure, sets :data:`simsocial.core.columns.DUE` in the `due` of the person (for a
    case of the person whose it is) or the household.

    Attributes
    ----------
    name : str
        Identifier in the configuration group ``processes`` and in the schedule.
    after : str
        For plugins: the process after which this one has its turn.
    columns : tuple of PersonColumn and HouseholdColumn
        What it keeps of persons and households; nobody else writes there.
    events : tuple of Event
        What it counts (:meth:`simsocial.indicators.counts.Counts.event`); several processes may count the same.
    """

    name: ClassVar[str]
    after: ClassVar[str] = ""
    columns: ClassVar[Sequence[PersonColumn | HouseholdColumn]] = ()
    events: ClassVar[tuple[Event, ...]] = ()

    def __init__(self, model: Engine) -> None:
        self.model = model

    def prepare(self, months: range) -> None:  # noqa: B027 - most need nothing
        """Work out what these months need, before the first of them; called once when a model is built."""

    @abstractmethod
    def step(self, month: int) -> None:
        """Act in one month."""


class ScreenedProcess(Process):
    """A process whose monthly hazard is a table; it acts on those for whom the hazard fires.

    Attributes
    ----------
    by : str
        What the first axis of the hazard means: the id of a trait with levels (``"all"``, ``"care_grade"``,
        ``"situation"``, ... in :data:`simsocial.people.traits.TRAITS`), or of a predicate, with levels no and yes.
    target : str
        Name under which services may modify the hazard, "" if none may.
    """

    by: ClassVar[str] = "all"
    target: ClassVar[str] = ""

    @abstractmethod
    def hazard(self, month: int) -> Floats:
        """Return monthly probabilities of shape (states, 2, 101) that hold in a month."""

    @abstractmethod
    def apply(self, month: int, rows: Rows) -> None:
        """Let the event happen to the persons in these rows."""

    def slot_hazard(self) -> Floats:
        """Return the hazards (states, 2, 101) for which the slots have room, the same in every scenario.

        A fifth more than the hazards at the start leaves room for dated values to move; what exceeds it
        is drawn apart, so that it matters for speed only.
        """
        return 1.2 * self.hazard(self.model.first_month)

    def slots_hang_on(self) -> tuple[Hashable, ...]:
        """Return what :meth:`slot_hazard` hangs on beside the region and the registry's values: nothing, mostly."""
        return ()

    def step(self, month: int) -> None:
        """Screened processes are driven by the schedule, which hands :meth:`apply` the rows."""
        message = say(
            "{name} is screened; the schedule calls apply({month}, rows).", name=self.name, month=month
        )
        raise TypeError(message)


class DatedProcess(ScreenedProcess):
    """A screened process whose hazard follows from values of the plan, worked out before the first month.

    All runs of a plan share it. Beside the values, it may hang on the region and on the model's first month.

    Attributes
    ----------
    reads : tuple of str
        First words of the ids of the values that :meth:`hazard_of` reads.
    steady : bool
        Whether the registry's figures are those of the first month throughout; else of the middle of each year.
    """

    reads: ClassVar[tuple[str, ...]]
    steady: ClassVar[bool] = False

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        values = self._values(model.plan)
        self._hazards = values.held(
            lambda month: self.hazard_of(values, month), *self.reads, of=(type(self), model.region)
        )

    def _values(self, plan: Plan) -> Plan:
        return plan.steady if self.steady else plan.yearly

    @abstractmethod
    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return monthly probabilities (states, 2, 101) from the values that hold in a month."""

    def hazard(self, month: int) -> Floats:
        """Return the probabilities that hold in a month."""
        return self._hazards.at(month)

    def slot_hazard(self) -> Floats:
        """Return a fifth more than the hazards of the first month, whatever a scenario changes."""
        return 1.2 * self.hazard_of(self._values(self.model.plan.usual), self.model.first_month)

    def prepare(self, months: range) -> None:
        """Work out the hazards of these months."""
        self._hazards.prepare(months)


def by_situation(*yearly: Floats | float) -> Floats:
    """Return monthly probabilities (4, 2, 101) of adults from yearly rates, none for minors.

    Parameters
    ----------
    yearly : four of ndarray (2, 101) or number
        Rates of residents of homes, children of the household, and adults without and with partner.

    Examples
    --------
    >>> by_situation(0.0, 0.0, 0.12, 0.0)[1:3, 0, 17:19].round(5).tolist()
    [[0.0, 0.0], [0.0, 0.00995]]
    """
    rates = np.stack([np.broadcast_to(np.asarray(rate, dtype=np.float64), (2, 101)) for rate in yearly])
    table: Floats = np.zeros((4, 2, 101))
    table[:, :, 18:] = monthly_chance(rates)[:, :, 18:]
    return table


_REGISTRY: dict[str, type[Process]] = {}
_Class = TypeVar("_Class", bound=type[Process])


def register(cls: _Class) -> _Class:
    """Class decorator that makes a process known under its name, with what it counts and the hazard it has."""
    for event in cls.events:
        EVENTS.add(event)
    for column in cls.columns:
        if isinstance(column, PersonColumn) and column.levels:
            LEVELS.add(Levels(column.name, column.label, column.levels))
    _REGISTRY[cls.name] = cls
    target = getattr(cls, "target", "")
    if target and target not in CHANGEABLE:
        CHANGEABLE.add(Changeable(target, f"factor on the person's hazard of '{cls.name}'"))
    return cls


def registered() -> dict[str, type[Process]]:
    """Return all known processes by name."""
    return dict(_REGISTRY)
