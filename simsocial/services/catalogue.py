"""The catalogue: all service kinds of a run, checked against each other, in their order of the month."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ConfigError, ParameterError, nearest
from simsocial.core.language import say
from simsocial.core.roots import packaged_root
from simsocial.core.yaml_files import entries_in
from simsocial.parameters.parameter import Parameter
from simsocial.parameters.registry import Parameters
from simsocial.people.changeable import ONSET, TAKE_UP, of_kind
from simsocial.services.kind import ServiceKind
from simsocial.services.registration import parameters_of
from simsocial.shapes.payers import load_payers
from simsocial.shapes.qualification import Qualification, load_qualifications
from simsocial.shapes.strict_model import validated

__all__ = ["MOST_KINDS", "Catalogue", "load_catalogue", "load_catalogue_from_dirs"]


MOST_KINDS = 256
"""Most kinds of one catalogue: a case keeps its kind in one byte."""


class Catalogue:
    """Service kinds, ordered by ``order``, then id.

    Parameters
    ----------
    kinds : sequence of ServiceKind
        In any order.
    staff : mapping, optional
        What is known of each qualification, by id; without it that of the files in ``conf/staff``.

    Raises
    ------
    ConfigError
        If an id appears twice or a kind refers to one that does not exist.
    """

    def __init__(
        self, kinds: Sequence[ServiceKind], staff: Mapping[str, Qualification] | None = None
    ) -> None:
        self.staff = load_qualifications() if staff is None else staff
        self._kinds = {kind.id: kind for kind in sorted(kinds, key=lambda kind: (kind.order, kind.id))}
        if len(self._kinds) != len(kinds):
            twice = sorted({kind.id for kind in kinds if [other.id for other in kinds].count(kind.id) > 1})
            message = say("services: defined twice: {twice}.", twice=", ".join(twice))
            raise ConfigError(message)
        if len(kinds) > MOST_KINDS:
            message = say(
                "services: {number} kinds; a case can name {most_kinds} of them.",
                number=len(kinds),
                most_kinds=MOST_KINDS,
            )
            raise ConfigError(message)
        self._check_references()
        self._houses = self._find_houses()

    def _check_references(self) -> None:
        """Require that kinds name existing kinds and qualifications."""
        for kind in self:
            for name, path in kind.staff.paths.items() if kind.staff is not None else ():
                if name not in self.staff:
                    key = "staff.qualification" if path == "staff" else path
                    message = say(
                        "services.{id}.{key}: '{name}' is no qualification. {valid} Others have a "
                        "file conf/staff/{name}.yaml.",
                        id=kind.id,
                        key=key,
                        name=name,
                        valid=nearest(name, self.staff),
                    )
                    raise ConfigError(message)
            for other in kind.eligibility.not_while_served_in:
                if other not in self._kinds:
                    message = say(
                        "services.{id}.eligibility.not_while_served_in: '{other}' is no service "
                        "kind. {valid}",
                        id=kind.id,
                        other=other,
                        valid=nearest(other, self._kinds),
                    )
                    raise ConfigError(message)

            for name, effect in kind.effects.items():
                what, target = of_kind(effect.target) or ("", effect.target)
                if what == ONSET or effect.reaches == "household":
                    self._check_onset(kind, name, target)
                if what == TAKE_UP:
                    self._check_changed(kind, name, target)

    def _check_changed(self, kind: ServiceKind, name: str, target: str) -> None:
        """Require of a kind whose take-up an effect changes that it exists and is another one."""
        valid = [other.id for other in self if other.id != kind.id]
        if target not in valid and (target in self or not _is_packaged(target)):
            message = say(
                "services.{id}.effects.{name}.target: '{target}' is no other service kind. {valid}",
                id=kind.id,
                name=name,
                target=target,
                valid=nearest(target, valid),
            )
            raise ConfigError(message)

    def _check_onset(self, kind: ServiceKind, name: str, target: str) -> None:
        """Require that needs of a kind whose onset an effect changes do begin and end."""
        coming = [other.id for other in self if other.need is not None]
        if target not in coming and (target in self or not _is_packaged(target)):
            message = say(
                "services.{id}.effects.{name}.target: '{target}' is no service kind with needs "
                "that begin (need.way: episodes). {valid}",
                id=kind.id,
                name=name,
                target=target,
                valid=nearest(target, coming),
            )
            raise ConfigError(message)

    def _find_houses(self) -> dict[str, ServiceKind]:
        """Return by site kind the kind that states what belongs to the house; require that only one does."""
        houses = {}
        for site_kind in self.site_kinds:
            stating = [kind for kind in self.sharing(site_kind) if kind.stated_of_the_house]
            if len(stating) > 1:
                first, second = stating[:2]
                message = say(
                    "services.{id}.{key}: belongs to the sites of kind "
                    "'{site_kind}', of which services.{first_id} states {keys}. "
                    "Valid: all of that in one of them.",
                    id=second.id,
                    key=second.stated_of_the_house[0],
                    site_kind=site_kind,
                    first_id=first.id,
                    keys=", ".join(first.stated_of_the_house),
                )
                raise ConfigError(message)
            houses[site_kind] = (stating or list(self.sharing(site_kind)))[0]
        return houses

    def __getitem__(self, kind_id: str) -> ServiceKind:
        """Return a kind by its id."""
        try:
            return self._kinds[kind_id]
        except KeyError:
            message = say(
                "service kind '{kind_id}' is unknown. {valid}",
                kind_id=kind_id,
                valid=nearest(kind_id, self._kinds),
            )
            raise ConfigError(message) from None

    def __contains__(self, kind_id: object) -> bool:
        """Whether a kind exists."""
        return kind_id in self._kinds

    def __iter__(self) -> Iterator[ServiceKind]:
        """Iterate over the kinds in the order of the month."""
        return iter(self._kinds.values())

    def __len__(self) -> int:
        """Return the number of kinds."""
        return len(self._kinds)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the kinds in the order of the month."""
        return tuple(self._kinds)

    @property
    def site_kinds(self) -> tuple[str, ...]:
        """Kinds of sites, in the order in which the service kinds first name them."""
        return tuple(dict.fromkeys(kind.site_kind for kind in self))

    @property
    def residential(self) -> npt.NDArray[np.bool_]:
        """Whether people live where they are served, by kind."""
        return np.array([kind.residential for kind in self], dtype=np.bool_)

    @cached_property
    def qualifications(self) -> tuple[str, ...]:
        """Qualifications of the staff that the services need."""
        return tuple(dict.fromkeys(name for kind in self for name in kind.qualifications))

    @cached_property
    def teams(self) -> dict[str, tuple[str, ...]]:
        """Qualifications that the sites of each kind employ, those of the kind that states the house first.

        All teams are as long as the longest one, or one: behind the last member stand empty names.
        """
        teams = {}
        for site_kind, house in self._houses.items():
            kinds = (house, *self.sharing(site_kind))
            teams[site_kind] = tuple(dict.fromkeys(name for kind in kinds for name in kind.qualifications))
        longest = max([1, *map(len, teams.values())])
        return {name: team + ("",) * (longest - len(team)) for name, team in teams.items()}

    @property
    def members(self) -> int:
        """Most qualifications that a site employs, at least one."""
        return max(map(len, self.teams.values()), default=1)

    @property
    def in_episodes(self) -> npt.NDArray[np.bool_]:
        """Whether needs begin and end, by kind; else a lasting share wants it."""
        return np.array([kind.need is not None for kind in self], dtype=np.bool_)

    def sharing(self, site_kind: str) -> tuple[ServiceKind, ...]:
        """Return the kinds that share sites of one kind."""
        return tuple(kind for kind in self if kind.site_kind == site_kind)

    def house(self, site_kind: str) -> ServiceKind:
        """Return the kind that states what belongs to the sites of a kind, and books what they cost."""
        return self._houses[site_kind]

    def parameters(self) -> tuple[Parameter, ...]:
        """Return every number of every kind and qualification as a parameter."""
        return self._parameters

    @functools.cached_property
    def _parameters(self) -> tuple[Parameter, ...]:
        idle = tuple(self._idle_effects())
        of_kinds = (
            parameter
            for kind in self
            for parameter in parameters_of(kind)
            if not parameter.id.startswith(idle)
        )
        of_staff = (parameter for one in self.staff.values() for parameter in one.parameters())
        return (*of_kinds, *of_staff)

    @functools.cached_property
    def changeable(self) -> frozenset[str]:
        """Ids of the numbers that a measure may change."""
        return frozenset(parameter.id for parameter in self._parameters if parameter.changeable)

    def _idle_effects(self) -> Iterator[str]:
        """Iterate over the ids of effects on kinds that are left out: they do nothing and have no numbers."""
        for kind in self:
            for name, effect in kind.effects.items():
                own = of_kind(effect.target)
                if own is not None and own[1] not in self:
                    yield f"{kind.parameter_id(f'effects.{name}')}."

    def register(self, parameters: Parameters) -> Parameters:
        """Return the registry with all numbers of these kinds added."""
        return parameters.register(*self.parameters())


def _is_packaged(kind_id: str) -> bool:
    """Tell whether the package has a service kind of this name: where it is left out, effects on it do nothing."""
    folder = packaged_root("conf")
    return folder is not None and (folder / "services" / f"{kind_id}.yaml").is_file()


def load_catalogue(
    config: Mapping[str, object],
    staff: Mapping[str, object] | None = None,
    payers: Mapping[str, object] | None = None,
) -> Catalogue:
    """Make a catalogue from plain mappings: kind id to its entry.

    Parameters
    ----------
    config, staff, payers : mapping
        The nodes ``services``, ``staff`` and ``payers`` of a composed configuration as plain dictionaries; of the
        latter two those of the files in ``conf/staff`` and ``conf/payers`` where none are given.

    Raises
    ------
    ConfigError
        If an entry has unknown keys or invalid values; the message names them and what is valid.
    """
    load_payers(payers)
    qualifications = load_qualifications(staff)
    kinds = []
    for kind_id, entry in config.items():
        where = f"services.{kind_id}"
        if not isinstance(entry, Mapping):
            message = say("{where}: expected keys with values, found {entry!r}.", where=where, entry=entry)
            raise ConfigError(message)
        kind = validated(ServiceKind, {"id": kind_id, **entry}, where)
        try:
            parameters_of(kind)
        except ParameterError as caught:
            message = f"{where}: {caught}"
            raise ConfigError(message) from None
        kinds.append(kind)
    return Catalogue(kinds, qualifications)


def load_catalogue_from_dirs(dirs: Sequence[Path]) -> Catalogue:
    """Make a catalogue from all ``*.yaml`` in folders, without Hydra.

    Parameters
    ----------
    dirs : sequence of Path
        Folders in the order of precedence: a kind found earlier hides one of the same id found later.
    """
    return load_catalogue(
        {name: entry for name, (_, entry) in entries_in(dirs, say("service kinds")).items()}
    )
