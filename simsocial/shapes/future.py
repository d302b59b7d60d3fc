"""A future: what may come whatever is decided, as a named set of changed values and of laws that act or do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from pydantic import Field, StrictBool, model_validator

from simsocial.core.errors import ConfigError, ParameterError, nearest
from simsocial.core.language import say
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.shapes.law import Law, LawChange
from simsocial.shapes.legal_calendar import LegalCalendar
from simsocial.shapes.strict_model import Label, StrictModel, validated

__all__ = ["Assumed", "Future", "read_future"]


class Assumed(Law):
    """What a future changes of values; one change may name many by a pattern (``staff.*.turnover_rate``).

    All values of a pattern have one number, and so one draw: prices rise together.
    """

    @property
    def _told(self) -> str:
        return f"Future, {self.label.en}"

    def modifiers(self, parameters: Parameters) -> tuple[Modifier, ...]:
        """Return all changes, one for each value that a pattern names and the user sets no number of."""
        return tuple(
            modifier
            for name, change in self.changes.items()
            for one in self._named(name, change, parameters)
            if not self._is_overridden(one, parameters)
            for modifier in self._steps(name, one, parameters)
        )

    def _named(self, name: str, change: LawChange, parameters: Parameters) -> Iterator[LawChange]:
        """Iterate over the change of each value that is meant."""
        if "*" not in change.id:
            yield change
            return
        changeable = [one.id for one in parameters if one.changeable]
        found = [identifier for identifier in changeable if fnmatchcase(identifier, change.id)]
        if not found:
            message = say(
                "laws.{id}.{name}: '{change_id}' names no value that can be changed from a month on. {valid}",
                id=self.id,
                name=name,
                change_id=change.id,
                valid=nearest(change.id, changeable),
            )
            raise ParameterError(message)
        yield from (change.model_copy(update={"id": identifier}) for identifier in found)


class Future(StrictModel):
    """One file of ``conf/future``.

    Attributes
    ----------
    id : str
        The name of its file.
    title, why : Label
        What it is, and why it is worth a look, in German and English.
    laws : dict of str to bool
        Laws of the calendar that act in it or do not; a scenario's own switches go before.
    values : Assumed or None
        What it changes of registered values; in the file ``from``, ``to``, ``ramp_months``, ``changes`` and their
        ``source`` stand beside the title.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Label
    why: Label
    laws: dict[str, StrictBool] = Field(default_factory=dict)
    values: Assumed | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_values(cls, data: object) -> object:
        """Read the keys of a law that stand beside the title."""
        if not isinstance(data, Mapping):
            return data
        own = {key: value for key, value in data.items() if key in cls.model_fields}
        of_values = {key: value for key, value in data.items() if key not in own}
        if not of_values:
            return own
        assumed = {"id": f"future_{data.get('id')}", "label": data.get("title"), "law": "-", "status": "open"}
        return own | {"values": assumed | of_values}

    @model_validator(mode="after")
    def _require_a_difference(self) -> Future:
        """Refuse a future that is as what is expected anyway."""
        if not self.laws and self.values is None:
            message = say("changes: a future needs 'changes' of values or 'laws' that are switched")
            raise ValueError(message)
        return self

    def calendar(self, usual: LegalCalendar, switches: Mapping[str, bool]) -> LegalCalendar:
        """Return the legal calendar of a scenario in this future."""
        known = [one.id for one in usual.values()]
        for name in self.laws:
            if name not in known:
                message = say(
                    "future '{id}', laws.{name}: is no law of the calendar. {valid}",
                    id=self.id,
                    name=name,
                    valid=nearest(name, known),
                )
                raise ConfigError(message)
        own = [] if self.values is None else [self.values]
        return LegalCalendar(
            [*usual.values(), *own], {**self.laws, **switches, **{one.id: True for one in own}}
        )


def read_future(node: Mapping[str, Any]) -> Future | None:
    """Return the future of a configuration, None where all comes as expected.

    Raises
    ------
    ConfigError
        If it is faulty; the message names the key and what is valid.
    """
    return validated(Future, dict(node), f"conf/future/{node.get('id')}.yaml") if node else None
