"""The state in columns: persons, households and cases as arrays with a declared schema.

Every column names its type, its unit and the modules that write it, which a test compares with the
sources. These are the columns that kernels of many modules share; what one process alone keeps is an array beside
them (:attr:`simsocial.core.state.State.columns`), so that a further one compiles no kernel anew. Rows of people who
left are reused through a free list that lives inside the columns, so that memory stays what the schema says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np
import numpy.typing as npt

__all__ = [
    "ADULT",
    "CASES",
    "CASE_STATES",
    "CHILD",
    "COUNT_ANEW",
    "COUNT_CASES",
    "COUNT_STATE",
    "DETERRED",
    "DUE",
    "ELSEWHERE",
    "GAVE_UP",
    "GUEST",
    "HOLDS",
    "HOUSEHOLDS",
    "INCOME",
    "INSTITUTION",
    "INSTITUTION_HOUSEHOLD",
    "LIVELIHOOD",
    "MAY_TURN",
    "NEEDS_DUE",
    "NOBODY",
    "PERSONS",
    "PRIVATE",
    "REVIEW",
    "ROW",
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

ROW = "row"
"""Unit of columns that name rows of the state, which are given out anew: outside of it they mean nothing."""

NOBODY = -1
"""No partner, no member, no case, no site."""

ADULT, CHILD, INSTITUTION, GUEST = 0, 1, 2, 3
"""Role of a person: head of a household or partner, child of it, resident of a home, guest of a reception centre."""

PRIVATE, UNUSED = 0, 255
"""Kind of a household: private, institution (1, see `INSTITUTION_HOUSEHOLD`) or an unused row."""

INSTITUTION_HOUSEHOLD = 1
"""Kind of the one-person household that a resident of a home or a guest of a reception centre forms."""

WAITING, SERVED, ELSEWHERE, GAVE_UP, DETERRED = 0, 1, 2, 3, 4
"""State of a case: waiting for a place, served at a site, bought outside the Kreis, given up waiting, or staying away
since the way became longer than before the horizon."""

REVIEW, COUNT_ANEW, COUNT_CASES = 1, 2, 4
"""Marks of a row that has changed: the review of demand has not yet looked at it, it is not yet counted anew, its cases
and who cares for it (of a household: for its members) are not.

Whoever changes what a row says sets all marks (`DUE`), or `NEEDS_DUE`; who has taken the change up clears its own. A
person is due when place, role, partner, care grade or a case changed, a household when members, size, form or place
did; also a row that was given back.
"""

DUE = REVIEW | COUNT_ANEW | COUNT_CASES
"""All marks."""

NEEDS_DUE = REVIEW | COUNT_CASES
"""Marks of a person of whom nothing changed but the care grade or a case."""

COUNT_STATE = 8
"""Mark of a person of whom nothing changed but a column whose values are counted: that is not yet counted anew."""

LIVELIHOOD = 8
"""Mark of a household: something of a member changed at or before the last count, and work is not yet looked at."""

INCOME = 16
"""Mark of a household: a member's work or age class, or who belongs to it, changed, and income is not yet looked at."""

MAY_TURN = 32
"""Mark of a household: what predicates say of its members may be another, though who lives there and where is not."""

HOLDS = 0xF0
"""Until when a person's answers hold whatever trends do: the month of the year (1 to 12) in the upper bits, or 0."""

CASE_STATES = ("waiting", "served", "elsewhere", "gave_up", "deterred")


@dataclass(frozen=True)
class Column:
    """One column of the state: its type, unit and the modules that write it; the name is that of the field."""

    dtype: str
    unit: str
    description: str
    writers: tuple[str, ...] = ()
    name: str = ""


_BORN = ("core.population", "model.building")
_OPENED = ("services.one_case",)
_REVIEWED = ("services.cases", *_OPENED)
_QUEUE = (*_OPENED, "services.displacement", "services.placement")


class Persons(NamedTuple):
    """Columns of persons that the engine's kernels share, each an array of the same length."""

    key: Annotated[Array, Column("u8", "hash", "identity, the same in every scenario", _BORN)]
    cohort: Annotated[
        Array, Column("u2", "2 x birth month + sex", "birth month and sex; 0 = unused row", _BORN)
    ]
    place: Annotated[
        Array,
        Column("i2", "place code", "where the person lives", (*_BORN, "services.displacement")),
    ]
    household: Annotated[Array, Column("i4", ROW, "household the person belongs to", _BORN)]
    next_member: Annotated[Array, Column("i4", ROW, "next member of the same household", _BORN)]
    partner: Annotated[Array, Column("i4", ROW, "partner in the same household", _BORN)]
    first_case: Annotated[Array, Column("i4", ROW, "first of the person's cases", (*_BORN, *_REVIEWED))]
    role: Annotated[
        Array,
        Column(
            "u1",
            "code",
            "adult, child of the household, resident of a home, guest of a reception centre",
            (
                *_BORN,
                "processes.moves",
                "processes.partnership",
                "services.displacement",
                "services.placement",
            ),
        ),
    ]
    care_grade: Annotated[
        Array,
        Column(
            "u1", "grade 0-5", "statutory care grade, 0 = none", ("core.population", "processes.care_need")
        ),
    ]
    settled_grade: Annotated[
        Array,
        Column(
            "u1",
            "grade 0-5",
            "grade at the base date of somebody who lived at home with it: decided against a home",
            ("processes.care_need",),
        ),
    ]
    due: Annotated[
        Array,
        Column(
            "u1",
            "marks",
            "what has changed and is not yet taken up, see `DUE`",
            (
                *_BORN,
                "processes.asylum",
                "processes.care_need",
                "processes.census",
                "processes.moves",
                "processes.partnership",
                "processes.people_counts",
                "processes.work",
                "processes.working",
                "services.asked",
                "services.care_tally",
                "services.case_counts",
                "services.cases",
                "services.displacement",
                "services.overload",
                "services.named",
                "services.one_case",
                "services.placement",
                "services.turning",
            ),
        ),
    ]


class Households(NamedTuple):
    """Columns of households that the engine's kernels share."""

    key: Annotated[Array, Column("u8", "hash", "identity: founder's key and founding month", _BORN)]
    first_member: Annotated[Array, Column("i4", ROW, "first member; next unused row if unused", _BORN)]
    place: Annotated[
        Array, Column("i2", "place code", "where the household lives", (*_BORN, "services.displacement"))
    ]
    size: Annotated[Array, Column("u1", "persons", "number of members", _BORN)]
    form: Annotated[
        Array, Column("u1", "code", "private, institution or unused", (*_BORN, "services.displacement"))
    ]
    due: Annotated[
        Array,
        Column(
            "u1",
            "marks",
            "what has changed and is not yet taken up, see `DUE`",
            (
                *_BORN,
                "processes.asylum",
                "processes.census",
                "processes.household_income",
                "processes.kin",
                "processes.livelihood",
                "processes.gross_income",
                "processes.people_counts",
                "processes.tenancy",
                "processes.work",
                "processes.working",
                "services.asked",
                "services.case_counts",
                "services.displacement",
            ),
        ),
    ]


class Cases(NamedTuple):
    """Columns of cases."""

    person: Annotated[
        Array,
        Column("i4", ROW, "who needs the service; -1 = unused row", ("core.population", *_OPENED)),
    ]
    next_case: Annotated[
        Array,
        Column(
            "i4",
            ROW,
            "the person's next case; next unused row if unused",
            ("core.population", *_REVIEWED),
        ),
    ]
    priority: Annotated[Array, Column("u4", "rank", "keyed rank among equals; lower is served first", _QUEUE)]
    since: Annotated[
        Array,
        Column(
            "i2",
            "month",
            "absolute month in which the present state began",
            (*_QUEUE, "services.cases", "services.overload"),
        ),
    ]
    site: Annotated[
        Array, Column("i2", "site code", "site that serves the case", (*_QUEUE, "services.overload"))
    ]
    origin: Annotated[
        Array,
        Column(
            "i2",
            "place code",
            "of a resident: where they lived before the home, -1 = not known",
            (*_OPENED, "services.placement"),
        ),
    ]
    kind: Annotated[Array, Column("u1", "kind code", "kind of service", _REVIEWED)]
    state: Annotated[
        Array,
        Column(
            "u1",
            "code",
            "waiting, served, elsewhere, gave up, away",
            (*_QUEUE, "services.cases", "services.overload"),
        ),
    ]


def _schema(table: type) -> tuple[Column, ...]:
    """Return the columns as a table declares them."""
    hints = get_type_hints(table, include_extras=True)
    return tuple(replace(hint.__metadata__[0], name=name) for name, hint in hints.items())


PERSONS, HOUSEHOLDS, CASES = _schema(Persons), _schema(Households), _schema(Cases)
"""What each table declares, in the order of its columns."""


def bytes_per_row(schema: Sequence[Column]) -> int:
    """Return the bytes one row of a schema takes.

    Examples
    --------
    >>> bytes_per_row(PERSONS)
    32
    """
    return sum(np.dtype(column.dtype).itemsize for column in schema)
