"""Who pays the benefits of a household's budget, by law.

Taxes go the other way: of income tax Bund and Land have 42.5 percent each and the municipalities 15 (Article 106 GG,
section 1 GemFinRefG); social contributions go to the funds.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BENEFIT_PAYERS"]

BENEFIT_PAYERS: Mapping[str, Mapping[str, float]] = {
    "child_benefit": {"bund": 1.0},  # family benefits office, section 7 BKGG and section 31 EStG
    "child_supplement": {"bund": 1.0},  # section 6a BKGG
    "housing_allowance": {"bund": 0.5, "land": 0.5},  # section 32 WoGG
    "standard_need_benefit": {"bund": 1.0},  # section 6 (1) no. 1, section 46 (1) SGB II
    "housing_cost_benefit": {
        "kreis": 1.0
    },  # section 6 (1) no. 2 SGB II; what the Bund refunds (46 (5)) comes after
    "old_age_support": {"kreis": 1.0},  # section 46b SGB XII; the Bund refunds all of it (46a)
    "maintenance_advance": {"bund": 0.4, "land": 0.6},  # section 8 UhVorschG; a Land may charge its Kreise
}
"""Who pays each benefit, by share of the gross amount before any refund."""
