from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.report.catalog import Catalog
from simsocial.report.option_view import option_view
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import YEARS, cells, indicator, manifest, table

PAIRS = 60
AREAS = ("region", "A", "B")


def stated(means: tuple[float, float, float], explored: float = 1.0, **entry: object) -> list[str]:
    """The line of a suspicion about 'a', whose areas change by these means with a deviation of 1.

    The exploration sees `explored` times the means.
    """
    noise = np.random.default_rng(5).normal(0.0, 1.0, (3, 2, PAIRS // 2))
    noise -= noise.mean(axis=2, keepdims=True)
    shift = np.reshape(means, (3, 1, 1)) * np.reshape([explored, 1.0], (1, 2, 1)) + noise
    shift[np.equal(means, 0.0)] = 0.0
    shift = np.repeat(shift.reshape(3, 1, PAIRS), len(YEARS), axis=1)
    metadata = manifest(
        [indicator("a", relevance=2.0)],
        scenarios={"option": {"suspected": [{"indicator": "a", **entry}]}},
    )
    data = table(cells(["a"], AREAS), np.full(shift.shape, 500.0), {"option": shift})
    view = option_view(Catalog(Texts("de"), metadata), compute_effects(data, metadata), "option")
    (line,) = view.suspected.rows
    return line.cells


@pytest.mark.parametrize(
    ("means", "state"),
    [
        ((9.0, 9.0, 0.0), "gefunden"),
        ((1.0, 9.0, -8.0), "nur in Teilen gefunden: Planungsraum A"),
        ((1.0, 1.0, 0.0), "gefunden, aber zu klein, um zu zählen"),
        ((0.01, 0.01, 0.0), "geprüft, nicht gefunden"),
        ((0.0, 0.0, 0.0), "durch Annahme ausgeschlossen"),
    ],
)
def test_a_suspicion_says_what_came_out_and_why(means, state):
    assert state in stated(means)


def test_a_difference_that_only_the_fresh_runs_see_was_not_confirmed():
    assert "geprüft, nicht gefunden (Unterschied nicht bestätigt)" in stated((5.0, 5.0, 5.0), explored=0.0)


def test_the_figure_beside_found_is_that_of_the_row_found():
    line = stated((1.0, 9.0, 0.0))
    assert any(cell.startswith("+9") for cell in line)


def test_what_was_stated_as_excluded_and_is_touched_says_so():
    touched = "vorab als ausgeschlossen angegeben, im Modell aber berührt"
    assert f"gefunden; {touched}" in stated((9.0, 9.0, 0.0), state="excluded")
    assert "durch Annahme ausgeschlossen" in stated((0.0, 0.0, 0.0), state="excluded")
