"""Figures as a reader sees them: rounded to their interval, with unit and the sign of their precision."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from simsocial.analysis.precision import range_place, rounding_place, sign_of
from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog

__all__ = [
    "SMALL_COUNT",
    "Numbers",
    "Scale",
    "Shown",
    "decimals_that_tell",
    "effect_decimals",
    "level_decimals",
]

_PEOPLE = {"persons", "children", "pupils", "households"}
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
SMALL_COUNT = 3.0
"""Modelled counts of people below this are printed as '<3'."""

_MOST_DECIMALS = 6

MILLION = 1e6
THOUSANDS = 1e4


@dataclass(frozen=True)
class Scale:
    """How figures of a unit are counted: factor for printing, the unit's own text, most decimals."""

    unit: str
    factor: float = 1.0
    name: str = ""
    decimals: int = 1

    def is_small_count(self, value: float) -> bool:
        """Return whether a level counts so few people that readers would take them for real ones."""
        return self.unit in _PEOPLE and self.decimals < 2 and 0.0 < value < SMALL_COUNT


@dataclass(frozen=True)
class Shown:
    """One figure ready to print.

    Attributes
    ----------
    value : str
        Number with its sign of precision, without unit.
    interval : str
        Bounds without unit; empty where none is given.
    unit : str
        Unit in the reader's language.
    text : str
        All three together.
    """

    value: str
    interval: str
    unit: str
    text: str


@dataclass(frozen=True)
class Numbers:
    """Writes effects and levels of a run's indicators."""

    catalog: Catalog

    def effect(self, row: EffectRow, scale: Scale | None = None) -> Shown:
        """Return an effect with interval and sign; rare and untouched rows say what they are instead.

        Parameters
        ----------
        row : EffectRow
            Row of the effects table.
        scale : Scale, optional
            Scale of a chart; by default the row's own.
        """
        texts = self.catalog.texts
        if row.test == "untouched" or (row.test == "structural" and row.effect == 0.0):
            return Shown("-", "", "", texts("effect-none"))
        if row.test == "rare" and not row.n_nonzero:
            return Shown("/", "", "", texts("effect-search-only"))
        if row.test == "rare":
            text = texts("effect-rare", runs=texts.number(row.n_nonzero), all=texts.number(row.n))
            return Shown("/", "", "", text)
        scale = scale or self.scale_of(row.indicator, max(abs(row.effect), abs(row.low), abs(row.high)))
        value = row.effect * scale.factor
        decimals = effect_decimals(row, scale)
        apart = row.low * row.high > 0.0
        bound = (min if apart else max)(abs(row.low), abs(row.high)) * scale.factor
        if bound and round(bound, decimals) == 0.0:
            # Nobody can read a range that leaves zero out from zeros; one that all but touches it may say so.
            needed = min((0 if apart else 1) - math.floor(math.log10(bound)), _MOST_DECIMALS)
            decimals = decimals if apart and needed > decimals + 1 and round(value, decimals) else needed
        sign = sign_of(row.effect, row.mean_low, row.mean_high, row.n)
        number = texts.signed(value, decimals)
        shown = {"": number, "()": f"({number})"}.get(sign, sign)
        interval = ""
        if row.test == "t":
            low, high = (texts.signed(bound * scale.factor, decimals) for bound in (row.low, row.high))
            interval = texts("interval", low=low, high=high)
        name = self.unit_name(scale, "difference", value, decimals)
        if sign == "/":
            return Shown(
                shown, interval, name, texts("effect-uncertain", interval=f"{interval} {name}".strip())
            )
        text = " ".join(part for part in (shown, name) if part)
        return Shown(shown, interval, name, f"{text} [{interval}]" if interval else text)

    def cells(self, row: EffectRow) -> tuple[str, str]:
        """Return an effect and its interval for two cells of a table that names the unit elsewhere."""
        shown = self.effect(row, self.table_scale(row.indicator))
        return (shown.value, shown.interval) if shown.unit or row.test != "rare" else (shown.text, "")

    def level(
        self, value: float, indicator: str, low: float = math.nan, high: float = math.nan, n: int = 0
    ) -> str:
        """Return a level with its unit, rounded to what its mean over `n` replicates supports.

        Parameters
        ----------
        value : float
            Mean level.
        indicator : str
            Identifier.
        low, high : float
            5-95 % range of single runs.
        n : int
            Replicates behind the mean.

        Returns
        -------
        str
            ``.`` if unknown, ``-`` if exactly zero.
        """
        scale = self.scale_of(indicator, 0.0 if math.isnan(value) else abs(value))
        number, decimals = self._level(value, scale, low, high, n)
        if number in (".", "-"):
            return number
        return f"{number} {self.unit_name(scale, 'level', value * scale.factor, decimals)}".strip()

    def plain_level(
        self, value: float, indicator: str, low: float = math.nan, high: float = math.nan, n: int = 0
    ) -> str:
        """Return a level without unit, in the scale of the tables; see :meth:`level`."""
        return self._level(value, self.table_scale(indicator), low, high, n)[0]

    def whole_level(self, value: float, indicator: str, low: float, high: float, n: int) -> str:
        """Return a level as :meth:`plain_level` without decimals, for counts of people."""
        scale = self.table_scale(indicator)
        decimals = min(level_decimals(value, scale, low, high, n), 0)
        return self.sign_of_level(value, scale) or self.catalog.texts.number(value * scale.factor, decimals)

    def levels(self, row: EffectRow) -> tuple[str, str]:
        """Return the levels of both worlds for cells beside the effect: to its decimals, so that they add up."""
        runs = (row.low_outcome, row.high_outcome, row.n)
        means = (row.reference_mean, row.scenario_mean)
        if row.level_unknown and self.catalog.manifest.get("draws"):
            return (
                self.level_range(row.low_reference, row.high_reference, row.indicator),
                self.level_range(row.low_outcome, row.high_outcome, row.indicator),
            )
        if row.test not in ("t", "structural") or not row.effect:
            first, second = (self.plain_level(value, row.indicator, *runs) for value in means)
            return first, second
        scale = self.table_scale(row.indicator)
        first, second = (
            self.sign_of_level(value, scale)
            or self.catalog.texts.number(value * scale.factor, effect_decimals(row, scale))
            for value in means
        )
        return first, second

    def level_range(self, low: float, high: float, indicator: str, digit: int | None = None) -> str:
        """Return the range of a level without unit, to two digits of its width or to the decimals given."""
        scale = self.table_scale(indicator)
        digit = range_place((high - low) / 2.0 * scale.factor) if digit is None else digit
        bounds = (
            ("0" if bound == 0.0 else self.sign_of_level(bound, scale))
            or self.catalog.texts.number(
                bound * scale.factor, decimals_that_tell(scale, digit, bound * scale.factor)
            )
            for bound in (low, high)
        )
        return self.catalog.texts("interval", **dict(zip(("low", "high"), bounds, strict=True)))

    def not_identified(self, row: EffectRow) -> str:
        """Return that the level of a row is not identified, with its range over draws; '' for others."""
        if not row.level_unknown:
            return ""
        if not self.catalog.manifest.get("draws"):
            return self.catalog.texts("not-identified")
        bounds = self.level_range(row.low_outcome, row.high_outcome, row.indicator)
        return self.catalog.texts("not-identified-range", range=bounds)

    def sign_of_level(self, value: float, scale: Scale) -> str:
        """Return the sign that stands for a level that is unknown, zero or a small count of people."""
        if math.isnan(value):
            return "."
        if value == 0.0:
            return "-"
        return f"<{SMALL_COUNT:.0f}" if scale.is_small_count(value) else ""

    def _level(self, value: float, scale: Scale, low: float, high: float, n: int) -> tuple[str, int]:
        """Return the number of a level and its decimals."""
        sign = self.sign_of_level(value, scale)
        if sign:
            return sign, 0
        decimals = level_decimals(value, scale, low, high, n)
        return self.catalog.texts.number(value * scale.factor, decimals), decimals

    def table_unit(self, indicator: str, period: str = "") -> str:
        """Return the unit that a table names once a line, over several years with what stands for them."""
        scale = self.table_scale(indicator)
        if scale.unit in ("share", "percent"):
            unit = self.catalog.texts("unit-percent-and-points")
        else:
            unit = self.unit_name(scale, "level", 2.0, 0)
        return ", ".join(
            part for part in (unit, self.time(indicator, period) if "-" in period else "") if part
        )

    def time(self, indicator: str, period: str) -> str:
        """Return what stands for several years: their sum, their mean or the last of them; a year is itself."""
        kind = self.catalog.meta(indicator).sum_over_time
        if "-" in period and kind != "last":
            return self.catalog.texts.term("time", kind, period=self.catalog.texts.period(period))
        return period.rpartition("-")[2]

    def table_scale(self, indicator: str) -> Scale:
        """Return the scale of the tables: EUR in full, shares as per cent."""
        return self.scale_of(indicator, 0.0)

    def scale_of(self, indicator: str, largest: float) -> Scale:
        """Return the scale of an indicator; the registry may ask for more decimals."""
        meta = self.catalog.meta(indicator)
        scale = self.scale(meta.unit, largest)
        return replace(scale, decimals=meta.decimals + 1) if meta.decimals > scale.decimals else scale

    def scale(self, unit: str, largest: float, *, chart: bool = False) -> Scale:
        """Return the scale for figures up to `largest`; charts also count in thousand EUR."""
        slug = _slug(unit)
        if slug == "share":
            return Scale(slug, 100.0)
        if slug == "eur" and largest >= MILLION:
            return Scale(slug, 1e-6, "unit-million-eur", 2)
        if slug == "eur" and chart and largest >= THOUSANDS:
            return Scale(slug, 1e-3, "thousand-eur", 0)
        return Scale(slug, decimals=0 if slug in ("eur", "places") else 1)

    def unit_name(self, scale: Scale, form: str, value: float, decimals: int) -> str:
        """Return the name of a unit for a ``difference`` or a ``level``."""
        texts = self.catalog.texts
        if scale.unit in ("share", "percent"):
            return texts("unit-percentage-points" if form == "difference" else "unit-percent")
        if scale.name:
            return texts(scale.name)
        count = abs(round(value, decimals))
        plural = int(count) if count == int(count) else count
        if not scale.unit or not texts.has_term("unit", scale.unit):
            return scale.unit.replace("-", " ")
        return texts.term("unit", scale.unit, count=plural)


def _slug(unit: str) -> str:
    """Return a unit's name in one spelling; sums over years are no longer per year."""
    if unit.startswith("%"):
        return "percent"
    return _NOT_A_WORD.sub("-", unit.lower().removesuffix(" per year")).strip("-")


def decimals_that_tell(scale: Scale, digit: int | None, value: float) -> int:
    """Return the decimals to print: those the interval supports, at most those the unit deserves."""
    if digit is None:
        if scale.unit == "eur" and scale.factor == 1.0 and value:
            # A price list is no more exact than three digits.
            return min(2 - math.floor(math.log10(abs(value))), scale.decimals)
        return 0 if value == int(value) else scale.decimals
    return min(digit, scale.decimals)


def level_decimals(value: float, scale: Scale, low: float, high: float, n: int) -> int:
    """Return the decimals of a mean level that the 5-95 % range of `n` runs carries."""
    width = (high - low) / 2.0 / math.sqrt(n) if n > 1 else math.nan
    decimals = decimals_that_tell(scale, rounding_place(width * scale.factor), value * scale.factor)
    if math.isnan(width):
        decimals = min(decimals, 0 if scale.unit in _PEOPLE and scale.decimals < 2 else scale.decimals)
    return decimals


def effect_decimals(row: EffectRow, scale: Scale) -> int:
    """Return the decimals of an effect and of the levels beside it: those that its range carries."""
    value = row.effect * scale.factor
    digit = range_place((row.high - row.low) / 2.0 * scale.factor)
    if digit is not None and row.clear and value and round(value, digit) == 0.0:
        # Small beside its range, but not nothing.
        digit = -math.floor(math.log10(abs(value)))
    return decimals_that_tell(scale, digit, value)
