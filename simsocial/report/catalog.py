"""What the indicators of a run are about: labels, units, service, payer; one place to look it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simsocial.report.texts import Texts

__all__ = ["CAPITAL", "Catalog", "Meta"]

CAPITAL = "capital_cost"
"""Investment of all payers together."""


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
    relevance_share: float = 0.0
    decimals: int = 0
    known: bool = True
    judged_by: str = ""
    kind: str = ""
    concept: str = ""
    payer: str = ""
    scale: float = 1.0


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
                relevance_share=float(entry["relevance"])
                if entry.get("relevance_kind") == "relative"
                else 0.0,
                decimals=int(entry.get("decimals") or 0),
                judged_by=str(entry.get("judged_by") or ""),
                kind=str(entry.get("kind") or ""),
                concept=str(entry.get("concept") or ""),
                payer=str(entry.get("payer") or ""),
                scale=float(entry.get("scale") or 1.0),
            )

    @property
    def ids(self) -> list[str]:
        """Identifiers of all indicators in the order of the registry."""
        return list(self._metas)

    def meta(self, indicator: str) -> Meta:
        """Return the metadata of an indicator; what the model does not count gets its name as label."""
        return self._metas.get(indicator) or Meta(indicator, "", indicator.replace("_", " "), known=False)

    @property
    def footer(self) -> str:
        """Version of the programme and day of the run: what is printed at the foot of each page."""
        version = (self.manifest.get("versions") or {}).get("simsocial")
        day = self.texts.day(str(self.manifest.get("finished") or self.manifest.get("created") or ""))
        return " · ".join(part for part in (f"simsocial {version}" if version else "simsocial", day) if part)

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
        return {meta.kind: self.service(meta.kind) for meta in self._with("supply")}

    @property
    def demands(self) -> list[str]:
        """Indicators of the demand for each service with places of its own."""
        found = (self.concept(service, "demand") for service in self.services)
        return [name for name in found if name is not None]

    def service(self, service: str) -> str:
        """Return the label of a service from the manifest: of the kinds that share sites, else of the kind."""
        entry: Mapping[str, Any] = {}
        for part in ("site_kinds", "services"):
            entry = (self.manifest.get(part) or {}).get(service) or entry
        label = self.texts.label(entry.get("service") or entry.get("label"), service.replace("_", " "))
        return label[:1].upper() + label[1:]

    def _with(self, concept: str, payer: bool = False) -> list[Meta]:
        """Return the indicators of a concept: of services, or of payers."""
        return [
            meta
            for meta in self._metas.values()
            if meta.concept == concept and bool(meta.payer) == payer and bool(meta.kind) != payer
        ]

    def concept(self, service: str, concept: str) -> str | None:
        """Return the indicator that counts demand, supply, unmet or waiting of a service, if there is one."""
        return next((meta.id for meta in self._with(concept) if meta.kind == service), None)

    def payer(self, payer: str) -> str:
        """Return the name of a payer."""
        entry = (self.manifest.get("payers") or {}).get(payer) or {}
        return self.texts.label(entry.get("label"), payer.replace("_", " "))

    def payer_indicators(self, concept: str = "operating_cost") -> dict[str, str]:
        """Return the cost of each payer over all services, in the order of the registry."""
        return {meta.payer: meta.id for meta in self._with(concept, payer=True)}

    def cost_lines(self) -> dict[str, str]:
        """Return the indicators of a table of cost with their labels: payers, then all together, then capital."""
        lines = {name: self.payer(payer) for payer, name in self.payer_indicators().items()}
        for concept, of_payers in (
            ("operating_cost", False),
            ("capital_cost", True),
            ("local_capital_cost", False),
            ("capital_cost", False),
            ("full_cost", True),
            ("full_cost", False),
        ):
            whole = [
                meta.id
                for meta in self._metas.values()
                if meta.concept == concept and not meta.payer and not meta.kind
            ]
            names = self.payer_indicators(concept).values() if of_payers else whole
            lines |= {name: self.meta(name).label for name in names}
        return lines

    def is_cost(self, indicator: str) -> bool:
        """Return whether an indicator counts money: the table of cost shows it."""
        return self.meta(indicator).field == "finance"

    @property
    def region(self) -> Mapping[str, Any]:
        """The region as the manifest tells it: title, areas, places, sites."""
        return self.manifest.get("region") or {}

    def area(self, area: str) -> str:
        """Return the name of an area, or of the whole region."""
        if area == "region":
            return self.texts.label(self.region.get("title"), str(self.region.get("id") or ""))
        names = self.region.get("areas")
        name = names.get(area) if isinstance(names, Mapping) else None
        if name and str(name) != area:
            return str(name) if area in str(name) else self.texts("area-named", area=area, name=str(name))
        return self.texts("area", area=area)

    def site(self, site: str) -> str:
        """Return the name that a site has in the region's own tables, else its short name in readable spelling.

        A short name that begins with the kind of the site has that in the reader's language, and one with the short
        name of its place that place's name.

        Examples
        --------
        >>> Catalog(Texts("de"), {"scenarios": {}}).site("kita_e1")
        'Kita E1'
        >>> region = {
        ...     "places": [{"place": "a_sued", "name": "A-Süd"}],
        ...     "site_places": [{"site": "kita_a_sued_2", "place": "a_sued"}],
        ... }
        >>> Catalog(Texts("de"), {"scenarios": {}, "region": region}).site("kita_a_sued_2")
        'Kita A-Süd 2'
        """
        name = (self.region.get("sites") or {}).get(site)
        if name:
            return str(name)
        kind = next((kind for kind in self._kinds_by_length if site.startswith(f"{kind}_")), "")
        label = self.texts.label(((self.manifest.get("site_kinds") or {}).get(kind) or {}).get("label"))
        short = f"_{site.removeprefix(f'{kind}_') if label else site}_"
        place = self._place_of_sites.get(site, "")
        before, found, after = short.partition(f"_{place}_") if place else (short, "", "")
        words = [label, *before.split("_"), self._place_names[place] if found else "", *after.split("_")]
        return " ".join(word[:1].upper() + word[1:] for word in words if word)

    def site_with_place(self, site: str) -> str:
        """Return the name of a site, followed by its place where the name does not tell that."""
        name, place = self.site(site), self._place_names.get(self._place_of_sites.get(site, ""), "")
        return name if place.casefold() in name.casefold() else f"{name} ({place})"

    @cached_property
    def _place_of_sites(self) -> dict[str, str]:
        """Place of each site, where that has a name."""
        sites = self.region.get("site_places") or ()
        return {
            str(row["site"]): str(row["place"]) for row in sites if str(row["place"]) in self._place_names
        }

    @cached_property
    def _place_names(self) -> dict[str, str]:
        """Names of places, of those that have one."""
        return {
            str(row["place"]): str(row["name"]) for row in self.region.get("places") or () if row.get("name")
        }

    @cached_property
    def _kinds_by_length(self) -> list[str]:
        """Kinds of sites, the longest first: one may begin like another."""
        return sorted(self.manifest.get("site_kinds") or (), key=lambda kind: (-len(kind), kind))

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
