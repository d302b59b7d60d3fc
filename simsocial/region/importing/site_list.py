"""Where a list of sites has its header, its sites, its totals and its notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simsocial.core.language import say
from simsocial.region.importing.counts import is_number
from simsocial.region.importing.labels import facts_of
from simsocial.region.importing.sheets import At, SourceSheet
from simsocial.region.importing.site_words import site_column

__all__ = ["ListedSite", "SiteList", "read_site_list"]

_FEWEST_COLUMNS = 2


@dataclass(frozen=True)
class ListedSite:
    """One line: what its columns hold by role, and where; `heading` is the line above that names its group."""

    texts: dict[str, list[str]]
    at: dict[str, At]
    line: At
    heading: str

    def text(self, role: str) -> str:
        """Return the first filled cell of a role, empty if there is none."""
        return next((text for text in self.texts.get(role, []) if text), "")

    def place(self, role: str) -> At:
        """Return where a role stands."""
        return self.at.get(role, self.line)


@dataclass
class SiteList:
    """The sites of a sheet.

    Attributes
    ----------
    sites, totals : list of ListedSite
        Lines of sites, and of their sums.
    columns : dict
        Header by role, of the columns that are used.
    left_out : list of str
        Headers and lines that are not.
    """

    sites: list[ListedSite] = field(default_factory=list)
    totals: list[ListedSite] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def read_site_list(sheet: SourceSheet, mapped: Mapping[str, str]) -> SiteList | None:
    """Return the sites of a sheet, None if no line names at least two known columns.

    Parameters
    ----------
    sheet : SourceSheet
        The sheet.
    mapped : mapping
        What columns hold, by their headers, where a planner has written it down.
    """
    roles_of = {line: _roles(cells, mapped) for line, cells in enumerate(sheet.lines[:40])}
    header, roles = max(roles_of.items(), key=lambda entry: (len(set(entry[1].values())), -entry[0]))
    if len(set(roles.values())) < _FEWEST_COLUMNS:
        return None
    first = header + 1
    # A second line of the header: "Plätze" over "unter 3" and "über 3".
    if first < len(sheet.lines) and not any(is_number(text) for text in sheet.lines[first]):
        below = _roles(sheet.lines[first], mapped)
        if below and not any(sheet.lines[first][column] for column, role in roles.items() if role == "name"):
            roles, first = {**roles, **below}, first + 1
    found = SiteList()
    for column, role in roles.items():
        text = " ".join(line[column] for line in sheet.lines[header:first] if line[column])
        found.columns.setdefault(role, []).append(text)
    found.left_out += [
        say("{name}: column '{header}'", name=sheet.name, header=text)
        for column, text in enumerate(sheet.lines[header])
        if text and column not in roles
    ]
    heading = ""
    for line in range(first, len(sheet.lines)):
        cells = sheet.lines[line]
        filled = [text for text in cells if text]
        if len(filled) == 1 and not is_number(filled[0]):
            heading = filled[0]
            found.left_out.append(
                say(
                    "{name}, row {numbers}: '{heading}' (a heading or note)",
                    name=sheet.name,
                    numbers=sheet.numbers[line],
                    heading=heading[:60],
                )
            )
            continue
        site = _listed(sheet, line, roles, heading)
        is_total = any(facts_of(text).total for text in filled if not is_number(text))
        (found.totals if is_total else found.sites).append(site)
    return found


def _roles(cells: list[str], mapped: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, text in enumerate(cells):
        role = mapped.get(text) or (site_column(text) if text else None)
        if role and role != "ignore" and (role == "area" or role not in found.values()):
            found[column] = role
    return found


def _listed(sheet: SourceSheet, line: int, roles: dict[int, str], heading: str) -> ListedSite:
    texts: dict[str, list[str]] = {}
    at: dict[str, At] = {}
    for column, role in roles.items():
        texts.setdefault(role, []).append(sheet.lines[line][column])
        at.setdefault(role, sheet.at(line, column))
    return ListedSite(texts, at, At(sheet.name, sheet.numbers[line], ""), heading)
