"""The state in columns: persons, households and cases as arrays with a declared schema.

Every column names its type, its unit and the modules that write it, which a test compares with the
sources. Rows of people who left are reused through a free list that lives inside the columns, so that
memory stays what the schema says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = [
    "ADULT",
    "CASES",
    "CASE_STATES",
    "CHILD",
    "ELSEWHERE",
    "GAVE_UP",
    "GUEST",
    "HOUSEHOLDS",
    "INSTITUTION",
    "INSTITUTION_HOUSEHOLD",
    "NOBODY",
    "PERSONS",
    "PRIVATE",
    "SERVED",
    "UNUSED",
    "WAITING",
    "Cases",
    "Column",
    "Households",
    "Persons",
    "bytes_per_row",
]

Array = npt.NDArray[Any]

NOBODY = -1
"""No partner, no member, no case, no site."""

ADULT, CHILD, INSTITUTION, GUEST = 0, 1, 2, 3
"""Role of a person: head of a household or partner, child of it, resident of a home, guest of a reception centre."""

PRIVATE, UNUSED = 0, 255
"""Kind of a household: private, institution (1, see `INSTITUTION_HOUSEHOLD`) or an unused row."""

INSTITUTION_HOUSEHOLD = 1
"""Kind of the one-person household that a resident of a home or a guest of a reception centre forms."""

WAITING, SERVED, ELSEWHERE, GAVE_UP = 0, 1, 2, 3
"""State of a case: waiting for a place, served at a site, bought outside the Kreis, given up waiting."""

CASE_STATES = ("waiting", "served", "elsewhere", "gave_up")


@dataclass(frozen=True)
class Column:
    """One column of the state: its type, unit and the modules that write it."""

    name: str
    dtype: str
    unit: str
    writers: tuple[str, ...]
    description: str


PERSONS = (
    Column(
        "key", "u8", "hash", ("core.population", "model.building"), "identity, the same in every scenario"
    ),
    Column(
        "cohort",
        "u2",
        "2 x birth month + sex",
        ("core.population", "model.building"),
        "birth month and sex; 0 = unused row",
    ),
    Column(
        "place", "i2", "place code", ("core.population", "services.displacement"), "where the person lives"
    ),
    Column("household", "i4", "row", ("core.population",), "household the person belongs to"),
    Column("next_member", "i4", "row", ("core.population",), "next member of the same household"),
    Column("partner", "i4", "row", ("core.population", "model.building"), "partner in the same household"),
    Column(
        "first_case",
        "i4",
        "row",
        ("core.population", "model.building", "services.cases"),
        "first of the person's cases",
    ),
    Column(
        "role",
        "u1",
        "code",
        (
            "core.population",
            "model.building",
            "processes.moves",
            "processes.partnership",
            "services.displacement",
            "services.placement",
        ),
        "adult, child of the household, resident of a home, guest of a reception centre",
    ),
    Column(
        "care_grade",
        "u1",
        "grade 0-5",
        ("core.population", "processes.care_need"),
        "statutory care grade, 0 = none",
    ),
    Column(
        "settled_grade",
        "u1",
        "grade 0-5",
        ("core.population", "processes.care_need"),
        "grade at the base date of somebody who lived at home with it: decided against a home",
    ),
)

HOUSEHOLDS = (
    Column(
        "key",
        "u8",
        "hash",
        ("core.population", "model.building"),
        "identity: founder's key and founding month",
    ),
    Column(
        "first_member",
        "i4",
        "row",
        ("core.population", "model.building"),
        "first member; next unused row if unused",
    ),
    Column(
        "place",
        "i2",
        "place code",
        ("core.population", "model.building", "services.displacement"),
        "where the household lives",
    ),
    Column("size", "u1", "persons", ("core.population",), "number of members"),
    Column(
        "kind",
        "u1",
        "code",
        ("core.population", "model.building", "services.displacement"),
        "private, institution or unused",
    ),
)

_QUEUE = ("services.cases", "services.displacement", "services.placement")
_ASKED = ("services.allocation", *_QUEUE)

CASES = (
    Column(
        "person", "i4", "row", ("core.population", "services.cases"), "who needs the service; -1 = unused row"
    ),
    Column(
        "next_case",
        "i4",
        "row",
        ("core.population", "services.cases"),
        "the person's next case; next unused row if unused",
    ),
    Column("priority", "u4", "rank", _QUEUE, "keyed rank among equals; lower is served first"),
    Column("since", "i2", "month", _ASKED, "absolute month in which the present state began"),
    Column("site", "i2", "site code", _QUEUE, "site that serves the case"),
    Column(
        "origin",
        "i2",
        "place code",
        ("services.cases", "services.placement"),
        "of a resident: where they lived before the home, -1 = not known",
    ),
    Column("kind", "u1", "kind code", ("services.cases",), "kind of service"),
    Column("state", "u1", "code", _ASKED, "waiting, served, elsewhere, gave up"),
)


class Persons(NamedTuple):
    """Columns of persons, each an array of the same length; see :data:`PERSONS`."""

    key: Array
    cohort: Array
    place: Array
    household: Array
    next_member: Array
    partner: Array
    first_case: Array
    role: Array
    care_grade: Array
    settled_grade: Array


class Households(NamedTuple):
    """Columns of households; see :data:`HOUSEHOLDS`."""

    key: Array
    first_member: Array
    place: Array
    size: Array
    kind: Array


class Cases(NamedTuple):
    """Columns of cases; see :data:`CASES`."""

    person: Array
    next_case: Array
    priority: Array
    since: Array
    site: Array
    origin: Array
    kind: Array
    state: Array


def bytes_per_row(schema: Sequence[Column]) -> int:
    """Return the bytes one row of a schema takes.

    Examples
    --------
    >>> bytes_per_row(PERSONS)
    31
    """
    return sum(np.dtype(column.dtype).itemsize for column in schema)
