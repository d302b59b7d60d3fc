"""What the measures of a scenario are in figures, before anything is run: size, posts, cost, and who decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from simsocial.core.calendar import LAST_MONTH
from simsocial.core.roots import roots
from simsocial.experiment.full_house import FullHouse, full_house, post_cost
from simsocial.experiment.usual_horizon import usual_start
from simsocial.indicators.axes import PAYERS
from simsocial.indicators.services import house_label
from simsocial.measures import Measure
from simsocial.measures.checks import kind_of_site, sites_of_kind
from simsocial.measures.extra_posts import ExtraPosts
from simsocial.measures.fit import check_fit
from simsocial.measures.phased_housing import PhasedHousing
from simsocial.measures.site_action import SiteChange
from simsocial.model.arguments import Horizon, plan_of
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs
from simsocial.shapes.legal_calendar import load_legal_calendar

__all__ = ["Amount", "Outline", "Places", "outlines_of"]

Words = Mapping[str, str] | str
"""A name by language, or in one."""


class Places(NamedTuple):
    """Licensed places of a kind of site in an area, of all its sites there, and of those that change."""

    kind: Words
    area: str
    before: int
    after: int
    sites: tuple[tuple[str, int, int], ...]


class Amount(NamedTuple):
    """EUR with range and payers; without a known range `low` and `high` are the amount."""

    low: float
    typical: float
    high: float
    payers: tuple[tuple[Words, float], ...]


@dataclass(frozen=True)
class Outline:
    """A measure before anything is run.

    Attributes
    ----------
    measure : Measure
        The measure itself: title, who decides.
    first_month : int
        Absolute month of its start; of what waits for a trigger the earliest.
    places : tuple of Places
        By kind and area.
    posts : tuple of (name by language, FTE)
        By qualification, while all places are used.
    dwellings : mapping of str to int
        By month of completion, ``YYYY-MM``.
    one_off, yearly : Amount or None
        What it costs once, and what it and its places cost in a year while all of them are used.
    """

    measure: Measure
    first_month: int = 0
    places: tuple[Places, ...] = ()
    posts: tuple[tuple[Words, float], ...] = ()
    dwellings: Mapping[str, int] = field(default_factory=dict)
    one_off: Amount | None = None
    yearly: Amount | None = None


@dataclass(frozen=True)
class _Books:
    """What a scenario is worked out with; enough for the costs of its measures (:class:`PlanApi`)."""

    region: Region
    catalogue: Catalogue
    parameters: Parameters
    plan: Plan
    new_sites: Mapping[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    """Kind, and names by axis, of each site that a measure adds."""


def outlines_of(scenario: Scenario, region: Region) -> dict[str, Outline]:
    """Return the outline of each measure of a scenario by name.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    region : Region
        Where; nobody is synthesised.

    Raises
    ------
    ScenarioError
        If a measure does not fit the region.
    """
    catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    check_fit(list(scenario.measures.values()), region, catalogue)
    begin = usual_start() if any(one.trigger for one in scenario.measures.values()) else 0
    # What waits for a trigger is worked out as if it came as early as it can.
    measures = [one.at_earliest(begin) for one in scenario.measures.values()]
    laws = load_legal_calendar().switched(scenario.laws)
    values = catalogue.register(Parameters.load()).register(*scenario.parameters(), *laws.parameters())
    own = values.with_overrides(scenario.overrides)
    first = min((one.first_month for one in measures), default=LAST_MONTH)
    plan = plan_of(measures, own, catalogue, Horizon(first - 1, first, LAST_MONTH), laws)
    areas = dict(zip(region.places["place"], region.areas["area"].iloc[region.place_area], strict=True))
    planned = {
        site.site: (
            site.site_kind,
            {
                "site": site.site,
                "provider": site.provider,
                "place": site.place,
                "area": str(areas[site.place]),
            },
        )
        for one in measures
        for site in one.planned_sites
    }
    books = _Books(region, catalogue, own, plan, planned)
    return {one.name: replace(_outline(one, books), measure=scenario.measures[one.name]) for one in measures}


def _outline(measure: Measure, books: _Books) -> Outline:
    """Return what one measure is."""
    changes = [
        (one, *_where(one.site, books))
        for one in measure.site_changes(books.region, books.catalogue)
        if one.old is not None  # of a site of another measure nobody knows what it had
    ]
    full = [
        full_house(
            books.catalogue,
            books.plan.local(**at),
            books.region,
            kind,
            one.new - (one.old or 0),
            (one.new > 0) - ((one.old or 0) > 0),
            measure.acts_from,
        )
        for one, kind, at in changes
        if books.catalogue.house(kind).capacity != "staff"
    ]
    if isinstance(measure, ExtraPosts):
        kind, at = _where(measure.site, books)
        values = books.plan.local(**at)
        full.append(post_cost(books.catalogue, values, kind, measure.posts_fte.latest, measure.first_month))
    staff = _added([one.fte for one in full])
    return Outline(
        measure,
        measure.first_month,
        tuple(_places(changes, books)),
        tuple((books.catalogue.staff[name].label.model_dump(), fte) for name, fte in staff.items()),
        measure.phases if isinstance(measure, PhasedHousing) else {},
        _one_off(measure, books),
        _yearly(measure, full, books),
    )


def _where(site: str, books: _Books) -> tuple[str, dict[str, str]]:
    """Return the kind of a site, and the names that hold for it by axis."""
    if site in books.new_sites:
        return books.new_sites[site]
    kind = kind_of_site(site, books.region, {})
    return kind, next(at for at, _ in sites_of_kind(kind, books.region) if at["site"] == site)


def _places(changes: Sequence[tuple[SiteChange, str, dict[str, str]]], books: _Books) -> Iterator[Places]:
    """Iterate over the places of each kind in each area, before and after."""
    names = dict(zip(books.region.areas["area"], books.region.areas["name"], strict=True))
    for kind, area in dict.fromkeys((kind, at["area"]) for _, kind, at in changes):
        there = [one for one, of_kind, at in changes if (of_kind, at["area"]) == (kind, area)]
        before = sum(
            int(row["licensed_places"]) for at, row in sites_of_kind(kind, books.region) if at["area"] == area
        )
        yield Places(
            house_label(books.catalogue.sharing(kind)),
            str(names[area]),
            before,
            before + sum(one.new - (one.old or 0) for one in there),
            tuple((one.name, one.old or 0, one.new) for one in there),
        )


def _one_off(measure: Measure, books: _Books) -> Amount | None:
    """Return what it costs once: as stated, else what building places of the kind usually costs."""
    months = range(measure.first_month, LAST_MONTH + 1)
    payers = _added(
        {payer: cost.amount_eur * share for payer, share in cost.shares.items()}
        for cost in measure.costs(books, months)
        if cost.budget == "capital"
    )
    typical = sum(payers.values())
    if not typical:
        return None
    stated = [cost for cost in measure.stated_costs() if cost.budget == "capital"]
    if stated:
        low, high = (sum(getattr(one, bound) for one in stated) for bound in ("low", "high"))
        usual = sum(one.typical for one in stated)
    else:
        (kind, _), *_ = (books.new_sites[site] for site in measure.new_sites)
        house = books.catalogue.house(kind)
        price = books.parameters[house.parameter_id("cost.capital_per_place_eur")]
        (low, high), usual = price.value_range, books.parameters.value(price.id)
    return Amount(typical * low / usual, typical, typical * high / usual, _of_payers(payers))


def _yearly(measure: Measure, full: Sequence[FullHouse], books: _Books) -> Amount | None:
    """Return what it costs in its first year beside what services cost, and its places and posts."""
    first = measure.first_month
    stated = (
        {payer: cost.amount_eur * share for payer, share in cost.shares.items()}
        for cost in measure.costs(books, range(first, first + 12))
        if cost.budget == "operating"
    )
    payers = _added([*stated, *(one.eur_per_year for one in full)])
    total = sum(payers.values())
    return Amount(total, total, total, _of_payers(payers)) if payers else None


def _added(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return sums by name, without those that are nothing."""
    sums: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            sums[name] = sums.get(name, 0.0) + value
    return {name: value for name, value in sums.items() if abs(value) > 1e-9}


def _of_payers(amounts: Mapping[str, float]) -> tuple[tuple[Words, float], ...]:
    """Return amounts with the payers' names, the largest first."""
    by_size = sorted(amounts.items(), key=lambda one: -abs(one[1]))
    return tuple((PAYERS[payer].label, amount) for payer, amount in by_size)
