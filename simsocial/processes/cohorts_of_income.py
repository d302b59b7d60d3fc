"""What incomes differ by with the year of birth: degrees, the age of a full pension, how long records of insurance are.

Who retires now in the East has a lower pension than who did before: unemployment after 1990 and low wages stand in the
records of those born since about 1945. Ranks of old-age pensions are shifted by a factor on their odds for each year of
birth, so that low pensions become more frequent and the highest hardly fewer.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH, LAST_MONTH
from simsocial.parameters import Parameters
from simsocial.region.kreis_rates import kreis_ratio

__all__ = ["ATTAINMENTS", "attained_by", "full_pension_months", "record_odds"]

Floats = npt.NDArray[np.float64]

ATTAINMENTS = ("none", "tertiary", "vocational")

_BORN_AS_THE_STOCK = 1947
"""Mean year of birth of those above 65 in 2023, whose pensions ``pension.gross`` has."""

_FIRST, _LAST = 1940, 1970
"""Years of birth beyond which records are as in these: above 50 in 1990, and below 20."""


_AT_66, _AT_67 = 1958, 1964


def full_pension_months() -> npt.NDArray[np.int64]:
    """Return the months of age from which everybody has a pension, by year of birth from 1890 on (section 235 SGB VI).

    Those born before 1958 are beyond it since 2024.

    Examples
    --------
    >>> (full_pension_months()[np.array([1950, 1958, 1959, 1964, 1980]) - 1890] / 12).round(2).tolist()
    [66.0, 66.0, 66.17, 67.0, 67.0]
    """
    years = np.arange(EPOCH_MONTH // 12, LAST_MONTH // 12 + 1)
    return 12 * 66 + 2 * (np.clip(years, _AT_66, _AT_67) - _AT_66)


def record_odds(values: Parameters, month: int) -> Floats:
    """Return the factor on the odds of the rank that a pension goes by, by year of birth from 1890 on.

    Examples
    --------
    >>> odds = record_odds(Parameters.load(), 2026 * 12)
    >>> bool(odds[1947 - 1890] == 1.0), bool(odds[1960 - 1890] < 0.9), bool(odds[1970 - 1890] == odds[1990 - 1890])
    (True, True, True)
    """
    years = np.arange(EPOCH_MONTH // 12, LAST_MONTH // 12 + 1)
    later = np.clip(years, _FIRST, _LAST) - _BORN_AS_THE_STOCK
    odds: Floats = np.exp(-values.value("pension.low_odds_growth_per_birth_year", month) * later)
    return odds


def attained_by(values: Parameters, ags: str | None, month: int) -> Floats:
    """Return cumulative shares of none, and of none or a tertiary degree, by sex and year of birth."""
    table = "attainment.share"
    decades = np.array(values[table].labels["born_from"], dtype=np.int64)
    names = values[table].labels["attainment"]
    years = np.arange(EPOCH_MONTH // 12, LAST_MONTH // 12 + 1)
    decade = np.maximum(np.searchsorted(decades, years, side="right") - 1, 0)
    shares = values.table(table, month)[:, decade]
    never, tertiary = shares[..., names.index("none")], shares[..., names.index("tertiary")]
    odds = kreis_ratio(values, "attainment.tertiary_kreis_odds", ags, month)
    with_degree = 1.0 - never
    tertiary = with_degree * odds * tertiary / (odds * tertiary + with_degree - tertiary)
    return np.stack([never, never + tertiary])
