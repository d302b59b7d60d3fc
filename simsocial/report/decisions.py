"""Who must decide what and by when, read from the measures of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts

__all__ = ["Decision", "decisions", "earliest", "table_of"]


@dataclass(frozen=True)
class Decision:
    """One measure as a matter to decide, in the reader's words.

    Attributes
    ----------
    title, start, lever, decided_by, department : str
        Texts; empty where the scenario says nothing.
    consent : tuple of str
        Who else must agree.
    latest : str
        Last month in which it can be decided, ``YYYY-MM``; empty for an event.
    passed : bool
        Whether that month lies before the run was made.
    event : bool
        Whether nobody here decides it.
    sites : tuple of str
        Sites with their licensed places, old and new.
    assumed_lead : int or None
        Months from decision to start where they are an assumption, None where the scenario states them.
    waits : bool
        Whether it is decided when a trigger fires.
    """

    title: str
    start: str
    lever: str
    decided_by: str
    department: str
    consent: tuple[str, ...]
    latest: str
    passed: bool
    event: bool
    sites: tuple[str, ...] = ()
    assumed_lead: int | None = None
    waits: bool = False

    def by_when(self, texts: Texts) -> str:
        """Return the latest month in words, marked if it has passed."""
        month = texts.month(self.latest)
        return texts("decision-passed", month=month) if self.passed else month


def decisions(catalog: Catalog, scenario: str) -> list[Decision]:
    """Return the measures of a scenario as matters to decide, the most urgent first.

    Parameters
    ----------
    catalog : Catalog
        Names and texts; the manifest's `measures` of the scenario is a mapping name -> settings.
    scenario : str
        Name of the scenario.

    Returns
    -------
    list of Decision
        Events last.
    """
    measures = catalog.manifest["scenarios"][scenario].get("measures") or {}
    today = str(catalog.manifest.get("created") or "")[:7]
    found = [_decision(catalog, name, entry, today) for name, entry in measures.items()]
    return sorted(found, key=lambda decision: (decision.event, decision.latest or "9999"))


def earliest(found: list[Decision]) -> Decision | None:
    """Return the decision that is due first, None if there is none to take."""
    return next((decision for decision in found if decision.latest), None)


def table_of(found: list[Decision]) -> list[str]:
    """Return everybody who must be at the table: those who decide and those who must agree."""
    people: dict[str, None] = {}
    for decision in found:
        if not decision.event and decision.decided_by:
            people[decision.decided_by] = None
        for name in decision.consent:
            people[name] = None
    return list(people)


def _decision(catalog: Catalog, name: str, entry: Mapping[str, Any], today: str) -> Decision:
    """Translate one measure."""
    texts = catalog.texts
    start = str(entry.get("start") or "")
    event = entry.get("lever") == "none"
    consent = entry.get("needs_consent_of") or ()
    latest = "" if event else str(entry.get("latest_decision_month") or "")
    return Decision(
        title=texts.label(entry.get("title"), _what(catalog, name, entry)),
        start=_start(catalog, start, waits=bool(entry.get("trigger"))),
        lever=texts.term("lever", entry["lever"]) if entry.get("lever") else "",
        decided_by=texts.term("decider", entry["decided_by"]) if entry.get("decided_by") else "",
        department=str(entry.get("department") or ""),
        consent=tuple(
            texts.term("decider", who) for who in ([consent] if isinstance(consent, str) else consent)
        ),
        latest=latest,
        passed=bool(latest and today and latest < today),
        event=event,
        sites=tuple(_site(catalog, change) for change in entry.get("sites_changed") or ()),
        assumed_lead=int(entry["lead_months"]) if entry.get("lead_assumed") and not event else None,
        waits=bool(entry.get("trigger")),
    )


def _start(catalog: Catalog, start: str, *, waits: bool) -> str:
    """Return the first month, or that a trigger sets it."""
    texts = catalog.texts
    if not waits:
        return texts.month(start) if start else ""
    return texts("trigger-start-from", month=texts.month(start)) if start else texts("trigger-start")


def _what(catalog: Catalog, name: str, entry: Mapping[str, Any]) -> str:
    """Return the kind of a measure and what it is about: existing sites, else services."""
    one, many = entry.get("site"), entry.get("sites") or ()
    about = [catalog.site(str(site)) for site in (many or (one,)) if site]
    # A value of a service is named by services.<service>.<value>, or by its end where kinds stand beside.
    word, _, rest = str(entry.get("id") or "").partition(".")
    kinds = entry.get("kinds") or (entry.get("where") or {}).get("kind") or ()
    if not kinds and word == "services":
        kinds = (rest.partition(".")[0],)
    about = about or [catalog.service(str(kind)) for kind in kinds]
    kind = catalog.texts.term("measure", entry.get("kind") or name)
    return f"{kind}: {', '.join(about)}" if about else kind


def _site(catalog: Catalog, change: Mapping[str, Any]) -> str:
    """Return a site with its places before and after."""
    texts = catalog.texts
    name = str(change["name"])
    if name == change["site"]:
        name = catalog.site(name)
    old, new = (None if change[key] is None else texts.number(change[key]) for key in ("old", "new"))
    if old is None:
        return texts("decision-site-new-size", site=name, new=str(new))
    return texts("decision-site", site=name, old=old, new=str(new))
