"""Sites and providers from planners' lists, one line a site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from simsocial.core.errors import RegionError
from simsocial.core.language import later, say
from simsocial.region.faults import Fault, among
from simsocial.region.importing.area_outlines import read_outlines
from simsocial.region.importing.counts import counted
from simsocial.region.importing.naming import short_name
from simsocial.region.importing.request import Imported, Request
from simsocial.region.importing.sheets import raise_faults, read_sheets
from simsocial.region.importing.site_list import ListedSite, SiteList, read_site_list
from simsocial.region.importing.site_places import SitePlaces
from simsocial.region.importing.site_words import kind_of, ownership_of
from simsocial.region.importing.understood import Understood, plural
from simsocial.region.values import to_number
from simsocial.shapes.house import site_kinds

__all__ = ["import_sites"]

_OWNERS = {"public": "Öffentliche Träger", "non_profit": "Freie Träger", "private": "Private Träger"}
_OWNERSHIPS = {"public": later("public"), "non_profit": later("non-profit"), "private": later("private")}
_PLACES = later("a header such as Plätze, Kapazität or Betten, or 'columns: {{Kap.: places}}' in a mapping")
_COLUMNS = ["site", "name", "kind", "place", "provider", "licensed_places", "staff_fte", "opened", "closes"]


def import_sites(request: Request) -> Imported:
    """Return the tables ``sites`` and ``providers`` (and ``places`` where the region has none).

    Sites of other kinds that the region has stay.

    Raises
    ------
    RegionError
        With file, sheet, row, column, value and what is valid, of everything that cannot be read.
    """
    request.require_areas()
    notes = Understood()
    lists: list[tuple[Path, SiteList]] = []
    for path in request.files:
        for sheet in read_sheets(path, request.sheets):
            found = read_site_list(sheet, request.mapped("columns"))
            if found is None:
                notes.left_out.append(say("{name}: no list of sites", name=sheet.name))
                continue
            lists.append((path, found))
            columns = "; ".join(f"{role} = {', '.join(heads)}" for role, heads in found.columns.items())
            notes.layout.append(f"{sheet.name}: {plural(len(found.sites), 'site')}; {columns}")
            notes.left_out += found.left_out
    if not any(found.sites for _, found in lists):
        names = ", ".join(path.name for path in request.files)
        raise RegionError(
            str(
                Fault(
                    names, None, None, say("no sites"), say("a header such as Name, Ortsteil, Träger, Plätze")
                )
            )
        )
    return _Sites(request, notes).tables(lists)


class _Sites:
    """Collects sites and providers while lists are read."""

    def __init__(self, request: Request, notes: Understood) -> None:
        self._request, self._notes = request, notes
        self._places = SitePlaces(request.known, request.mapped("areas"), notes, read_outlines(request))
        self._kinds, self._operators = request.mapped("kinds"), request.mapped("operators")
        self._faults: list[Fault] = []
        self._providers: dict[str, tuple[str, str]] = {}
        self._rows: list[dict[str, object]] = []

    def tables(self, lists: Sequence[tuple[Path, SiteList]]) -> Imported:
        for path, found in lists:
            before = len(self._rows)
            for site in found.sites:
                self._add(path, site)
            self._compare(found, self._rows[before:])
        raise_faults(self._faults)
        sites = self._with_others()
        tables = {"sites": sites}
        if self._providers:
            tables["providers"] = self._all_providers(sites)
        if self._places.made:
            tables = {"places": self._places.table(), **tables}
        columns = {
            head: role for _, found in lists for role, heads in found.columns.items() for head in heads
        }
        mapping: dict[str, object] = {"as": "sites", "columns": self._request.mapped("columns") | columns}
        mapping |= {
            "areas": self._request.mapped("areas"),
            "kinds": self._kinds,
            "operators": self._operators,
        }
        if kind := self._request.mapping.get("kind"):
            mapping["kind"] = kind
        if self._request.sheets:
            mapping["sheets"] = list(self._request.sheets)
        return Imported(tables, self._notes, mapping)

    def _add(self, path: Path, site: ListedSite) -> None:
        kind = self._kind(path, site)
        place, fault = self._places.of(site)
        if fault:
            self._faults.append(fault)
        places = self._licensed(site)
        staff = site.text("staff")
        if staff and to_number(staff) is None:
            self._faults.append(
                site.place("staff").fault(staff, say("full-time equivalents such as 12,5, or empty"))
            )
        told = site.text("name")
        taken = {str(row["site"]) for row in self._rows} | self._other_keys()
        self._rows.append(
            {
                "site": short_name(told or f"{kind} {place}", taken),
                "name": " ".join((told or f"{self._named(kind)} {place}").split()),
                "kind": kind,
                "place": place,
                "provider": self._provider(site),
                "licensed_places": places,
                "staff_fte": to_number(staff) if staff else "",
                "opened": "",
                "closes": "",
            }
        )

    def _kind(self, path: Path, site: ListedSite) -> str:
        written = site.text("kind")
        sources = [written] if written else [site.text("name"), path.stem.replace("_", " ")]
        found = next((kind for text in sources if (kind := kind_of(text, self._kinds))), None)
        if found is None and not written:
            # Places under and over three are those of a Kita.
            ages = "under" in site.texts or "over" in site.texts
            found = str(self._request.mapping.get("kind") or "") or ("kita" if ages else None)
        valid = site_kinds()
        if found not in valid:
            hint = say("a kind: --kind kita, for example")
            if written:
                hint = say(
                    "{among}, or 'kinds: {{{written}: kita}}' in a mapping",
                    among=among(found or written, valid),
                    written=written,
                )
            self._faults.append(site.place("kind").fault(written or found or say("(no kind)"), hint))
        if written and found:
            self._kinds[written] = found
        return found or ""

    def _named(self, kind: str) -> str:
        """Return what a kind is called."""
        return self._request.kind_names.get(kind, kind)

    def _licensed(self, site: ListedSite) -> int:
        told = {role: site.text(role) for role in ("places", "under", "over")}
        numbers = {role: counted(text) for role, text in told.items() if text}
        for role, number in numbers.items():
            if number is None:
                self._faults.append(
                    site.place(role).fault(told[role], say("a whole number of places from 0 up"))
                )
        parts = [numbers[role] or 0 for role in ("under", "over") if role in numbers]
        if "places" in numbers:
            total = numbers["places"] or 0
            if len(parts) == 2 and total != sum(parts):
                where = site.place("places")
                self._notes.differences.append(
                    say(
                        "{sheet}, row {row}: {total} places, under and over three {parts}; {total} are taken",
                        sheet=where.sheet,
                        row=where.row,
                        total=total,
                        parts=sum(parts),
                    )
                )
            return total
        if not site.texts.keys() & told.keys():
            fault = Fault(site.line.sheet, None, None, say("no column of places"), say(_PLACES))
            self._faults += [] if fault in self._faults else [fault]
        elif not numbers:
            self._faults.append(
                site.place("places").fault(say("(empty)"), say("a whole number of places from 0 up"))
            )
        return sum(parts)

    def _provider(self, site: ListedSite) -> str:
        name, written = site.text("provider"), site.text("ownership")
        if not name and not written:
            return ""
        owner = ownership_of(written or name, self._operators)
        if owner not in _OWNERS:
            valid = say(
                "a word (öffentlich, frei, privat), or 'operators: {{{written}: non_profit}}' in a mapping",
                written=written or name,
            )
            self._faults.append(
                site.place("ownership" if written else "provider").fault(written or name, valid)
            )
            return ""
        self._operators[written or name] = owner
        if not written:
            self._notes.groups.append(
                say("provider '{name}' is {owner}, by its name", name=name, owner=say(_OWNERSHIPS[owner]))
            )
        else:
            self._notes.groups.append(
                say("ownership '{written}' is {owner}", written=written, owner=say(_OWNERSHIPS[owner]))
            )
        name = " ".join((name or _OWNERS[owner]).split())
        if name not in self._providers:
            self._providers[name] = (short_name(name, [key for key, _ in self._providers.values()]), owner)
        return self._providers[name][0]

    def _compare(self, found: SiteList, rows: Sequence[dict[str, object]]) -> None:
        added = sum(int(str(row["licensed_places"])) for row in rows)
        for total in found.totals:
            number = counted(total.text("places"))
            if number == added:
                self._notes.checked.append(
                    say(
                        "{sheet}, row {row}: {number:,} places",
                        sheet=total.line.sheet,
                        row=total.line.row,
                        number=number,
                    )
                )
            elif number is not None:
                self._notes.differences.append(
                    say(
                        "{sheet}, row {row}: {number:,} places, its sites have {added:,}",
                        sheet=total.line.sheet,
                        row=total.line.row,
                        number=number,
                        added=added,
                    )
                )

    def _other_keys(self) -> set[str]:
        return set(self._others()["site"]) if len(self._others()) else set()

    def _others(self) -> pd.DataFrame:
        """Return the sites of the region whose kinds are not in the lists."""
        if "sites" not in self._request.known:
            return pd.DataFrame(columns=_COLUMNS)
        cells = self._request.known["sites"].cells
        return cells[~cells["kind"].isin({str(row["kind"]) for row in self._rows})]

    def _with_others(self) -> pd.DataFrame:
        others = self._others()
        kinds = pd.Series([row["kind"] for row in self._rows]).value_counts(sort=False)
        self._notes.groups += [
            say("{number} of kind {kind}", number=number, kind=self._named(str(kind)))
            for kind, number in kinds.items()
        ]
        if len(others):
            self._notes.layout.append(say("{plural} of other kinds stay", plural=plural(len(others), "site")))
        table = (
            pd.concat([others, pd.DataFrame(self._rows)], ignore_index=True)
            .reindex(columns=_COLUMNS)
            .fillna("")
        )
        return table.loc[
            :, [column for column in _COLUMNS if column == "place" or (table[column] != "").any()]
        ]

    def _all_providers(self, sites: pd.DataFrame) -> pd.DataFrame:
        new = pd.DataFrame(
            [(key, name, owner) for name, (key, owner) in self._providers.items()],
            columns=["provider", "name", "ownership"],
        )
        if "providers" not in self._request.known:
            return new
        old = self._request.known["providers"].cells
        kept = old[old["provider"].isin(sites["provider"]) & ~old["provider"].isin(new["provider"])]
        return pd.concat([kept, new], ignore_index=True).fillna("")
