"""Lasting draws of single persons, worked out for tests apart from the kernels."""

from __future__ import annotations

from simsocial.core.random import uniform_array
from simsocial.people.school_entry import school_entry_months
from simsocial.services.districts import exception_stream, share_by_choice

__all__ = ["attends_elsewhere", "first_school_months"]


def first_school_months(births, keys, seed, late_share):
    """Return the month in which each child starts school, with those who are put back by a year."""
    late = uniform_array(seed, "demand.school_entry", keys) < late_share
    return school_entry_months(births) + 12 * late


def attends_elsewhere(kind, parameters, seed, keys, month):
    """Return who goes to another site than that of the district."""
    return uniform_array(seed, exception_stream(kind), keys) < share_by_choice(kind, parameters, month)
