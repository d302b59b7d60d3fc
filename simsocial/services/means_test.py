"""Who pays a home's price: care fund, residents, and the Kreis by means-tested care aid (Hilfe zur Pflege).

The price has a care part and a part for board and building. The care fund pays a benefit that the law sets
(SGB XI § 43) and, of the rest of the care part, a supplement that rises with each year of stay (§ 43c). So what
residents bear grows faster than the price while the benefit stands still. Care aid is the residual: what is
beyond the income of residents whose assets are used up (SGB XII §§ 61 ff.).

Expected values over residents, no draw: income is log-normal, the time of stay exponential (as in a stationary
home), and assets are exponential beside a share of residents who have none; they are used up once the sum of the
monthly gaps exceeds them. A partner's maintenance, own homes and housing benefit are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["HomePayers", "expected_gap", "split_price"]

_YEARS = 4


class HomePayers(NamedTuple):
    """What a resident-month costs whom, and how many need care aid.

    Attributes
    ----------
    care_fund, families, kreis : float
        EUR a resident and month, means over residents.
    recipients : float
        Share of residents with care aid.
    """

    care_fund: float
    families: float
    kreis: float
    recipients: float


def expected_gap(payment: float, mean_income: float, variation: float) -> tuple[float, float]:
    """Return the mean amount by which incomes fall short of a payment, and the share that falls short.

    Parameters
    ----------
    payment : float
        EUR a month to be paid.
    mean_income, variation : float
        Mean of the log-normal income in EUR a month, and its standard deviation relative to the mean.

    Examples
    --------
    >>> gap, share = expected_gap(2000.0, 1500.0, 0.35)
    >>> round(gap), round(share, 2)
    (565, 0.85)
    """
    if payment <= 0.0:
        return 0.0, 0.0
    if mean_income <= 0.0:
        return payment, 1.0
    spread = math.sqrt(math.log1p(variation**2))
    point = (math.log(payment / mean_income) + spread**2 / 2.0) / spread
    below = _normal(point)
    return max(payment * below - mean_income * _normal(point - spread), 0.0), below


def split_price(number: Callable[[str], float], price: float) -> HomePayers:
    """Return who pays a monthly price.

    Parameters
    ----------
    number : callable
        The figures of :class:`simsocial.services.parts.MeansTest` by name, as they hold in the month.
    price : float
        EUR a resident and month.
    """
    board = number("board_share") * price
    rise = (1.0 + number("benefit_rise")) * (1.0 + number("later_rise"))
    benefit = min(number("benefit_eur_per_month") * rise, price - board)
    care = price - board - benefit
    # The allowance stays with the resident, so the income must cover it too.
    allowance = number("allowance_eur_per_month")
    income = number("income_eur_per_month")
    stay, assets, without = number("mean_stay_months"), number("assets_eur"), number("without_assets")
    paid_by_fund, aid, recipients = benefit, 0.0, 0.0
    for year in range(1, _YEARS + 1):
        begin, last = 12.0 * (year - 1), year == _YEARS
        weight = math.exp(-begin / stay) - (0.0 if last else math.exp(-(begin + 12.0) / stay))
        supplement = number(f"supplement_year_{year}") * care
        payment = care - supplement + board + allowance
        gap, short = expected_gap(payment, income, number("income_variation"))
        months = begin + (stay if last else 6.0)
        spent = gap / short * months if short > 0.0 else 0.0
        used_up = -math.expm1(-spent / assets) if assets > 0.0 else 1.0
        poor = without + (1.0 - without) * used_up
        paid_by_fund += weight * supplement
        # Nobody's aid exceeds what the home charges.
        aid += weight * poor * min(gap, payment - allowance)
        recipients += weight * poor * short
    return HomePayers(paid_by_fund, price - paid_by_fund - aid, aid, recipients)


def _normal(value: float) -> float:
    """Return the distribution function of the standard normal."""
    return 0.5 * (1.0 + math.erf(value / math.sqrt(2.0)))
