"""Who pays what a service costs: shares, flat sums for a case or place, and who bears the rest."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from simsocial.core.language import say
from simsocial.shapes.figure import Price
from simsocial.shapes.payers import Payers, check_payers, check_sum

__all__ = ["ServicePayers"]

Share = float


class ServicePayers(Payers):
    """Who pays what a service costs: each payer by one rule, and exactly one bears the rest.

    Attributes
    ----------
    shares : dict of str to float
        Payers of a share: of the cost, or of the price where users are charged one (`cost.fixed_share`).
        Without `residual` they sum to one.
    flat_per_case, flat_per_place, flat_per_site : dict of str to Price
        Payers of an amount in EUR a year for each case served, for each licensed place, or for each open site. It
        follows the price index of the service. For a site nobody is paid more than it costs.
    residual : dict of str to float
        Who bears what the others leave, at each site; a single name, or several with shares that sum to one.
        A payer of the rest pays by no other rule.
    co_funding : dict of str to str
        Payer of a share that it pays only beside that of another: if an option cuts the other's share, the grant falls
        with it in proportion, and the provider bears what is missing (or whoever bears the rest).
    grant_cap : dict of str to Price
        The most that a payer of `co_funding` pays, EUR per inhabitant of the region and year; what is beyond, the one
        beside whom it pays bears.
    """

    shares: dict[str, Share] = Field(default_factory=dict)
    flat_per_case: dict[str, Price] = Field(default_factory=dict)
    flat_per_place: dict[str, Price] = Field(default_factory=dict)
    flat_per_site: dict[str, Price] = Field(default_factory=dict)
    residual: dict[str, Share] = Field(default_factory=dict)
    co_funding: dict[str, str] = Field(default_factory=dict)
    grant_cap: dict[str, Price] = Field(default_factory=dict)

    @property
    def flat_sums(self) -> dict[str, Price]:
        """Who pays any flat sum."""
        return {**self.flat_per_case, **self.flat_per_place, **self.flat_per_site}

    @model_validator(mode="before")
    @classmethod
    def _accept_one_name(cls, data: object) -> object:
        """Read ``residual: municipality`` as all of the rest."""
        if isinstance(data, Mapping) and isinstance(data.get("residual"), str):
            return {**data, "residual": {data["residual"]: 1.0}}
        return data

    @model_validator(mode="after")
    def _check_rules(self) -> ServicePayers:
        """Require one payer of the rest where others pay flat sums, who pays by no other rule."""
        flat = self.flat_sums
        for payers in (flat, self.residual):
            check_payers(payers)
        if flat and not self.residual:
            message = say(
                "flat sums ({flat}) never meet the cost exactly: name who bears the rest under "
                "'residual', for example residual: municipality",
                flat=", ".join(flat),
            )
            raise ValueError(message)
        if self.residual:
            check_sum(self.residual, "residual: the shares of the rest")
        twice = sorted(({*flat, *self.shares} & set(self.residual)) | (set(flat) & set(self.shares)))
        if twice:
            message = say(
                "'{twice}' pays by two rules. Valid: a share, flat sums or the residual", twice=twice[0]
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_co_funding(self) -> ServicePayers:
        """Require of a grant and of the share beside which it is paid that both are shares."""
        for grant, local in self.co_funding.items():
            missing = [one for one in (grant, local) if one not in self.shares]
            if missing or grant == local or "provider" in (grant, local):
                message = say(
                    "co_funding: {grant}: {local} needs two payers of shares other than the "
                    "provider. Valid: {one}",
                    grant=grant,
                    local=local,
                    one=", ".join(one for one in self.shares if one != "provider"),
                )
                raise ValueError(message)
        for grant in self.grant_cap:
            if grant not in self.co_funding:
                message = say(
                    "grant_cap: '{grant}' pays no grant beside another. Valid: a payer under co_funding",
                    grant=grant,
                )
                raise ValueError(message)
        return self

    def _check_sum(self) -> None:
        """Require a sum of one unless somebody bears the rest."""
        total = sum(self.shares.values())
        if not self.residual and not self.flat_sums:
            super()._check_sum()
        elif min(self.shares.values(), default=0.0) < 0 or total > 1.0 + 1e-6:
            message = say(
                "the shares of the payers must be positive and at most 1 together, they sum to {total:.4f}",
                total=total,
            )
            raise ValueError(message)
