"""Who pays: shares of a cost by payer, as models and as registered parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field, model_validator

from simsocial.core.errors import ConfigError, ParameterError, nearest
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.core.yaml_files import entries_in
from simsocial.indicators.axes import PAYERS, Payer
from simsocial.parameters.parameter import Parameter
from simsocial.parameters.plan import Plan
from simsocial.parameters.registry import Parameters
from simsocial.shapes.figure import OWN_SETTING, Provenance
from simsocial.shapes.strict_model import Label, StrictModel, validated

__all__ = [
    "PayerDefinition",
    "Payers",
    "check_payers",
    "check_sum",
    "load_payers",
    "payer_parameters",
    "payer_shares",
]

Share = float


class Payers(Provenance):
    """Shares of a cost by payer, which sum to one.

    Attributes
    ----------
    shares : dict of str to float
        Share of each payer.
    ranges : dict of str to (float, float)
        Lowest and highest share, for payers whose share is uncertain; an own assumption (grade D) needs one for
        each. Drawn or overridden shares are brought back to a sum of one.
    """

    shares: dict[str, Share]
    ranges: dict[str, tuple[Share, Share]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _accept_plain_shares(cls, data: object) -> object:
        """Read a plain mapping of payers to shares."""
        if isinstance(data, Mapping) and "shares" not in data and set(data) <= set(PAYERS):
            return {"shares": dict(data), "source": OWN_SETTING}
        return data

    @model_validator(mode="after")
    def _check_shares(self) -> Payers:
        """Require known payers, and shares that pay the whole."""
        check_payers(self.shares)
        self._check_sum()
        for payer, (low, high) in self.ranges.items():
            if payer not in self.shares or not 0.0 <= low <= self.shares[payer] <= high <= 1.0:
                message = say(
                    "ranges.{payer}: [{low}, {high}] must hold the share of '{payer}' within 0..1",
                    payer=payer,
                    low=low,
                    high=high,
                )
                raise ValueError(message)
        if self.grade == "D" and (set(self.ranges) != set(self.shares) or len(self.shares) == 1):
            message = say("an own assumption (grade D) needs two payers or more, and ranges for all of them")
            raise ValueError(message)
        return self

    def _check_sum(self) -> None:
        """Require a sum of one."""
        check_sum(self.shares, "the shares of the payers")


class PayerDefinition(StrictModel):
    """A payer beyond those of the package, read from ``conf/payers/<payer>.yaml``.

    Attributes
    ----------
    id : str
        Name in ``payers`` of service kinds and measures, the key of its entry.
    label : Label
        Name in German and English.
    local : bool
        Whether it pays from the budgets of the Kreis or its municipalities.
    order : int
        Rank among those that a user defines, lower first.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    local: bool = False
    order: int = 100


_PACKAGED = frozenset(PAYERS)


def load_payers(config: Mapping[str, object] | None = None) -> None:
    """Make a user's payers known.

    Parameters
    ----------
    config : mapping, optional
        Id to entry, as the node ``payers`` of a configuration; without it those of ``conf/payers``.

    Raises
    ------
    ConfigError
        If an entry is faulty, or has the id of a payer of the package.
    """
    if config is None:
        files = entries_in([root / "payers" for root in roots("conf")], say("payers"))
        entries = {name: (f"{path}: {name}", entry) for name, (path, entry) in files.items()}
    else:
        entries = {str(name): (f"payers.{name}", entry) for name, entry in config.items()}
    made = []
    for name, (where, entry) in entries.items():
        if name in _PACKAGED:
            message = say(
                "{where}: there is a payer of this id already. Valid: an id other than {payers}.",
                where=where,
                payers=", ".join(PAYERS),
            )
            raise ConfigError(message)
        made.append(
            validated(PayerDefinition, {"id": name, **entry} if isinstance(entry, Mapping) else entry, where)
        )
    for one in sorted(made, key=lambda one: (one.order, one.id)):
        PAYERS.put(Payer(one.id, one.label.model_dump(), local=one.local))


def check_payers(payers: Mapping[str, object]) -> None:
    """Require names of payers."""
    for payer in payers:
        if payer not in PAYERS:
            message = say("'{payer}' is no payer. {valid}", payer=payer, valid=nearest(payer, PAYERS))
            raise ValueError(message)


def check_sum(shares: Mapping[str, float], what: str) -> None:
    """Require positive shares with a sum of one."""
    total = sum(shares.values())
    if abs(total - 1.0) > 1e-6 or min(shares.values(), default=0.0) < 0:
        message = say("{what} must be positive and sum to 1, they sum to {total:.4f}", what=what, total=total)
        raise ValueError(message)


def payer_parameters(
    prefix: str,
    payers: Payers,
    sources: Mapping[str, str],
    *,
    changeable: bool = False,
    per: tuple[str, ...] = (),
) -> Iterator[Parameter]:
    """Iterate over the shares of payers as parameters ``<prefix>.<payer>``; a sole payer is fixed."""
    for payer, share in payers.shares.items():
        yield Parameter.scalar(
            f"{prefix}.{payer}",
            share,
            "share of the cost",
            payers.ranges.get(payer, (share, share)),
            source=sources.get(payers.source, payers.source),
            year=payers.year,
            grade=payers.grade,
            note=payers.note,
            allowed=(0.0, 1.0) if len(payers.shares) > 1 or share < 1.0 else (share, share),
            changeable=changeable,
            per=per,
        )


def payer_shares(
    parameters: Parameters, prefix: str, payers: Payers, month: int | None = None
) -> dict[str, float]:
    """Return shares as drawn, overridden or changed by a month; as written where not registered.

    Shares that pay the whole are brought back to a sum of one; where somebody bears the rest, to one at most. A share
    that an option changes is what it says: the others give way in proportion.

    Raises
    ------
    ParameterError
        If nobody pays, or the shares that an option changes leave no whole.
    """
    known = {payer: f"{prefix}.{payer}" for payer in payers.shares if f"{prefix}.{payer}" in parameters}
    shares = payers.shares | {payer: parameters.value(one, month) for payer, one in known.items()}
    total, has_rest = sum(shares.values()), sum(payers.shares.values()) < 1.0 - 1e-6
    if has_rest and total <= 1.0:
        return shares
    if total <= 0.0:
        message = say("{prefix}: nobody pays. Valid: at least one share above 0.", prefix=prefix)
        raise ParameterError(message)
    changed = [payer for payer, one in known.items() if _is_changed(parameters, one, month)]
    if not changed:
        return {payer: share / total for payer, share in shares.items()}
    fixed = sum(shares[payer] for payer in changed)
    others = total - fixed
    if fixed > 1.0 + 1e-6 or (fixed < 1.0 - 1e-6 and others <= 0.0):
        named = ", ".join(changed)
        message = say(
            "{prefix}: the changed shares of {named} add up to {fixed:g}. Valid: 1 for all together.",
            prefix=prefix,
            named=named,
            fixed=fixed,
        )
        raise ParameterError(message)
    giving_way = max(1.0 - fixed, 0.0) / others if others > 0.0 else 0.0
    return {payer: share if payer in changed else share * giving_way for payer, share in shares.items()}


def _is_changed(parameters: Parameters, identifier: str, month: int | None) -> bool:
    """Tell whether an option or a law makes a value another one in a month."""
    if month is None or not isinstance(parameters, Plan):
        return False
    if all(modifier.id != identifier for modifier in parameters.modifiers):
        return False
    return parameters.value(identifier, month) != parameters.registered.value(identifier, month)
