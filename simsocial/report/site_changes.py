"""Sites that an option closes, opens or resizes, with their places."""

from __future__ import annotations

from dataclasses import dataclass

from simsocial.report.catalog import Catalog

__all__ = ["SiteChange", "site_changes"]


@dataclass(frozen=True)
class SiteChange:
    """One site under an option.

    Attributes
    ----------
    option, site, name, kind, place : str
        Option, site with its name, its kind and place; the last two empty where they are not stored.
    old, new : int or None
        Licensed places before and after; None where the tables do not tell.
    opened : bool
        Whether there is no such site today.
    """

    option: str
    site: str
    name: str
    kind: str
    place: str
    old: int | None
    new: int | None
    opened: bool

    @property
    def closed(self) -> bool:
        """Whether nothing is left of it."""
        return self.new == 0


def site_changes(catalog: Catalog, option: str) -> list[SiteChange]:
    """Return the sites that the measures of an option change, in their order.

    Parameters
    ----------
    catalog : Catalog
        Names of the run.
    option : str
        The option.
    """
    known = {str(row["site"]): row for row in catalog.region.get("site_places") or ()}
    found = []
    for measure in (catalog.manifest["scenarios"][option].get("measures") or {}).values():
        changes = measure.get("sites_changed") or ()
        others = [known[change["site"]]["kind"] for change in changes if change["site"] in known]
        new = {"kind": measure.get("site_kind") or next(iter(others), ""), "place": measure.get("place")}
        for change in changes:
            site = str(change["site"])
            own = known.get(site) or new
            found.append(
                SiteChange(
                    option=option,
                    site=site,
                    name=catalog.site(site),
                    kind=str(own.get("kind") or ""),
                    place=str(own.get("place") or ""),
                    old=change.get("old"),
                    new=change.get("new"),
                    opened=site not in known or change.get("old") == 0,
                )
            )
    return found
