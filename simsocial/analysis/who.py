"""Who gains and who loses, joined person by person: numbers by group and area, and three households as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.twins import AREA, KINDS, Twins, read_persons, twins_of
from simsocial.core.inert import inert_table

__all__ = ["STORIES", "STORY_COLUMNS", "WHO_COLUMNS", "compute_who", "read_who", "write_who"]

WHO_COLUMNS = [
    "scenario", "group_kind", "group", "runs", "persons", *KINDS, "gained_low", "gained_high", "lost_low", "lost_high",
    "months", "eur", "apart", "only_reference", "only_option",
]  # fmt: skip
"""Columns of who.csv, in this order."""

STORIES = ("gain", "loss", "median")
STORY_COLUMNS = [
    "scenario",
    "story",
    "replicate",
    "area",
    "household_type",
    "income_group",
    "ages",
    "quantity",
    "change",
]
"""Columns of who_stories.csv, in this order."""

_HOME = "in_a_home"
_TEXTS = (
    "scenario",
    "group_kind",
    "group",
    "story",
    "area",
    "household_type",
    "income_group",
    "ages",
    "quantity",
)


def compute_who(folder: Path, manifest: Mapping[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join the person tables of the twin runs of each option and of the reference.

    Parameters
    ----------
    folder : Path
        Folder of results with ``persons/``.
    manifest : mapping
        Its manifest.

    Returns
    -------
    who : DataFrame
        `WHO_COLUMNS`: a line for everybody, each area and each group of the decision date. Numbers are people, means
        over `runs`; `gained_low`, `gained_high`, `lost_low`, `lost_high` the least and the most of them. `months`:
        change of months without a place in the region, of all of them together. `eur`: change of net income a month by
        weighted heads at the end of the horizon, mean per person whose income is known (in steps of 15 EUR a person,
        so that smaller changes of one household are not seen). `apart`, `only_reference`, `only_option` stand in the
        line of everybody alone.
    stories : DataFrame
        `STORY_COLUMNS`, a line for each change: of the households of the decision date outside homes whose members
        are in both worlds and end alike, the one that gains most, the one that loses most, and the median of those
        touched. They are ordered by the months without a place of all members together, fewer being better, and where
        these are equal by income; equal ones by replicate and key.
    """
    groups = list(manifest.get("margins") or {})
    lines, stories = [], []
    for option in manifest["scenarios"]:
        if option == manifest["reference"]:
            continue
        pairs = list(_pairs(folder, manifest, option, groups))
        if pairs:
            lines += _lines(option, [twins for _, twins in pairs], groups)
            stories += _stories(option, pairs)
    return pd.DataFrame(lines, columns=WHO_COLUMNS), pd.DataFrame(stories, columns=STORY_COLUMNS)


def _pairs(
    folder: Path, manifest: Mapping[str, Any], option: str, groups: Sequence[str]
) -> Iterator[tuple[int, Twins]]:
    """Iterate over the replicates of which both worlds have a person table that names households."""
    paths = {
        (run["scenario"], run["replicate"]): folder / "persons" / f"{run['key']}.parquet"
        for run in manifest.get("runs") or ()
    }
    for (scenario, replicate), path in paths.items():
        other = paths.get((manifest["reference"], replicate))
        if scenario != option or other is None or not (path.is_file() and other.is_file()):
            continue
        first, second = (read_persons(one, list(groups)) for one in (other, path))
        if "household_key" in first and "household_key" in second:
            yield int(replicate), twins_of(first, second, [name for name in groups if name in first])


def _lines(option: str, pairs: Sequence[Twins], groups: Sequence[str]) -> list[dict[str, Any]]:
    """Return the numbers of everybody, of areas and of groups."""
    everybody = _line([twins.people for twins in pairs])
    for name in ("apart", "only_reference", "only_option"):
        everybody[name] = sum(getattr(twins, name) for twins in pairs) / len(pairs)
    lines = [{"scenario": option, "group_kind": "all", "group": "all", **everybody}]
    for kind in (AREA, *groups):
        if kind not in pairs[0].people:
            continue
        for group in sorted(pairs[0].people[kind].dropna().astype(str).unique()):
            chosen = [twins.people[twins.people[kind].astype(str) == group] for twins in pairs]
            lines.append({"scenario": option, "group_kind": kind, "group": group, **_line(chosen)})
    return lines


def _line(chosen: Sequence[pd.DataFrame]) -> dict[str, Any]:
    """Return the numbers of some people, over runs."""
    counts = (
        pd.DataFrame([people["kind"].value_counts() for people in chosen])
        .reindex(columns=list(KINDS))
        .fillna(0.0)
    )
    bounds = {
        f"{kind}_{end}": float(getattr(counts[kind], how)())
        for kind in ("gained", "lost")
        for end, how in (("low", "min"), ("high", "max"))
    }
    return {
        "runs": len(chosen),
        "persons": sum(map(len, chosen)) / len(chosen),
        **counts.mean().to_dict(),
        **bounds,
        "months": sum(float(people["months"].sum()) for people in chosen) / len(chosen),
        "eur": float(pd.concat([people["eur"] for people in chosen]).mean()),
    }


class _Home(NamedTuple):
    """A household of one run, and what changes for its members together; the better, the earlier in order."""

    months: float
    less_eur: float
    replicate: int
    key: int


def _stories(option: str, pairs: Sequence[tuple[int, Twins]]) -> list[dict[str, Any]]:
    """Return the changes of three households."""
    homes = sorted(home for number, twins in pairs for home in _touched_homes(number, twins.people))
    if not homes:
        return []
    best, middle, worst = homes[0], homes[(len(homes) - 1) // 2], homes[-1]
    chosen = {"gain": best, "loss": worst, "median": middle}
    if best[:2] > (0.0, 0.0):
        del chosen["gain"]
    if worst[:2] < (0.0, 0.0):
        del chosen["loss"]
    people = {number: twins.people for number, twins in pairs}
    return [
        line | {"scenario": option, "story": story}
        for story, home in chosen.items()
        for line in _story(home, people[home.replicate])
    ]


def _touched_homes(replicate: int, people: pd.DataFrame) -> list[_Home]:
    """Return the households outside homes, whole in both worlds, for which months or income change."""
    at_home = people[people["whole"] & (people["household_type"].astype(str) != _HOME)]
    by_home = at_home.groupby("household_key", sort=False)
    months, eur = by_home["months"].sum(), by_home["eur"].mean().fillna(0.0)
    touched = (months != 0.0) | (eur != 0.0)
    rows = zip(months[touched], eur[touched], months.index[touched], strict=True)
    return [_Home(float(change), -float(income), replicate, int(key)) for change, income, key in rows]


def _story(home: _Home, people: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the lines of one household: each thing that changes for its members together."""
    members = people[people["household_key"] == home.key]
    first = members.iloc[0]
    named = list(members.filter(regex="^(without|served)_"))
    sums = {name: float(members[name].sum()) for name in (*named, "hours")} | {"eur": -home.less_eur}
    head = {
        "replicate": home.replicate,
        "area": str(first["area"]),
        "household_type": str(first["household_type"]),
        "income_group": str(first.get("income_group", "")),
        "ages": " ".join(members["age_group"].astype(str)),
    }
    return [head | {"quantity": name, "change": change} for name, change in sums.items() if change]


def write_who(results: Results) -> None:
    """Write ``who.csv`` and ``who_stories.csv`` beside stored results that have person tables; else none."""
    tables = compute_who(results.folder, results.manifest)
    for name, table in zip(("who", "who_stories"), tables, strict=True):
        path = results.folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        if len(table):
            inert_table(table).to_csv(path, index=False, float_format="%.10g")


def read_who(results: Results) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both tables as they were written; without rows where none were."""
    found = []
    for name, columns in (("who", WHO_COLUMNS), ("who_stories", STORY_COLUMNS)):
        path = results.folder / f"{name}.csv"
        missing = {column: ["", "nan"] for column in columns if column not in _TEXTS}
        table = (
            pd.read_csv(path, dtype=dict.fromkeys(_TEXTS, str), keep_default_na=False, na_values=missing)
            if path.is_file()
            else pd.DataFrame(columns=columns)
        )
        found.append(table[columns])
    return found[0], found[1]
