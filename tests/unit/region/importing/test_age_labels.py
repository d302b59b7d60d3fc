"""Age groups in every form that offices write."""

from __future__ import annotations

import pytest

from simsocial.region.importing.age_labels import AgeGroup, parse_age, settle_bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("0 - 2", 0, 2),
        ("0–2", 0, 2),
        ("80 u. älter", 80, None),
        ("90 u. mehr", 90, None),
        ("85 u.m.", 85, None),
        ("65 J. u. ä.", 65, None),
        ("65 u. ält.", 65, None),
        ("unter 3 Jahre", 0, 2),
        ("unter 1 Jahr", 0, 0),
        ("U3", 0, 2),
        ("< 3", 0, 2),
        ("bis 2 Jahre", 0, 2),
        ("3 bis unter 6 Jahre", 3, 5),
        ("3 b. u. 6", 3, 5),
        ("3 - unter 6", 3, 5),
        ("3-<6", 3, 5),
        ("im Alter von 3 bis unter 6 Jahren", 3, 5),
        ("von 3 bis unter 6", 3, 5),
        ("75 Jahre und mehr", 75, None),
        ("75 Jahre und älter", 75, None),
        ("75+", 75, None),
        (">=75", 75, None),
        ("ab 75", 75, None),
        ("über 74", 75, None),
        ("0_bis_unter_1", 0, 0),
        ("95_und_mehr", 95, None),
        ("ALT000", 0, 0),
        ("ALT000B03", 0, 2),
        ("ALT003B06", 3, 5),
        ("ALT090UM", 90, None),
        ("E_E03_05", 3, 5),
        ("E_EU1", 0, 0),
        ("E_E1U6", 1, 5),
        ("Unter18", 0, 17),
        ("a18bis29", 18, 29),
        ("a65undaelter", 65, None),
        ("3-Jährige", 3, 3),
        ("1 Jahr", 1, 1),
        ("Alter_3", 3, 3),
        ("17", 17, 17),
        ("0-11 Monate", 0, 0),
        ("0 - 12 Monate", 0, 0),
        ("unter 12 Monate", 0, 0),
        ("12 bis unter 36 Monate", 1, 2),
        ("12-35 Mon.", 1, 2),
    ],
)
def test_each_form_is_understood(text, first, last):
    label = parse_age(text)
    assert (label.first, label.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["2023", "Nord", "Kita 3", "K1", "insgesamt", "1.5", "6 bis 3", "Anteil unter 18 in %", ""]
)
def test_what_is_no_age_group_is_none(text):
    assert parse_age(text) is None


@pytest.mark.parametrize("text", ["3 - 6", "E_E03_06", "3 bis 6 Jahre"])
def test_only_the_next_group_tells_whether_the_end_belongs_to_a_group(text):
    label = parse_age(text)
    inclusive, no = settle_bounds([label, parse_age("7 - 9")])
    exclusive, yes = settle_bounds([label, parse_age("6 - 9")])
    assert (inclusive[label], no) == (AgeGroup(3, 6), False)
    assert (exclusive[label], yes) == (AgeGroup(3, 5), True)


@pytest.mark.parametrize(
    ("ends", "groups"),
    [
        # Berlin's register: groups of one year beside longer ones, all below their ends.
        ("E_E00_01 E_E01_02 E_E02_03 E_E03_05 E_E05_06 E_E06_07 E_E07_10 E_E10_110", "0 1 2 3-4 5 6 7-9 10+"),
        # Sums of single years of age, which begin with every end.
        ("0 1 2 3 4 5 6+ 0-2 3-5", "0 1 2 3 4 5 6+ 0-2 3-5"),
    ],
)
def test_single_years_do_not_hide_whether_ends_belong_to_groups(ends, groups):
    labels = [parse_age(text) for text in ends.split()]
    found, _ = settle_bounds(labels)
    assert " ".join(str(found[label]) for label in labels) == groups


def test_a_group_to_a_hundred_or_more_is_open():
    groups, _ = settle_bounds([parse_age("E_E90_95"), parse_age("E_E95_110")])
    assert [str(group) for group in groups.values()] == ["90-94", "95+"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("0 bis unter 0,5", (0, 6)),
        ("0,5 bis unter 1 Jahr", (6, 12)),
        ("0.5 - 1", (6, 12)),
        ("unter 6 Monate", (0, 6)),
        ("6-11 Monate", (6, 12)),
        ("6 Monate bis unter 3 Jahre", (6, 36)),
    ],
)
def test_parts_of_years_are_told_in_months(text, months):
    assert parse_age(text).months == months
