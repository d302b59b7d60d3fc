"""Asking memory ahead for the rows that the next events of a kernel need.

Events happen to a few people here and there, and each needs a dozen columns of the person, the household and its
members. One after the other they wait for memory most of their time; asked for a few events before, it is there.
What is asked for changes nothing: a row that is no longer the right one costs a little time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from simsocial.core.columns import Cases, Households, Persons
from simsocial.core.compile import helper

__all__ = ["fetch", "fetch_ahead", "fetch_cases_ahead", "fetch_homes_ahead", "fetch_persons_ahead"]

_AHEAD = 4
"""Events between the three looks ahead: at the person, at the household, at its first member."""


@intrinsic
def fetch(typing: Any, column: types.Array, row: types.Integer) -> tuple[Any, Any]:  # noqa: ARG001 - as numba calls it
    """Ask for one row of a column; nothing is read, so that any row will do."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        pointer = builder.bitcast(builder.gep(array.data, [arguments[1]]), cgutils.voidptr_t)
        word = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, word, word, word])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [cgutils.voidptr_t], shape)
        # To be written, kept in all caches, data.
        builder.call(prefetch, [pointer, word(1), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(column, types.intp), generate


@helper
def fetch_ahead(persons: Persons, households: Households, rows: npt.NDArray[np.int32], number: int) -> None:
    """Ask for what the events of some of the next rows need, while the one with this number is looked at.

    Parameters
    ----------
    persons, households : Persons, Households
        The columns.
    rows : ndarray of int32
        Rows of the persons to whom something happens, in their order.
    number : int
        Position of the present one.
    """
    if number + 3 * _AHEAD < len(rows):
        _fetch_person(persons, rows[number + 3 * _AHEAD])
    if number + 2 * _AHEAD < len(rows):
        home = persons.household[rows[number + 2 * _AHEAD]]
        fetch(households.first_member, home)
        fetch(households.size, home)
        fetch(households.place, home)
        fetch(households.form, home)
        fetch(households.due, home)
    if number + _AHEAD < len(rows):
        home = persons.household[rows[number + _AHEAD]]
        if home >= 0:
            _fetch_person(persons, households.first_member[home])


@helper
def fetch_persons_ahead(persons: Persons, rows: npt.NDArray[np.int32], number: int) -> None:
    """Ask for the person to whom something happens some events later, for what concerns nobody else."""
    if number + _AHEAD < len(rows):
        _fetch_person(persons, rows[number + _AHEAD])


@helper
def fetch_cases_ahead(
    persons: Persons, households: Households, cases: Cases, rows: npt.NDArray[np.int32], number: int
) -> None:
    """Ask for some of the next persons who are asked, and for the household and the first case of nearer ones."""
    if number + 2 * _AHEAD < len(rows):
        row = rows[number + 2 * _AHEAD]
        _fetch_person(persons, row)
        fetch(persons.settled_grade, row)
    if number + _AHEAD < len(rows):
        row = rows[number + _AHEAD]
        home, case = persons.household[row], persons.first_case[row]
        fetch(households.size, home)
        fetch(households.form, home)
        fetch(cases.kind, case)
        fetch(cases.state, case)
        fetch(cases.next_case, case)


@helper
def fetch_homes_ahead(persons: Persons, households: Households, home: int, top: int) -> None:
    """Ask for the first member, behind whom the others mostly lie, where all households are gone through."""
    if home + 4 * _AHEAD < top:
        _fetch_links(persons, households.first_member[home + 4 * _AHEAD])


@helper
def _fetch_links(persons: Persons, row: int) -> None:
    fetch(persons.household, row)
    fetch(persons.next_member, row)
    fetch(persons.partner, row)
    fetch(persons.cohort, row)
    fetch(persons.place, row)


@helper
def _fetch_person(persons: Persons, row: int) -> None:
    _fetch_links(persons, row)
    fetch(persons.first_case, row)
    fetch(persons.key, row)
    fetch(persons.role, row)
    fetch(persons.care_grade, row)
    fetch(persons.due, row)
