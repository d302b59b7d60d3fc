"""What every law of the package must say, and that it changes what it names."""

from __future__ import annotations

import pytest

from simsocial.core.calendar import LAST_MONTH, month_index
from simsocial.core.roots import packaged_root
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import load_catalogue_from_dirs
from simsocial.shapes.legal_calendar import load_legal_calendar

CALENDAR = load_legal_calendar()
VALUES = load_catalogue_from_dirs([packaged_root("conf") / "services"]).register(Parameters.load())
FIRST = month_index("2024-01")


@pytest.mark.parametrize("name", CALENDAR)
def test_a_law_has_names_in_both_languages_a_source_and_figures_with_theirs(name):
    law = CALENDAR[name]
    assert law.label.de and law.label.en and law.label.de != law.label.en
    assert law.source != "own setting of the user"
    assert str(law.year) != "undated"
    for parameter in law.parameters():
        assert parameter.source not in ("own setting of the user", *law.sources)
        assert str(parameter.year) != "undated"
        assert law.status in parameter.note


@pytest.mark.parametrize("name", CALENDAR)
def test_a_law_alone_changes_each_value_that_it_names_and_none_before_its_date(name):
    alone = CALENDAR.switched(dict.fromkeys(CALENDAR, False) | {name: True})
    law, values = CALENDAR[name], VALUES.register(*CALENDAR.switched({name: True}).parameters())
    own = [one for one in alone.modifiers(values, FIRST, FIRST, LAST_MONTH) if name in one.origin.split(".")]
    plan = Plan(
        values, FIRST, LAST_MONTH, law=own
    )  # refuses what is no value, out of bounds or without effect
    assert {one.id for one in own} == {change.id for change in law.changes.values()}
    for change in law.changes.values():
        with_law, without = (one.number(change.id).values for one in (plan, plan.registered))
        start = max(law.first_month - FIRST, 0)
        assert (with_law[:start] == without[:start]).all()
        assert (with_law[start:] != without[start:]).any()


def test_all_laws_together_say_how_they_combine():
    everything = CALENDAR.switched(dict.fromkeys(CALENDAR, True))
    values = VALUES.register(*everything.parameters())
    law = everything.modifiers(values, FIRST, month_index("2027-01"), LAST_MONTH)
    assert Plan(values, FIRST, LAST_MONTH, law=law).modifiers


def test_a_third_fee_free_year_takes_from_families_and_kreis_what_the_land_pays():
    """Twelve of 42 months at 185 EUR a child."""
    on = CALENDAR.switched({"kita_third_fee_free_year": True})
    values = VALUES.register(*on.parameters())
    start = month_index("2027-01")
    plan = Plan(values, FIRST, LAST_MONTH, law=on.modifiers(values, FIRST, start, LAST_MONTH))
    paid = {
        payer: plan.value(f"services.kindergarten.payers.flat_per_case.{payer}", month_index("2027-08"))
        - plan.registered.value(f"services.kindergarten.payers.flat_per_case.{payer}", month_index("2027-08"))
        for payer in ("families", "kreis", "land")
    }
    assert sum(paid.values()) == pytest.approx(0.0, abs=1.0)
    assert paid["land"] == pytest.approx(185 * 12 * 12 / 42, abs=2.0)
    assert paid["families"] == pytest.approx(-185 * 12 * 0.78 * 12 / 42, abs=2.0)
