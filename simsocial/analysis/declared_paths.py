"""By which links that the model declares an option can reach an indicator: the shortest way, told and not measured.

A link says that something can act on something else, not that it does nor how strongly: that is measured by
``simsocial why``. Links are those of the manifest: services that share sites or staff, what a place changes in people's
lives, who works, earns and pays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

__all__ = ["Link", "declared_path"]

_PREFIXES = ("onset.", "take_up.")
"""What stands before a service in the name of what a place changes."""
_CHANGES = {
    "mothers_work": ("work", "parents"),
    "informal_care_hours": ("care", "relatives"),
    "care_progression": ("care", "need"),
    "mortality": ("population", ""),
    "fertility": ("population", ""),
    "departure": ("population", ""),
    "relocation": ("population", ""),
    "eviction": ("housing", ""),
    "offending": ("offending", ""),
}
"""What a place changes, by its name among the effects of a kind."""
_ALWAYS = (
    (("work", "parents"), ("income", "")),
    (("care", "relatives"), ("work", "relatives")),
    (("work", "relatives"), ("income", "")),
)
"""Links of the model that no service declares: who works earns, who cares works less."""
_FIELDS = {
    "work": ("work",),
    "income": ("income",),
    "population": ("population",),
    "households": ("population",),
    "housing": ("housing", "population"),
    "elder_care": ("care",),
    "staff": ("staff",),
    "finance": ("money",),
}
"""What indicators without a service tell of, by field."""
_OF_ALL_SERVICES = ("provider_sites_", "provider_served_", "provider_staff_", "unmet_legal_claim")
"""Begin the names of indicators that add up what is counted at the sites of all services."""
_MOVES = ("phased_housing", "reuse_of_vacancy")
_WAYS = ("bus_line", "on_demand_bus")


class Link(NamedTuple):
    """One part of a path: a service, a pool of staff, or what happens in people's lives and purses."""

    sort: str
    name: str


def declared_path(manifest: Mapping[str, Any], option: str, indicator: str) -> tuple[Link, ...]:
    """Return the shortest declared path from what an option changes to an indicator.

    Parameters
    ----------
    manifest : mapping
        Manifest of the results.
    option, indicator : str
        Scenario and indicator.

    Returns
    -------
    tuple of Link
        Begins with what the measures change; alone where that is what the indicator counts. Empty where the manifest
        declares no way.

    Examples
    --------
    >>> services = {
    ...     "nursery": {"site_kind": "kita", "qualifications": ["educator"], "field": "kita"},
    ...     "hort": {"site_kind": "hort", "qualifications": ["educator"], "field": "school"},
    ... }
    >>> declared_path(
    ...     {
    ...         "services": services,
    ...         "scenarios": {"less": {"measures": {"m": {"site_kind": "kita"}}}},
    ...         "indicators": [{"id": "hort_unmet", "kind": "hort"}],
    ...     },
    ...     "less",
    ...     "hort_unmet",
    ... )
    (Link(sort='service', name='kita'), Link(sort='staff', name='educator'), Link(sort='service', name='hort'))
    """
    entry = next((one for one in manifest.get("indicators") or () if one["id"] == indicator), None)
    if entry is None:
        return ()
    links = _links(manifest)
    before: dict[Link, Link | None] = dict.fromkeys(_starts(manifest, option))
    queue = deque(before)
    while queue:
        here = queue.popleft()
        if _is_told_by(manifest, entry, here):
            return _way_to(here, before)
        for there in links.get(here, ()):
            if there not in before:
                before[there] = here
                queue.append(there)
    return ()


def _way_to(link: Link | None, before: Mapping[Link, Link | None]) -> tuple[Link, ...]:
    """Return the way from a start to a link."""
    way = []
    while link is not None:
        way.append(link)
        link = before[link]
    return tuple(reversed(way))


def _services(manifest: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return manifest.get("services") or {}


def _service(manifest: Mapping[str, Any], kind: str) -> Link:
    """Return the link of a kind: kinds that share sites are one."""
    return Link("service", str((_services(manifest).get(kind) or {}).get("site_kind") or kind))


def _links(manifest: Mapping[str, Any]) -> dict[Link, list[Link]]:
    """Return what each part of the model can act on."""
    found: dict[Link, list[Link]] = {}
    for first, second in (*_of_services(manifest), *((Link(*one), Link(*other)) for one, other in _ALWAYS)):
        found.setdefault(first, []).append(second)
    return found


def _of_services(manifest: Mapping[str, Any]) -> Iterator[tuple[Link, Link]]:
    """Iterate over what services declare: staff they share, what a place changes, what they cost."""
    for kind, entry in _services(manifest).items():
        here = _service(manifest, kind)
        for name in entry.get("qualifications") or ():
            yield here, Link("staff", name)
            yield Link("staff", name), here
        for target in entry.get("acts_on") or ():
            named = next((target.removeprefix(one) for one in _PREFIXES if target.startswith(one)), None)
            if named is not None:
                yield here, _service(manifest, named)
            elif target in _CHANGES:
                yield here, Link(*_CHANGES[target])
        if entry.get("field") == "elder_care":
            yield Link("care", "need"), here
        yield here, Link("money", "")
        yield Link("ways", ""), here


def _starts(manifest: Mapping[str, Any], option: str) -> Iterator[Link]:
    """Iterate over what an option changes itself."""
    scenario = manifest["scenarios"][option]
    kinds = {
        str(row["site"]): str(row["kind"]) for row in (manifest.get("region") or {}).get("site_places") or ()
    }
    for measure in (scenario.get("measures") or {}).values():
        sites = (str(change["site"]) for change in measure.get("sites_changed") or ())
        named = [
            measure.get("site_kind"),
            *(measure.get("kinds") or ()),
            *(kinds.get(site) for site in sites),
        ]
        yield from (_service(manifest, str(kind)) for kind in dict.fromkeys(filter(None, named)))
        if measure.get("kind") in _MOVES:
            yield Link("population", "")
        if measure.get("kind") in _WAYS:
            yield Link("ways", "")
    for changed in scenario.get("parameters") or ():
        part, _, rest = str(changed["id"]).partition(".")
        name = rest.partition(".")[0]
        if part == "services" and name in _services(manifest):
            yield _service(manifest, name)
        elif part == "staff" and name in (manifest.get("qualifications") or {}):
            yield Link("staff", name)


def _is_told_by(manifest: Mapping[str, Any], entry: Mapping[str, Any], link: Link) -> bool:
    """Return whether an indicator counts what a link is about."""
    field = str(entry.get("field") or "")
    if entry.get("payer"):
        return link.sort == "money"
    if entry.get("kind"):
        return link == _service(manifest, str(entry["kind"]))
    if str(entry["id"]).startswith(_OF_ALL_SERVICES):
        return link.sort == "service"
    pools = {one.split(".")[1] for one in entry.get("rests_on") or () if one.startswith("staff.")}
    if pools:
        return link.sort == "staff" and link.name in pools
    if field in _FIELDS:
        return link.sort in _FIELDS[field]
    of_field = (kind for kind, one in _services(manifest).items() if one.get("field") == field)
    return link in {_service(manifest, kind) for kind in of_field}
