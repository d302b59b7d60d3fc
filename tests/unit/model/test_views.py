"""Views and biographies say what the columns hold."""

from __future__ import annotations

import re

import pytest

from simsocial.core.errors import RunError
from tests.unit.model.measures import measure


@pytest.fixture(scope="module")
def watched(small_model):
    """A model in which a tenth of the people are watched."""
    keys = list(small_model(end="2024-01").persons.keys())[::10]
    return small_model(measure("close_site"), end="2025-12", watch=keys).run(), keys


def homes(model):
    return [model.households[key] for key in model.households.keys()]  # noqa: SIM118 - no mapping


def test_a_biography_begins_with_who_somebody_is_and_follows_every_change(watched):
    model, keys = watched
    told = {key: diary for key, diary in model.persons.diary.items() if diary}
    assert list(model.persons.diary) == keys
    # Nothing is told of those who left in the very first month.
    assert len(told) > 0.97 * len(keys)
    for diary in told.values():
        assert re.match(
            r"2023-12: [mf] \d+, (adult|child of the household|resident of a home), [abc]_", diary[0]
        )
        months = [entry[:7] for entry in diary]
        assert months == sorted(months)
        assert all(re.match(r"\d{4}-\d\d: ", entry) for entry in diary)


def test_the_diary_ends_where_the_person_is_now(watched):
    model, keys = watched
    living = set(model.persons.keys())
    for key, diary in model.persons.diary.items():
        assert (not diary or diary[-1].endswith((": died", ": left the region"))) == (key not in living)
    present = [key for key in keys if key in living]
    for key in present:
        person = model.persons[key]
        for name, value in person.summary().items():
            changes = [entry for entry in model.persons.diary[key] if f": {name} " in entry]
            if changes:
                assert changes[-1].endswith(f"-> {value}")


def test_some_biographies_tell_of_places_care_and_services(watched):
    model, keys = watched
    told = "\n".join(entry for key in keys for entry in model.persons.diary[key])
    for part in (
        "place ",
        "partner ",
        "care grade 0 ->",
        "served at ",
        "waiting",
        ": died",
        ": left the region",
        "kindergarten",
    ):
        assert part in told, part
    assert "served at kita_b2" not in "\n".join(line for line in told.splitlines() if "2025" in line[:4])


def test_a_household_prints_its_members_and_their_events(watched):
    model, keys = watched
    key = next(key for key in keys if key in set(model.persons.keys()) and len(model.persons.diary[key]) > 2)
    household = next(
        home for home in homes(model) if key in [member.key for member in home.members]
    )  # fmt: skip
    text = repr(household)
    assert text == household.biography()
    assert text.startswith(f"Household {household.key} in {household.place}, 2025-12")
    for member in household.members:
        assert f"{member.key}: {member.sex} {member.age}, {member.role}, {member.place}" in text
    for entry in model.persons.diary[key]:
        assert entry in text
    ages = [member.age for member in household.members]
    assert ages == sorted(ages, reverse=True)


def test_everybody_is_given_as_when_looked_for_by_key(watched):
    model, keys = watched
    everybody = dict(model.persons.items())
    assert list(everybody) == list(model.persons.keys())
    present = [key for key in keys if key in everybody]
    assert [repr(everybody[key]) for key in present] == [repr(model.persons[key]) for key in present]


def test_every_person_is_a_member_of_one_household(watched):
    model, _ = watched
    members = [member.key for home in homes(model) for member in home.members]
    assert sorted(members) == sorted(model.persons.keys())


def test_partners_and_residents_are_told_apart(watched):
    model, _ = watched
    people = [model.persons[key] for key in list(model.persons.keys())[:400]]
    for person in people:
        if person.partner is not None:
            assert model.persons[person.partner].partner == person.key
    residents = [home for home in homes(model) if home.is_institution]
    assert residents
    assert all(len(home.members) == 1 for home in residents)


def test_an_unknown_key_is_a_clear_error(watched):
    model, _ = watched
    with pytest.raises(RunError, match="Nobody in the region in 2025-12 has the key 7"):
        model.persons[7]
    with pytest.raises(RunError, match="No household in 2025-12 has the key 7"):
        model.households[7]
