"""The terms of a factorial: what each measure does, and what two or all do beyond the sum, from its corners.

A term is a difference of two means of corners: of the world as it is, and of the world as it would be if effects
simply added up. Two measures help or hinder each other by ``actual - expected``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from simsocial.analysis.cube import Cube
from simsocial.experiment.factorial import corner_name

__all__ = ["ACTUAL", "EXPECTED", "Term", "terms_of", "world_pair"]

ACTUAL, EXPECTED = "actual", "expected"
"""The two worlds of a term."""

_ROUNDING = 1e-11

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Term:
    """One question to the corners.

    Attributes
    ----------
    kind : str
        ``alone``: one measure against none. ``main``: one measure, mean over all settings of the others. ``pair``:
        what two do beyond the sum of both, mean over all settings of the others. ``bundle``: all against none.
        ``total``: what all do beyond the sum of what each does alone.
    factors : tuple of str
        The measures it is about.
    actual, expected : mapping
        Weight of each corner in the two worlds; each sums to one.
    """

    kind: str
    factors: tuple[str, ...]
    actual: Weights
    expected: Weights

    @property
    def searched(self) -> bool:
        """Whether it is an interaction: of those there are many, and a scenario declares none."""
        return self.kind in ("pair", "total")


def terms_of(factors: Sequence[str]) -> list[Term]:
    """Return all terms of a full factorial.

    Examples
    --------
    >>> [(term.kind, term.factors) for term in terms_of(["a", "b"])]
    [('alone', ('a',)), ('alone', ('b',)), ('main', ('a',)), ('main', ('b',)), ('pair', ('a', 'b')), ('bundle', ('a', 'b')), ('total', ('a', 'b'))]
    >>> terms_of(["a", "b"])[-1].expected
    {'without': -1.0, 'a': 1.0, 'b': 1.0}
    """  # noqa: E501
    none, every = corner_name([]), corner_name(factors)
    alone = [Term("alone", (one,), {one: 1.0}, {none: 1.0}) for one in factors]
    main = [_main(one, factors) for one in factors]
    pairs = [_pair(one, other, factors) for one, other in combinations(factors, 2)]
    together = Term("bundle", tuple(factors), {every: 1.0}, {none: 1.0})
    added = {none: 1.0 - len(factors), **dict.fromkeys(factors, 1.0)}
    return [*alone, *main, *pairs, together, Term("total", tuple(factors), {every: 1.0}, added)]


def _main(one: str, factors: Sequence[str]) -> Term:
    """Return what a measure does, mean over all settings of the others."""
    actual, expected = {}, {}
    others = list(_subsets([name for name in factors if name != one]))
    for subset in others:
        actual[corner_name((*subset, one))] = 1.0 / len(others)
        expected[corner_name(subset)] = 1.0 / len(others)
    return Term("main", (one,), actual, expected)


def _pair(one: str, other: str, factors: Sequence[str]) -> Term:
    """Return what two measures do beyond the sum of both, mean over all settings of the others."""
    actual, expected = {}, {}
    others = list(_subsets([name for name in factors if name not in (one, other)]))
    for subset in others:
        actual[corner_name((*subset, one, other))] = 1.0 / len(others)
        for corner, sign in (((*subset, one), 1.0), ((*subset, other), 1.0), (subset, -1.0)):
            expected[corner_name(corner)] = sign / len(others)
    return Term("pair", (one, other), actual, expected)


def _subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Iterate over all subsets."""
    return (chosen for size in range(len(names) + 1) for chosen in combinations(names, size))


def world_pair(cube: Cube, term: Term) -> Cube:
    """Return the two worlds of a term, row by row and run by run; a run is there where all its corners are."""
    position = {name: number for number, name in enumerate(cube.scenarios)}
    actual, expected = (
        np.sum([weight * cube.values[position[name]] for name, weight in side.items()], axis=0)
        for side in (term.actual, term.expected)
    )
    # Sums of fractions are never quite the same: what differs by rounding alone does not differ.
    same = np.abs(actual - expected) <= _ROUNDING * np.maximum(np.abs(actual), np.abs(expected))
    named = sorted({position[name] for side in (term.actual, term.expected) for name in side})
    there = cube.present[named].all(axis=0)
    return replace(
        cube,
        scenarios=(ACTUAL, EXPECTED),
        values=np.stack([actual, np.where(same, actual, expected)]),
        present=np.stack([there, there]),
    )
