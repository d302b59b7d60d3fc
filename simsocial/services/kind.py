"""A service kind: everything the model knows about one service, read from one YAML entry.

Every number is a registered parameter ``services.<kind>.<path>``, so that it appears with its source in
the assumption sheet and can be overridden or drawn. The engine asks the kind, the kind asks the registry.
What belongs to a house is registered once as ``services.<site kind>.<path>``, whichever kinds share it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters.registry import Parameters
from simsocial.parameters.trend import log_growth
from simsocial.services.kind_numbers import NumberedKind, of_the_house

__all__ = ["ServiceKind"]

Floats = npt.NDArray[np.float64]


class ServiceKind(NumberedKind):
    """One kind of service and the numbers of it that hold in a month; what it states says :class:`KindDefinition`."""

    @property
    def served_at_once(self) -> bool:
        """Whether whoever wants it has it in the same month, here or elsewhere: a claim without patience."""
        patience = self.patience_months
        return self.in_cash or (
            self.access == "entitlement" and patience is not None and patience.limits[1] == 0.0
        )

    @property
    def qualifications(self) -> tuple[str, ...]:
        """Qualifications of the staff it needs, the first one first."""
        return () if self.staff is None else tuple(self.staff.paths)

    @property
    def stated_of_the_house(self) -> tuple[str, ...]:
        """What this kind states of what belongs to the sites: :func:`simsocial.services.kind_numbers.of_the_house`."""
        parts = {name for name in ("capital_payers", "house") if getattr(self, name) is not None}
        return tuple(sorted(path for path in self._stated | parts if of_the_house(path)))

    def take_up_by_age_months(
        self, parameters: Parameters, month: int | None = None
    ) -> list[tuple[int, float]]:
        """Return ``(from_months, share)`` steps, ascending; only for take-up by age in months."""
        if self.take_up.by != "age_months":
            return []
        shares = parameters.table(self.parameter_id("take_up.table"), month)
        return list(zip(map(int, self.take_up.rows), np.minimum(shares, 1.0).tolist(), strict=True))

    def take_up_table(
        self, parameters: Parameters, month: int | None = None, *, with_trend: bool = True
    ) -> Floats:
        """Return the share of eligible persons who want the service, by age and care grade.

        Returns
        -------
        ndarray of shape (101, 6)
            Completed years 0 to 100 x care grade 0 to 5; zero for care grades that are not eligible.
            Take-up by age in months is averaged over the eligible months of each year of age; of take-up by
            another trait it is the highest (:meth:`take_up_factors`).
        """
        if self.need is not None:
            table = np.ones((MAX_AGE + 1, 6))
        elif self.take_up.by == "age_months":
            table = np.repeat(self._by_year(parameters, month)[:, np.newaxis], 6, axis=1)
        elif self.take_up.trait:
            most = parameters.table(self.parameter_id("take_up.table"), month).max()
            table = np.full((MAX_AGE + 1, 6), most)
        else:
            table = np.array(parameters.table(self.parameter_id("take_up.table"), month))
        if (
            month is not None
            and with_trend
            and self.has("take_up.trend_per_year")
            and self.take_up.by != "age_months"
        ):
            counted = 12 * int(self.take_up.year) + 12
            odds = np.exp(log_growth(parameters, self.parameter_id("take_up.trend"), counted, month))
            table = table * odds / (1.0 - table + table * odds)
        grades = np.arange(6)
        table[:, (grades < self.eligibility.care_grade_from) | (grades > self.eligibility.care_grade_to)] = (
            0.0
        )
        return np.minimum(table, 1.0)

    @property
    def way(self) -> Literal["take_up", "need"]:
        """Key of what says who wants it: a lasting share, or needs that begin and end."""
        return "take_up" if self.need is None else "need"

    def cases_per_place(self, parameters: Parameters, month: int | None = None) -> float:
        """Return the persons whom one licensed place serves, each on some days of the week."""
        days = self.number(parameters, "days_per_case", month, default=1.0)
        return self.number(parameters, "opening_days_per_week", month, default=1.0) / days

    def take_up_factors(self, parameters: Parameters, axis: str, month: int | None = None) -> Floats:
        """Return factors on take-up, or on the onset of needs, along one of its axes.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run.
        axis : str
            One of ``take_up.predicates``, or ``take_up.trait``; with `need` one of ``need.predicates``.
        month : int, optional
            Absolute month.

        Returns
        -------
        ndarray
            Of a predicate of those of whom it does not hold, and of whom it does, with a mean of one; of a trait by its
            levels, one where take-up is highest.
        """
        if axis == self.take_up.trait:
            shares = np.minimum(parameters.table(self.parameter_id("take_up.table"), month), 1.0)
            highest = float(shares.max())
            return np.asarray(shares / highest if highest > 0.0 else np.ones_like(shares))
        ratio, share = (
            self.number(parameters, f"{self.way}.{axis}_{part}", month) for part in ("ratio", "share")
        )
        others = 1.0 / (share * ratio + 1.0 - share)
        return np.array([others, ratio * others])

    def distance_factors(
        self, parameters: Parameters, minutes: npt.ArrayLike, month: int | None = None
    ) -> Floats:
        """Return the factor on demand for travel times in minutes one way."""
        travel = np.asarray(minutes, dtype=np.float64)
        free = self.number(parameters, "distance.free_minutes", month)
        decay = self.number(parameters, "distance.decay_minutes", month, default=np.inf)
        maximum = self.number(parameters, "distance.maximum_minutes", month, default=np.inf)
        factors = np.exp(-np.maximum(travel - free, 0.0) / decay)
        return np.where(travel <= maximum, factors, 0.0)

    def _by_year(self, parameters: Parameters, month: int | None) -> Floats:
        """Average the steps by age in months over each year of age."""
        steps = self.take_up_by_age_months(parameters, month)
        months = np.zeros(12 * (MAX_AGE + 1))
        for start, share in steps:
            months[start:] = share
        months[: self.eligibility.from_months or 0] = 0.0
        # Nobody is older than 83 months at school entry.
        until = 84 if self.eligibility.until_event == "school_entry" else self.eligibility.until_months
        months[until or len(months) :] = 0.0
        return np.asarray(months.reshape(MAX_AGE + 1, 12).mean(axis=1))
