"""What cases do to hazards and hours: being served here or elsewhere, and being left without."""

from __future__ import annotations

from simsocial.core.columns import DETERRED, ELSEWHERE, GAVE_UP, SERVED, WAITING
from simsocial.people.changeable import CHANGEABLE
from simsocial.services.effects import effect_factors


def test_served_elsewhere_acts_as_served_and_giving_up_or_staying_away_as_waiting(catalogue, values):
    """Each effect of the package in its two states; all other kinds and states change nothing."""
    month, seen = 12 * 2027, set()
    for target in CHANGEABLE:
        table = effect_factors(catalogue, values, target, month)
        for code, kind in enumerate(catalogue):
            for when, states in (("served", (SERVED, ELSEWHERE)), ("waiting", (WAITING, GAVE_UP, DETERRED))):
                own = [name for name, one in kind.effects.items() if (one.target, one.when) == (target, when)]
                wanted = 1.0
                for name in own:
                    value = values.value(f"services.{kind.id}.effects.{name}.factor", month)
                    wanted *= value
                    seen.add(when)
                assert [table[code, state] for state in states] == [wanted] * len(states), (target, kind.id)
    assert seen == {"served", "waiting"}
