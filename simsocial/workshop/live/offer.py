"""Which levers an option has in this region: made from its own measures, else from the service it is about.

A lever is offered only if its measure fits the region and the services at both ends of the slider, and if the option
does not change the same value itself. Ends are those that make sense by the registry, and not beyond these spans, which
keep a slider within what a group can mean: places half as many to half as many more, staff four fifths to six fifths,
fees none to double, three years later.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simsocial.core.errors import SimsocialError
from simsocial.experiment.setup import Setup
from simsocial.measures.base import Measure
from simsocial.measures.registry import read_measure
from simsocial.measures.value_measure import ValueMeasure
from simsocial.workshop.live.levers import (
    Factor,
    LaterStart,
    Lever,
    Measures,
    OwnPlaces,
    SitePlaces,
    SitePosts,
)

__all__ = ["Offer", "levers_of"]

_LONGEST_DELAY, _STEP_OF_DELAY = 36, 6
_LEAST_MONTHS = 12
"""Of the horizon that must be left for what begins last."""
_STAFF, _FEE = (80, 120), (0, 200)
_STEP_PER_CENT = 5


@dataclass(frozen=True)
class Offer:
    """What levers are made from.

    Attributes
    ----------
    setup : Setup
        Of the option.
    measures : mapping
        Its entries.
    site_kind : str or None
        Kind of the sites of the service it is about.
    service : str
        Name of that service in the reader's language.
    kinds : mapping
        The same of each kind of service.
    start : str
        Month in which a measure begins that a lever adds.
    """

    setup: Setup
    measures: Measures
    site_kind: str | None
    service: str
    kinds: Mapping[str, str]
    start: str

    @property
    def read(self) -> list[Measure]:
        """The option's measures."""
        return [read_measure(name, entry) for name, entry in self.measures.items()]


def levers_of(offer: Offer) -> tuple[Lever, ...]:
    """Return the levers of an option, in the order in which they are applied: the start comes last, it moves all.

    Parameters
    ----------
    offer : Offer
        The option and the service it is about.
    """
    found: list[Lever] = []
    if places := _places(offer):
        found.append(places)
    if offer.site_kind is not None:
        found += filter(None, (_staff(offer), _fee(offer)))
    return (*found, *_later(offer))


def _places(offer: Offer) -> Lever | None:
    """Return the lever of the option's own places, else that of the largest site which it leaves alone."""
    for key in ("licensed_places", "change"):
        total = sum(int(entry.get(key) or 0) for entry in offer.measures.values())
        if total:
            low, high = sorted((_away_from_zero(total / 2), _away_from_zero(total * 1.5)))
            return OwnPlaces("places", "places-own", "", low, high, 1, total, key)
    site = _largest_site(offer, ("licence", "places"))
    if site is None:
        return None
    half = int(site["licensed_places"]) // 2
    entry = {"kind": "resize_site", "decided_by": "municipality", "lever": "plan", **_at(offer, site)}
    return _fitting(offer, SitePlaces("places", "places-more", _name(offer, site), -half, half, 1, 0, entry))


def _away_from_zero(value: float) -> int:
    return int(value) or (1 if value > 0 else -1)


def _staff(offer: Offer) -> Lever | None:
    """Return the lever of staff a case, or of posts where posts limit the service."""
    site = _largest_site(offer, ("posts",))
    if site is not None:
        entry = {"kind": "extra_posts", "decided_by": "kreis", "lever": "grant", **_at(offer, site)}
        return _fitting(offer, SitePosts("staff", "posts-more", _name(offer, site), 0, 30, 5, 0, entry))
    entry = {"kind": "staff_ratio", "decided_by": "provider", "lever": "negotiation"}
    return _factor(offer, "staff", entry, "fte_factor", _STAFF)


def _fee(offer: Offer) -> Lever | None:
    """Return the lever of what families pay."""
    entry = {"kind": "parental_fee", "decided_by": "municipality", "lever": "own_act"}
    return _factor(offer, "fee", entry, "fee_factor", _FEE)


def _factor(
    offer: Offer, name: str, entry: Mapping[str, Any], key: str, span: tuple[int, int]
) -> Lever | None:
    """Return the lever of a factor on a value of the kinds of the service: of all, or of the first that has it."""
    kinds = [kind.id for kind in offer.setup.catalogue.sharing(str(offer.site_kind))]
    for chosen in (kinds, *([kind] for kind in kinds)):
        whole = {**entry, "start": offer.start, "kinds": chosen}
        about = offer.service if chosen == kinds else offer.kinds[chosen[0]]
        lever = _fitting(offer, Factor(name, name, about, *span, _STEP_PER_CENT, 100, whole, key))
        ids = _ids(lever.turned({}, span[0]), offer) if lever else set()
        if lever is None or not ids or ids & _ids(offer.measures, offer):
            continue
        low, high = _sensible(ids, offer, span)
        if low < high:
            return replace(lever, low=low, high=high)
    return None


def _sensible(ids: Iterable[str], offer: Offer, span: tuple[int, int]) -> tuple[int, int]:
    """Return a span in per cent, as far as the registry says that the values make sense."""
    low, high = span
    for one in ids:
        value, (least, most) = float(offer.setup.parameters.value(one)), offer.setup.parameters[one].bounds
        if value > 0.0:
            low = max(low, math.ceil(100.0 * least / value / _STEP_PER_CENT) * _STEP_PER_CENT)
            high = min(high, math.floor(100.0 * most / value / _STEP_PER_CENT) * _STEP_PER_CENT)
    return min(low, 100), max(high, 100)


def _ids(measures: Measures, offer: Offer) -> set[str]:
    """Return the values that measures change."""
    read = (read_measure(name, entry) for name, entry in measures.items())
    values = (one for one in read if isinstance(one, ValueMeasure))
    return {change.id for one in values for change in one.changes(offer.setup.catalogue)}


def _largest_site(offer: Offer, limits: Sequence[str]) -> Mapping[str, Any] | None:
    """Return the largest site of the service that no measure of the option names, if one of some things limits it."""
    if offer.site_kind is None or offer.setup.catalogue.house(offer.site_kind).capacity not in limits:
        return None
    region, catalogue = offer.setup.region, offer.setup.catalogue
    named = {action.site for one in offer.read for action in one.site_actions_in(region, catalogue)}
    sites = region.sites
    free = sites[(sites["kind"] == offer.site_kind) & ~sites["site"].isin(named)]
    return (
        None
        if free.empty
        else dict(free.sort_values("licensed_places", ascending=False, kind="stable").iloc[0])
    )


def _name(offer: Offer, site: Mapping[str, Any]) -> str:
    """Return the name of a site; where it has none, the service and the place."""
    if site["name"] != site["site"]:
        return str(site["name"])
    return f"{offer.service}, {offer.setup.region.places['name'].iloc[int(site['place'])]}"


def _at(offer: Offer, site: Mapping[str, Any]) -> dict[str, str]:
    return {"start": offer.start, "site": str(site["site"])}


def _fitting(offer: Offer, lever: Lever) -> Lever | None:
    """Return a lever if the measure that it adds fits the region at both ends."""
    ends = [value for value in (lever.low, lever.high) if value != lever.neutral]
    try:
        for value in ends:
            entry = lever.turned({}, value)[f"live_{lever.id}"]
            read_measure(f"live_{lever.id}", entry).validate_against(
                offer.setup.region, offer.setup.catalogue
            )
    except SimsocialError:
        return None
    return lever


def _later(offer: Offer) -> Sequence[Lever]:
    """Return the lever of the start; none where nothing of the option's own could come later."""
    own = [one for one in offer.read if not one.is_event]
    if not own:
        return ()
    room = (
        offer.setup.end
        + 1
        - _LEAST_MONTHS
        - max(one.at_earliest(offer.setup.start).first_month for one in own)
    )
    most = min(_LONGEST_DELAY, room // _STEP_OF_DELAY * _STEP_OF_DELAY)
    return (LaterStart("start", "start", "", 0, most, _STEP_OF_DELAY, 0),) if most > 0 else ()
