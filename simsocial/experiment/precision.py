"""How narrow the interval of an effect shall be: what ``replicates=auto`` adds replicates for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simsocial.core.errors import ConfigError
from simsocial.core.language import later, say

__all__ = ["AUTO", "USUAL", "Precision", "read_precision", "split_auto"]

AUTO = "replicates=auto"

_VALID = later(
    "Valid: a share of the effect such as 15%, or a half-width in the indicator's unit such as 2.5; "
    "{{indicator: ...}} for single ones."
)


@dataclass(frozen=True)
class Precision:
    """Largest half-width of the 95 % interval of a mean effect: a share of the effect, or a size in its unit."""

    share: float | None = None
    size: float | None = None

    def half_width(self, effect: float, relevance: float) -> float:
        """Return the half-width that is narrow enough.

        Parameters
        ----------
        effect : float
            Mean effect, in the unit of its indicator.
        relevance : float
            Smallest effect that matters: no share of an effect needs to be known more closely.

        Examples
        --------
        >>> Precision(share=0.1).half_width(-50.0, 2.0), Precision(share=0.1).half_width(0.3, 2.0)
        (5.0, 2.0)
        >>> Precision(size=1.5).half_width(-50.0, 2.0)
        1.5
        """
        if self.size is not None:
            return self.size
        return max((self.share or 0.0) * abs(effect), relevance)


USUAL = Precision(share=0.15)
"""Of indicators that a mapping does not name."""


def read_precision(value: Any) -> tuple[Precision, dict[str, Precision]]:
    """Return the precision of all targets, and of single indicators.

    Parameters
    ----------
    value : number, str or mapping
        The setting ``precision``.

    Raises
    ------
    ConfigError
        If it is no precision.

    Examples
    --------
    >>> read_precision("15%")
    (Precision(share=0.15, size=None), {})
    >>> read_precision({"births": 3})[1]
    {'births': Precision(share=None, size=3.0)}
    """
    if isinstance(value, Mapping):
        return USUAL, {str(name): _one(f"precision.{name}", entry) for name, entry in value.items()}
    return _one("precision", value), {}


def _one(key: str, value: Any) -> Precision:
    text = str(value).strip()
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = 0.0
    if isinstance(value, bool) or not 0.0 < number < float("inf"):
        message = say("{key}={value} is invalid. {valid}", key=key, value=value, valid=say(_VALID))
        raise ConfigError(message)
    return Precision(share=number / 100.0) if text.endswith("%") else Precision(size=number)


def split_auto(overrides: Sequence[str]) -> tuple[bool, list[str]]:
    """Take ``replicates=auto`` out of overrides.

    Examples
    --------
    >>> split_auto(["seed=2", "replicates=auto"])
    (True, ['seed=2'])
    """
    others = [word for word in overrides if word != AUTO]
    return len(others) < len(overrides), others
