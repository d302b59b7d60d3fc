"""Who decides on a measure, and with what in hand, as German planners and our reports write it."""

from __future__ import annotations

from typing import Literal

__all__ = ["GERMAN", "Actor", "Lever", "in_english"]

Actor = Literal["kreis", "municipality", "provider", "land", "bund", "care_fund", "kv", "investor"]
Lever = Literal["own_act", "grant", "plan", "contract", "negotiation", "none"]

GERMAN = {
    "landkreis": "kreis",
    "gemeinde": "municipality",
    "träger": "provider",
    "pflegekasse": "care_fund",
    "pflegekassen": "care_fund",
    "kassenärztliche vereinigung": "kv",
    "bauträger": "investor",
    "eigener beschluss": "own_act",
    "zuschuss": "grant",
    "planung": "plan",
    "vertrag": "contract",
    "verhandlung": "negotiation",
    "ereignis": "none",
}
"""German words, in small letters; Land, Bund and KV are the same in both languages."""


def in_english(name: str) -> str:
    """Return the word that an actor or lever has here.

    Examples
    --------
    >>> in_english("Pflegekassen"), in_english("grant")
    ('care_fund', 'grant')
    """
    word = name.strip().lower()
    return GERMAN.get(word, word)
