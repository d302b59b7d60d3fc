"""The legal calendar: all laws with their dates, and which of them act in a scenario.

A law that is enacted acts in every scenario; one that is announced or open acts where it is switched on. A switch
holds from the horizon's first month on: before it, all options share one past, which is that of the enacted laws.

Examples
--------
>>> calendar = load_legal_calendar()
>>> calendar["kita_staff_ratio"].status, calendar.acts("kita_staff_ratio"), calendar.acts("kita_third_fee_free_year")
('enacted', True, False)
>>> calendar.switched({"kita_third_fee_free_year": True}).acts("kita_third_fee_free_year")
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from math import inf
from pathlib import Path
from types import MappingProxyType

from simsocial.core.errors import ConfigError, ParameterError, nearest
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.core.yaml_files import entries_in
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.parameter import Parameter
from simsocial.shapes.house import kinds_and_houses
from simsocial.shapes.law import Law
from simsocial.shapes.strict_model import validated

__all__ = ["LegalCalendar", "load_legal_calendar"]


class LegalCalendar(Mapping[str, Law]):
    """Laws by id, in the order of their ids.

    Parameters
    ----------
    laws : iterable of Law
        All that are known.
    switches : mapping of str to bool
        Which a scenario switches on or off; the others act as their status says.

    Raises
    ------
    ConfigError
        If a switch names no law.
    """

    def __init__(self, laws: Iterable[Law] = (), switches: Mapping[str, bool] = MappingProxyType({})) -> None:
        self._laws = {law.id: law for law in sorted(laws, key=lambda law: law.id)}
        for name in switches:
            if name not in self._laws:
                message = say(
                    "laws.{name}: is no law of the calendar. {valid}",
                    name=name,
                    valid=nearest(name, self._laws),
                )
                raise ConfigError(message)
        self.switches = dict(sorted(switches.items()))

    def __getitem__(self, identifier: str) -> Law:
        """Return a law by its id."""
        return self._laws[identifier]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._laws)

    def __len__(self) -> int:
        """Return the number of laws."""
        return len(self._laws)

    def switched(self, switches: Mapping[str, bool]) -> LegalCalendar:
        """Return the same laws under the switches of a scenario."""
        return LegalCalendar(self._laws.values(), switches)

    def acts(self, identifier: str) -> bool:
        """Whether a law acts within the horizon, once its time has come."""
        return self.switches.get(identifier, self[identifier].status == "enacted")

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the numbers of all laws that act, in the horizon or before it."""
        acting = (law for name, law in self.items() if self.acts(name) or law.status == "enacted")
        return tuple(parameter for law in acting for parameter in law.parameters())

    def modifiers(self, parameters: Parameters, first: int, start: int, end: int) -> tuple[Modifier, ...]:
        """Return what the laws change of registered values.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run. What is law only after its ``known_until`` is left out.
        first, start, end : int
            First absolute month of the run, and first and last one of the horizon.

        Raises
        ------
        ParameterError
            If a law changes a service that does not exist.
        """
        last = min(end, inf if parameters.known_until is None else parameters.known_until)
        found: list[Modifier] = []
        for name, law in self.items():
            enacted, acts = law.status == "enacted", self.acts(name)
            for one in law.modifiers(parameters) if enacted or acts else ():
                until = inf if one.end is None else one.end
                if one.start > last or until < first or not _has_subject(one, parameters):
                    continue
                # Two parts, of which options that switch a law share the first.
                if enacted and first <= start - 1 and one.start < start:
                    found.append(replace(one, end=int(min(until, start - 1))))
                if acts and until >= start:
                    found.append(replace(one, not_before=start))
        return tuple(found)


def _has_subject(modifier: Modifier, parameters: Parameters) -> bool:
    """Tell whether a run has the service that a law is about; one that exists nowhere is a mistake."""
    word, _, rest = modifier.id.partition(".")
    kind = rest.partition(".")[0]
    if word != "services" or modifier.id in parameters:
        return True
    if any(one.id.startswith(f"services.{kind}.") for one in parameters):
        return True  # the plan names what of it can be changed
    known = kinds_and_houses()
    if kind not in known:
        message = say(
            "{origin}: '{kind}' (written: {id}) is no service. {valid}",
            origin=modifier.origin,
            kind=kind,
            id=modifier.id,
            valid=nearest(kind, known),
        )
        raise ParameterError(message)
    return False


def load_legal_calendar(config: Mapping[str, object] | None = None) -> LegalCalendar:
    """Return the legal calendar without switches.

    Parameters
    ----------
    config : mapping, optional
        Id to entry, as the node ``legal_calendar`` of a configuration; without it those of ``conf/law`` in the user's
        folder and the package.

    Raises
    ------
    ConfigError
        If an entry is faulty; the message names file, key, value and what is valid.
    """
    paths = [path for root in roots("conf") for path in sorted((root / "law").glob("*.yaml"))]
    files = tuple((path, path.stat().st_mtime_ns) for path in paths)
    if config is None:
        return _read(*files)
    where = {name: f"{path}: {name}" for name, (path, _) in _entries(files).items()}
    return LegalCalendar(
        _law(str(name), entry, where.get(str(name), f"legal_calendar.{name}"))
        for name, entry in config.items()
    )


def _entries(files: tuple[tuple[Path, int], ...]) -> dict[str, tuple[Path, object]]:
    return entries_in(list(dict.fromkeys(path.parent for path, _ in files)), say("laws"))


@cache
def _read(*files: tuple[Path, int]) -> LegalCalendar:
    """Read the files once; one that was edited is read again."""
    found = _entries(files)
    return LegalCalendar(_law(name, entry, f"{path}: {name}") for name, (path, entry) in found.items())


def _law(name: str, entry: object, where: str) -> Law:
    return validated(Law, {"id": name, **entry} if isinstance(entry, Mapping) else entry, where)
