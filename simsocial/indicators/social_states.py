"""Indicators of social states: who is over-indebted, lonely, volunteers, has a migration background, is strained."""

from __future__ import annotations

from simsocial.core.calendar import MAX_AGE
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import GROUPED, Count, Direction, Indicator, Integers
from simsocial.indicators.registry import register_indicator
from simsocial.people.social_states import AGES, OF_FAMILIES, SOCIAL_STATES


def _in_state(state: str) -> Count:
    """Count people in a state."""
    code = list(SOCIAL_STATES).index(state)
    return lambda counts: (counts.social_states[code], None)


def _share(state: str, first: int, last: int) -> Count:
    """Relate people in a state to all of the ages in which there are any."""
    in_state = _in_state(state)

    def count(counts: Counts) -> tuple[Integers, Integers]:
        return in_state(counts)[0], counts.persons(first, last)

    return count


def _unit_of(first: int, last: int) -> str:
    if last < MAX_AGE:
        return f"% of people below {last + 1}"
    return f"% of people of {first} and more" if first else "% of inhabitants"


_Text = tuple[str, str]

_STATES: tuple[tuple[str, str, str, str, Direction, tuple[int, int], _Text, _Text], ...] = (
    (
        "overindebted", "over_indebted", "over_indebted_share", "income", "down", (18, MAX_AGE),
        ("Überschuldete Menschen", "over-indebted people"),
        ("Überschuldungsquote (ab 18)", "share of over-indebted people (18 and more)"),
    ),
    (
        "lonely", "lonely", "lonely_share", "participation", "down", (18, MAX_AGE),
        ("Einsame Menschen", "lonely people"),
        ("Anteil einsamer Menschen (ab 18)", "share of lonely people (18 and more)"),
    ),
    (
        "volunteer", "volunteers", "volunteering_rate", "participation", "up", (14, MAX_AGE),
        ("Freiwillig Engagierte", "people who volunteer"),
        ("Engagementquote (ab 14)", "share of people who volunteer (14 and more)"),
    ),
    (
        "migration_background", "migration_background", "migration_background_share", "migration", "neutral",
        (0, MAX_AGE),
        ("Menschen mit Migrationshintergrund", "people with a migration background"),
        ("Anteil der Menschen mit Migrationshintergrund", "share of people with a migration background"),
    ),
    (
        "child_of_strained_family", "children_in_strained_families", "children_in_strained_families_share",
        "child_family_support", "down", (0, 17),
        ("Kinder in belasteten Familien", "children in strained families"),
        ("Anteil der Kinder in belasteten Familien (unter 18)", "share of children in strained families (below 18)"),
    ),
)  # fmt: skip
for _state, _id, _share_id, _field, _direction, (_first, _last), (_de, _en), (
    _share_de,
    _share_en,
) in _STATES:
    _values = OF_FAMILIES if _state not in AGES else _state
    register_indicator(
        Indicator(
            _id,
            "persons",
            {"de": _de, "en": _en},
            _field,
            _direction,
            _in_state(_state),
            groups=GROUPED,
            rests_on=(f"social_states.{_values}_share",),
        )
    )
    register_indicator(
        Indicator(
            _share_id,
            _unit_of(_first, _last),
            {"de": _share_de, "en": _share_en},
            _field,
            _direction,
            _share(_state, _first, _last),
            scale=100.0,
            sum_over_areas="ratio",
            relevance=0.1,
            relevance_kind="absolute",
            decimals=1,
            rests_on=(f"social_states.{_values}_share",),
        )
    )

register_indicator(
    Indicator(
        "strained_families",
        "households",
        {"de": "Belastete Familien", "en": "strained families"},
        "child_family_support",
        "down",
        lambda counts: (counts.in_areas(_in_state("strained_family")(counts)[0]), None),
        rests_on=(f"social_states.{OF_FAMILIES}_share",),
    )
)
