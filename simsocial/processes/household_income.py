"""Household income: earnings, pensions, taxes and benefits of every household, and who pays for them.

Rents and interest received, and maintenance between households, are outside: no figures by household were found.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import INCOME
from simsocial.core.marks import BLOCK, eight_by_eight
from simsocial.core.random import Stream
from simsocial.core.state import TOP, State
from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.livelihood_sums import BENEFIT_SUMS, SUMS
from simsocial.parameters.budget_payers import BENEFIT_PAYERS
from simsocial.parameters.budget_tables import load_budget_tables
from simsocial.parameters.by_month import equal_arrays
from simsocial.people.asylum import RESIDENCE_STATUS
from simsocial.processes.base import Engine, Process, register
from simsocial.processes.columns import HouseholdColumn
from simsocial.processes.gross_income import IncomeSalts, looks_of_cohorts
from simsocial.processes.income_rules import HALF_YEAR, IncomeRules, income_rules
from simsocial.processes.livelihood import Told, count_livelihoods, longer_by, nothing_counted
from simsocial.processes.livelihood_now import Known

__all__ = ["HouseholdIncome"]


@register
class HouseholdIncome(Process):
    """Bring every household's income up to date, add it up by area and book its benefits."""

    name = "household_income"
    columns = (
        HouseholdColumn(
            "livelihood",
            "u1",
            "bits",
            "benefits that the household has, whether it is poor, and how it is housed",
            on_base=0,
            on_arrival=0,
            on_founding=0,
        ),
        HouseholdColumn(
            "equivalent_income",
            "u1",
            "15 EUR a month",
            "net income by weighted heads, 0 = not known",
            on_base=0,
            on_arrival=0,
            on_founding=0,
        ),
    )

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        # In the order of the salts.
        names = (
            "attainment", "earnings.rank", "earnings.hours", "earnings.apprentice", "work.lasting", "work.alike",
            "income.widowed", "income.rent", "income.advance", "income.basic_support", "income.housing_allowance",
            "income.child_supplement", "tenancy.tenure",
        )  # fmt: skip
        self._salts = IncomeSalts(*(Stream.of(model.seed, name).salt() for name in names))
        values = model.plan
        self._rules_of = values.held(
            lambda month: income_rules(values, model.region.ags, month),
            "income",
            "tenancy",
            "calibration",
            "earnings",
            "pension",
            "attainment",
            "work",
            of=(HouseholdIncome, model.region.ags),
            alike=equal_arrays,
            every=HALF_YEAR,
        )
        self._bund_share = values.number("income.housing_cost_bund_share")
        self._tables = load_budget_tables()
        self._rules: IncomeRules | None = None
        self._state: State | None = None
        self._counted = nothing_counted(0)
        self._sums = np.zeros((len(model.counts.areas), len(SUMS)), dtype=np.int64)
        self._room = np.zeros(BLOCK, dtype=np.int32)

    def prepare(self, months: range) -> None:
        """Work out the rules of these months, before the first of them."""
        self._rules_of.prepare(months)

    def step(self, month: int) -> None:
        """Look at households in which something changed, or at all if the rules did."""
        model, state = self.model, self.model.state
        homes = int(state.counters[1, TOP])
        rules = self._rules_of.at(month)
        if state is not self._state or rules is not self._rules:
            self._state, self._rules = state, rules
            self._counted = nothing_counted(len(state.households.due))
            self._sums[...] = 0
            state.households.due[:homes] |= INCOME
        gained = len(state.households.due) - len(self._counted.area)
        if gained > 0:
            self._counted = longer_by(self._counted, gained)
        count_livelihoods(
            state.persons,
            state.households,
            Known(*(state.columns["persons"][name] for name in ("work", "disabled", RESIDENCE_STATUS))),
            Told(state.columns["households"]["livelihood"], state.columns["households"]["equivalent_income"]),
            eight_by_eight(state.households.due),
            self._counted,
            self._tables,
            rules,
            self._salts,
            looks_of_cohorts(rules, month),
            month,
            model.place_area,
            self._sums,
            self._room,
        )
        self._book(month)

    def _book(self, month: int) -> None:
        """Write the month's sums and let the payers of each benefit pay it, in whole cents."""
        counts = self.model.counts
        first = QUANTITIES.index(SUMS[0][0])
        counts.quantities[first : first + len(SUMS)] = self._sums.T
        benefits, names = counts.money[:, -1, :, BUDGETS.index("benefits")], [name for name, *_ in SUMS]
        bund = self._bund_share.at(month)
        refunded = {
            "housing_cost_benefit": {"kreis": 1.0 - bund, "bund": bund},
            # The federal state refunds all of it (section 46a SGB XII).
            "old_age_support": {"bund": 1.0},
        }
        for benefit in BENEFIT_SUMS:
            cents = self._sums[:, names.index(benefit)]
            left = cents.copy()
            shares = refunded.get(benefit, BENEFIT_PAYERS[benefit])
            payers = list(shares.items())
            for payer, share in payers[1:]:
                paid = np.rint(share * cents).astype(np.int64)
                benefits[PAYERS.index(payer)] += paid
                left -= paid
            benefits[PAYERS.index(payers[0][0])] += left
