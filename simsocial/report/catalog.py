"""What the indicators of a run are about: labels, units, service, payer; one place to look it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simsocial.indicators.axes import PAYERS
from simsocial.report.texts import Texts

__all__ = ["CAPITAL", "Catalog", "Meta"]

CAPITAL = "capital_cost"
"""Investment of all payers together."""

_CONCEPTS: Mapping[str, tuple[str, ...]] = {
    "demand": ("demand",),
    "supply": (
        "usable", "usable_places", "capacity", "licensed_places", "places",
    ),
    "unmet": ("unmet",),
    "waiting": ("waiting",),
}  # fmt: skip
"""Endings of an indicator's id that say what it counts, the best first."""

_COST = ("cost_net", "cost")
_OTHER_COST = (
    "cost_total", *(f"capital_{payer}" for payer in PAYERS), "capital_cost_local", CAPITAL,
    *(f"full_cost_{payer}" for payer in PAYERS), "full_cost",
)  # fmt: skip


@dataclass(frozen=True)
class Meta:
    """Metadata of one indicator from the manifest."""

    id: str
    unit: str
    label: str
    field: str = ""
    direction: str = "neutral"
    sum_over_time: str = "mean"
    validation: str = "none"
    decimals: int = 0
    known: bool = True
    judged_by: str = ""


@dataclass(frozen=True)
class Catalog:
    """Indicators, services, areas and scenarios of a run, with names in the reader's language.

    Attributes
    ----------
    texts : Texts
        Language; the words for the unit of the statistics are those of the manifest (runs or draws).
    manifest : mapping
        Manifest of the results.
    """

    texts: Texts
    manifest: Mapping[str, Any]
    _metas: dict[str, Meta] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.manifest.get("draws"):
            object.__setattr__(self, "texts", Texts(self.texts.language, draws=True))
        for entry in self.manifest.get("indicators", ()):
            name = str(entry["id"])
            self._metas[name] = Meta(
                id=name,
                unit=str(entry.get("unit") or ""),
                label=self.texts.label(entry.get("label"), name.replace("_", " ")),
                field=str(entry.get("field") or ""),
                direction=str(entry.get("direction") or "neutral"),
                sum_over_time=str(entry.get("sum_over_time") or "mean"),
                validation=str(entry.get("validation") or "none"),
                decimals=int(entry.get("decimals") or 0),
                judged_by=str(entry.get("judged_by") or ""),
            )

    @property
    def ids(self) -> list[str]:
        """Identifiers of all indicators in the order of the registry."""
        return list(self._metas)

    def meta(self, indicator: str) -> Meta:
        """Return the metadata of an indicator; what the model does not count gets its name as label."""
        return self._metas.get(indicator) or Meta(indicator, "", indicator.replace("_", " "), known=False)

    @property
    def official_region(self) -> bool:
        """Return whether the region is Thuringia or one of its Kreise, not fictional or of the user's own tables."""
        scenario = self.manifest.get("scenarios", {}).get(self.manifest.get("reference")) or {}
        config = scenario.get("config") or {}
        return (config.get("region") or {}).get("kind") in ("kreis", "thueringen")

    def validation(self, indicator: str) -> str:
        """Return how far an indicator was compared; figures of Thuringia say nothing of a fictional region."""
        known = self.meta(indicator).validation
        return self.texts.term(
            "validation",
            "base_year_elsewhere" if known == "base_year" and not self.official_region else known,
        )

    @property
    def services(self) -> dict[str, str]:
        """Services with places of their own, with their labels.

        A service is a kind of the catalogue or several that share sites (nursery and kindergarten in a Kita).
        """
        found: dict[str, str] = {}
        for name in self.ids:
            ending = next((f"_{word}" for word in _CONCEPTS["supply"] if name.endswith(f"_{word}")), None)
            if ending:
                service = name.removesuffix(ending)
                found.setdefault(service, self._service_label(service))
        return found

    def _service_label(self, service: str) -> str:
        """Return the label of a service kind from the manifest, else from the texts."""
        given = self.manifest.get("services") or {}
        entry = given.get(service) if isinstance(given, Mapping) else None
        if isinstance(entry, Mapping) and entry.get("label") and not self.texts.has_term("service", service):
            return self.texts.label(entry["label"], service)
        return self.texts.term("service", service)

    def concept(self, service: str, concept: str) -> str | None:
        """Return the indicator that counts demand, supply, unmet or waiting of a service, if there is one."""
        rests = {_rest(name, service): name for name in reversed(self.ids)}
        return next((rests[ending] for ending in _CONCEPTS[concept] if ending in rests), None)

    def payer_indicators(self) -> dict[str, str]:
        """Return the operating cost of each payer over all services, in the order of `PAYERS`."""
        found = {}
        for payer in PAYERS:
            rests = {_rest(name, payer): name for name in reversed(self.ids)}
            name = next((rests[ending] for ending in _COST if ending in rests), None)
            if name:
                found[payer] = name
        return found

    def cost_lines(self) -> dict[str, str]:
        """Return the indicators of a table of cost with their labels: payers, then all together, then capital."""
        lines = {name: self.texts.term("payer", payer) for payer, name in self.payer_indicators().items()}
        return lines | {name: self.meta(name).label for name in _OTHER_COST if name in self._metas}

    def is_cost(self, indicator: str) -> bool:
        """Return whether an indicator counts money: the table of cost shows it."""
        return self.meta(indicator).field == "finance"

    def area(self, area: str) -> str:
        """Return the name of an area, or of the whole region."""
        region = self.manifest.get("region") or {}
        if area == "region":
            return self.texts.label(region.get("title"), str(region.get("id") or ""))
        names = region.get("areas")
        name = names.get(area) if isinstance(names, Mapping) else None
        if name and str(name) != area:
            return str(name) if area in str(name) else self.texts("area-named", area=area, name=str(name))
        return self.texts("area", area=area)

    def site(self, site: str) -> str:
        """Return the name that a site has in the region's own tables, else its short name."""
        names = (self.manifest.get("region") or {}).get("sites") or {}
        return str(names.get(site) or site)

    def group(self, kind: str, group: str) -> str:
        """Return the name of a group such as women or an age group, as its margin says."""
        margin = (self.manifest.get("margins") or {}).get(kind) or {}
        return self.texts.label((margin.get("labels") or {}).get(group), group)

    def place(self, area: str, group_kind: str = "all", group: str = "all") -> str:
        """Return where and whom a row is about, empty for the whole region."""
        parts = [] if area == "region" else [self.area(area)]
        if group_kind != "all":
            parts.append(self.group(group_kind, group))
        return ", ".join(parts)

    def scenario(self, name: str) -> str:
        """Return the title of a scenario."""
        entry = self.manifest["scenarios"].get(name) or {}
        if name == self.manifest.get("reference") and not entry.get("title"):
            return self.texts("status-quo")
        return self.texts.label(entry.get("title"), name.replace("_", " "))

    @property
    def options(self) -> list[str]:
        """Scenarios other than the reference, in the order in which they were asked for."""
        return [name for name in self.manifest["scenarios"] if name != self.manifest.get("reference")]


def _rest(name: str, part: str) -> str:
    """Return an id without the service or payer that it begins or ends with, '' if it does neither."""
    plain = name.replace(".", "_").removesuffix("_eur")
    if plain.startswith(f"{part}_"):
        return plain[len(part) + 1 :]
    if plain.endswith(f"_{part}"):
        return plain[: -len(part) - 1]
    return ""
