"""Indicators of social states: who is over-indebted, lonely, volunteers, has a migration background."""

from __future__ import annotations

from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import GROUPED, Count, Direction, Indicator, Integers
from simsocial.indicators.registry import register_indicator
from simsocial.people.social_states import AGES, SOCIAL_STATES


def _in_state(state: str) -> Count:
    """Count people in a state."""
    code = list(SOCIAL_STATES).index(state)
    return lambda counts: (counts.social_states[code], None)


def _share(state: str) -> Count:
    """Relate people in a state to all of the age from which there are any."""
    in_state, first = _in_state(state), AGES[state][0]

    def count(counts: Counts) -> tuple[Integers, Integers]:
        return in_state(counts)[0], counts.persons(first)

    return count


_STATES: tuple[tuple[str, str, str, str, Direction, tuple[str, str], tuple[str, str]], ...] = (
    (
        "overindebted", "over_indebted", "over_indebted_share", "income", "down",
        ("Überschuldete Menschen", "over-indebted people"),
        ("Überschuldungsquote (ab 18)", "share of over-indebted people (18 and more)"),
    ),
    (
        "lonely", "lonely", "lonely_share", "participation", "down",
        ("Einsame Menschen", "lonely people"),
        ("Anteil einsamer Menschen (ab 18)", "share of lonely people (18 and more)"),
    ),
    (
        "volunteer", "volunteers", "volunteering_rate", "participation", "up",
        ("Freiwillig Engagierte", "people who volunteer"),
        ("Engagementquote (ab 14)", "share of people who volunteer (14 and more)"),
    ),
    (
        "migration_background", "migration_background", "migration_background_share", "migration", "neutral",
        ("Menschen mit Migrationshintergrund", "people with a migration background"),
        ("Anteil der Menschen mit Migrationshintergrund", "share of people with a migration background"),
    ),
)  # fmt: skip
for _state, _id, _share_id, _field, _direction, (_de, _en), (_share_de, _share_en) in _STATES:
    register_indicator(
        Indicator(
            _id,
            "persons",
            {"de": _de, "en": _en},
            _field,
            _direction,
            _in_state(_state),
            groups=GROUPED,
            rests_on=(f"social_states.{_state}_share",),
        )
    )
    register_indicator(
        Indicator(
            _share_id,
            f"% of people of {AGES[_state][0]} and more" if AGES[_state][0] else "% of inhabitants",
            {"de": _share_de, "en": _share_en},
            _field,
            _direction,
            _share(_state),
            scale=100.0,
            sum_over_areas="ratio",
            relevance=0.1,
            relevance_kind="absolute",
            decimals=1,
            rests_on=(f"social_states.{_state}_share",),
        )
    )
