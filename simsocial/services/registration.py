"""The numbers of a service kind as registered parameters, each with its unit, source, year and grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from simsocial.parameters.parameter import ANY_NUMBER, Dated, Parameter
from simsocial.people.changeable import CHANGEABLE
from simsocial.services.kind import ServiceKind
from simsocial.services.need import Need
from simsocial.services.parts import FARTHER
from simsocial.shapes.figure import figures_in
from simsocial.shapes.payers import payer_parameters

__all__ = ["parameters_of"]

_UNITS = {
    "target_quota": "share of the eligible",
    "opening_days_per_week": "days per week",
    "days_per_case": "days per week and person",
    "expansion.from_occupancy": "share of the places",
    "expansion.share_per_year": "share of the missing places per year",
    "patience_months": "months",
    "displaced_taken_on_share": "share of those whose site closed",
    "price_index_per_year": "relative change per year",
    "take_up.demand_ratio": "ratio",
    "take_up.trend_per_year": "relative growth a year of the odds of use",
    "take_up.trend_half_life_years": "years",
    "take_up.trend_settled_share": "share of the latest growth",
    "need.detected_share": "share of the needs",
    "need.demand_ratio": "ratio",
    "need.refused_share": "share of the known needs",
    "need.months_served": "months",
    "need.months_unserved": "months",
    "need.again_ratio": "ratio",
    "need.prone_share": "share of the eligible",
    "distance.free_minutes": "minutes one way",
    "distance.decay_minutes": "minutes one way",
    "distance.maximum_minutes": "minutes one way",
    "site_choice.exception_share": "share of those served",
    "site_choice.transfer_gain_minutes": "minutes one way",
    "site_choice.transfer_months": "months",
    "transport.per_minute_eur_per_year": "EUR per case, year and minute one way",
    "transport.free_minutes": "minutes one way",
    "staff.fte_per_case": "FTE per case",
    "staff.fte_fixed_per_site": "FTE per site",
    "staff.above_minimum_share": "share of the FTE that cases bind",
    "cost.fixed_per_site_eur_per_year": "EUR per site and year",
    "cost.per_place_eur_per_year": "EUR per licensed place and year",
    "cost.per_fte_eur_per_year": "EUR per FTE and year",
    "cost.per_case_eur_per_year": "EUR per case and year",
    "cost.elsewhere_per_case_eur_per_year": "EUR per case and year",
    "cost.elsewhere_ratio": "ratio to the cost of a case here",
    "cost.waiting_per_case_eur_per_year": "EUR per case and year",
    "cost.capital_per_place_eur": "EUR per place",
    "booked_hours.hours_per_week": "hours a week",
    "booked_hours.growth_without_fee": "relative growth where the fee is abolished",
    "booked_hours.lasts_months": "months",
    "cost.fixed_share": "share of the price",
    "cost.calculated_occupancy": "share of the places",
    "payers.flat_per_case": "EUR per case and year",
    "payers.flat_per_place": "EUR per licensed place and year",
    "payers.flat_per_site": "EUR per site and year",
    "payers.grant_cap": "EUR per inhabitant and year",
    "means_test.board_share": "share of the price",
    "means_test.benefit_eur_per_month": "EUR per month",
    "means_test.benefit_rise": "relative change of the benefit in force",
    "means_test.later_rise": "relative change of the benefit that the law has set last",
    "means_test.supplement_year_1": "share of the care part that residents bear",
    "means_test.supplement_year_2": "share of the care part that residents bear",
    "means_test.supplement_year_3": "share of the care part that residents bear",
    "means_test.supplement_year_4": "share of the care part that residents bear",
    "means_test.mean_stay_months": "months",
    "means_test.income_eur_per_month": "EUR per month",
    "means_test.income_variation": "standard deviation to mean",
    "means_test.income_growth_per_year": "relative change per year",
    "means_test.allowance_eur_per_month": "EUR per month",
    "means_test.without_assets": "share of residents",
    "means_test.assets_eur": "EUR",
}

_SHARE = (0.0, 1.0)
_ALLOWED = {
    "displaced_taken_on_share": _SHARE,
    "cost.elsewhere_ratio": (1.0, inf),
    "cost.fixed_share": _SHARE,
    "cost.calculated_occupancy": _SHARE,
    "means_test.board_share": _SHARE,
    **{f"means_test.supplement_year_{year}": _SHARE for year in (1, 2, 3, 4)},
    "means_test.benefit_rise": (-0.2, 0.5),
    "means_test.later_rise": (-0.2, 1.0),
    "means_test.mean_stay_months": (1.0, inf),
    "means_test.income_variation": (0.01, 3.0),
    **{f"means_test.{name}": (0.0, inf) for name in ("benefit_eur_per_month", "allowance_eur_per_month")},
    **{f"means_test.{name}": (0.0, inf) for name in ("income_eur_per_month", "assets_eur")},
    "means_test.without_assets": _SHARE,
    "payers.flat_per_case": (0.0, inf),
    "payers.flat_per_place": (0.0, inf),
    "payers.flat_per_site": (0.0, inf),
    "payers.grant_cap": (0.0, inf),
    "opening_days_per_week": (0.5, 7.0),
    "days_per_case": (0.5, 7.0),
    "expansion.from_occupancy": (0.05, 1.0),
    "expansion.share_per_year": _SHARE,
    "take_up.trend_half_life_years": (0.1, inf),
    "need.detected_share": _SHARE,
    "staff.above_minimum_share": _SHARE,
    "need.refused_share": _SHARE,
    "need.prone_share": _SHARE,
    "need.again_ratio": (1.0, inf),
    "need.months_served": (1.0, inf),
    "need.months_unserved": (1.0, inf),
    "price_index_per_year": (-0.1, 0.3),
    "means_test.income_growth_per_year": (-0.1, 0.2),
}

_AT_SITES = ("area", "place", "site", "provider")
_OF_PEOPLE = ("area", "place")
_OF_CASES = ("area",)
"""Cases elsewhere, without a place and on their way are counted by the area in which people live."""
_BY_CASES = (
    "cost.elsewhere_per_case_eur_per_year",
    "cost.elsewhere_ratio",
    "cost.waiting_per_case_eur_per_year",
    "transport.per_minute_eur_per_year",
    "transport.free_minutes",
)
_WHOLE_RUN = ("price_index_per_year", "means_test.income_growth_per_year")
"""Growth since the year of a price: another one from a month on would change the years before, too."""

_LIMITS = {
    "from_months": "months of age",
    "until_months": "months of age",
    "claim_from_months": "months of age",
    "school_years": "years",
    "care_grade_from": "care grade",
    "care_grade_to": "care grade",
}


def parameters_of(kind: ServiceKind) -> tuple[Parameter, ...]:
    """Return every number of a kind as a parameter ``services.<kind>.<path>``."""
    figures = [
        replace(
            figure.parameter(kind.parameter_id(path), kind.sources, _unit(kind, path)),
            allowed=_ALLOWED.get(_rule(path), ANY_NUMBER),
            changeable=path not in _WHOLE_RUN and not path.startswith("take_up.trend"),
            per=_AT_SITES if _rule(path) in _at_site(kind) else _OF_CASES if path in _BY_CASES else (),
        )
        for path, figure in figures_in(kind).items()
    ]
    needed = _take_up(kind) if kind.need is None else _onset(kind, kind.need)
    return (*figures, needed, *_payers(kind), *_limits(kind))


def _at_site(kind: ServiceKind) -> tuple[str, ...]:
    """Return what may differ between sites; money and the price of a means test are the same for all."""
    if kind.in_cash:
        return ()
    parts = (
        "fixed_per_site",
        "per_place",
        "per_fte",
        *(() if kind.means_test is not None else ("per_case",)),
    )
    return (
        *(f"cost.{part}_eur_per_year" for part in parts),
        "staff.fte_per_case",
        "staff.fte_fixed_per_site",
        "cost.capital_per_place_eur",
    )


def _unit(kind: ServiceKind, path: str) -> str:
    """Return the default unit of the figure at `path`."""
    if path.startswith("effects."):
        effect = kind.effects[path.split(".")[1]]
        if path.endswith("_months"):
            return "months"
        unit = CHANGEABLE[effect.target].unit
        return unit if effect.when != FARTHER else f"{unit}, for 15 minutes more to the next site"
    if path.startswith(("take_up.", "need.")) and path not in _UNITS:
        return path.rpartition("_")[2]  # ratio or share of a predicate
    return _UNITS[_rule(path)]


def _rule(path: str) -> str:
    """Return the path without the name of a payer; for a further member of a team, that of the first one."""
    if path.startswith("staff.also."):
        name = path.rpartition(".")[2]
        return f"cost.{name}" if name == "per_fte_eur_per_year" else f"staff.{name}"
    return path.rpartition(".")[0] if path.startswith("payers.") else path


def _take_up(kind: ServiceKind) -> Parameter:
    """Return the take-up table as one parameter, with one factor as its range."""
    take_up = kind.take_up
    table = take_up.expanded()
    table.flags.writeable = False
    axis = "age_months" if take_up.by == "age_months" else take_up.trait
    return Parameter(
        id=kind.parameter_id("take_up.table"),
        unit="share of the eligible",
        history=(Dated(0, 0, table),),
        low=take_up.low_factor,
        high=take_up.high_factor,
        source=kind.sources.get(take_up.source, take_up.source),
        year=str(take_up.year),
        grade=take_up.grade,
        range_kind="factor",
        note=take_up.note,
        changeable=True,
        per=_OF_PEOPLE,
        dims=(axis,) if axis else ("age", "grade"),
        labels={axis: tuple(map(str, take_up.rows))} if axis else {},
    )


def _onset(kind: ServiceKind, need: Need) -> Parameter:
    """Return how often needs begin as one parameter, with one factor as its range."""
    table = need.expanded()
    table.flags.writeable = False
    return Parameter(
        id=kind.parameter_id("need.onset_per_1000"),
        unit=f"needs per 1,000 {need.unit}s and year",
        history=(Dated(0, 0, table),),
        low=need.low_factor,
        high=need.high_factor,
        source=kind.sources.get(need.source, need.source),
        year=str(need.year),
        grade=need.grade,
        range_kind="factor",
        note=need.note,
        changeable=True,
        dims=("age",),
    )


def _payers(kind: ServiceKind) -> Iterator[Parameter]:
    """Iterate over the shares of all payers of a kind."""
    for name in ("payers", "staff_payers", "waiting_payers", "capital_payers"):
        payers = getattr(kind, name)
        if payers is not None:
            # Benefits in cash are paid at no site.
            per = _OF_CASES if name == "waiting_payers" else () if kind.in_cash else _AT_SITES
            yield from payer_parameters(
                kind.parameter_id(name), payers, kind.sources, changeable=True, per=per
            )
    for name in () if kind.transport is None else ("payers", "choice_payers"):
        payers = getattr(kind.transport, name)
        if payers is not None:
            prefix = kind.parameter_id(f"transport.{name}")
            yield from payer_parameters(prefix, payers, kind.sources, changeable=True, per=_OF_CASES)


def _limits(kind: ServiceKind) -> Iterator[Parameter]:
    """Iterate over the limits of eligibility, which are law: they stand in the sheet and take no override."""
    for name, unit in _LIMITS.items():
        value = getattr(kind.eligibility, name)
        if value is None or (name == "school_years" and kind.eligibility.from_event is None):
            continue
        yield Parameter.scalar(
            kind.parameter_id(f"eligibility.{name}"),
            float(value),
            unit,
            (float(value), float(value)),
            source=kind.legal_base,
            year="in force",
            grade="A",
            allowed=(float(value), float(value)),
        )
