"""Nothing in a month looks a value up by name, searches a date or hashes the name of a stream."""

from __future__ import annotations

import sys

from simsocial.core import random
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from tests.unit.model.measures import measure

_PASSING_ON = (
    "simsocial.core.random",
    "simsocial.parameters.",
    "simsocial.services.kind",
    "simsocial.shapes.",
    __name__,
)


def _asking() -> str:
    """Return the module that asks, behind those that pass a question on."""
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].startswith(_PASSING_ON):
        frame = frame.f_back
    return frame.f_globals["__name__"]


def test_a_month_reads_rows_of_the_plan_alone(small_model, monkeypatch):
    """14 months over a January, with measures that build and cost; can fail: who looks something up is named."""
    settings = (
        measure("phased_housing") | measure("open_site") | measure("change_value") | measure("close_site")
    )
    model = small_model(settings, end="2025-02")
    found: set[str] = set()

    def watched(owner, name):
        kept = getattr(owner, name)

        def asked(*arguments, **named):
            found.add(_asking())
            return kept(*arguments, **named)

        monkeypatch.setattr(owner, name, asked)

    for owner, names in (
        (Parameters, ("value", "table", "dated", "__getitem__", "__contains__")),
        (Plan, ("value", "table", "number", "tables", "local", "held")),
        (random, ("_question", "stream_id")),
    ):
        for name in names:
            watched(owner, name)
    model.run()
    assert found == set()
