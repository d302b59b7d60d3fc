"""Two measures of one scenario that contradict each other on a site."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simsocial.core.calendar import month_label
from simsocial.core.errors import ScenarioError
from simsocial.measures.base import Measure
from simsocial.measures.site_action import SiteAction

__all__ = ["check_conflicts"]


def check_conflicts(
    measures: Sequence[Measure], actions: Callable[[Measure], tuple[SiteAction, ...]] | None = None
) -> None:
    """Raise a ScenarioError if two measures contradict each other.

    A site is opened once and closed once; nothing touches it before it opens or once it is closed; two
    measures do not set its size at the same time. Measures on one site may follow each other, unless one waits
    for a trigger.

    Parameters
    ----------
    measures : sequence of Measure
        All measures of a scenario.
    actions : callable, optional
        What each does to which sites, where that hangs on the region; by default what it says itself.
    """
    all_actions = [one.site_actions() if actions is None else actions(one) for one in measures]
    for position, one in enumerate(measures):
        for later, other in enumerate(measures[position + 1 :], position + 1):
            actions_of_both = all_actions[position], all_actions[later]
            waits = one.trigger is not None or other.trigger is not None
            reason = _unordered(*actions_of_both) if waits else _contradiction(*actions_of_both)
            if reason:
                message = (
                    f"measures.{one.name} and measures.{other.name} contradict each other: {reason}. "
                    "Valid: one of them, or periods that follow each other with a month between."
                )
                raise ScenarioError(message)


def _unordered(one: Sequence[SiteAction], other: Sequence[SiteAction]) -> str:
    """Return which site both act on although one waits for a trigger, empty if there is none; both may send people."""
    for first in one:
        for second in other:
            if first.site == second.site and {first.action, second.action} != {"receive"}:
                return f"both act on site '{first.site}', and with a trigger nobody knows which comes first"
    return ""


def _contradiction(one: Sequence[SiteAction], other: Sequence[SiteAction]) -> str:
    """Return what stands against both, empty if nothing does."""
    for first in one:
        for second in other:
            if first.site != second.site:
                continue
            reason = _clash(first, second) or _clash(second, first)
            if reason:
                return reason
    return ""


def _clash(first: SiteAction, second: SiteAction) -> str:
    """Return why `first` rules out `second` on the same site, empty if it does not."""
    site = f"site '{first.site}'"
    pair = (first.action, second.action)
    if pair == ("open", "open"):
        return f"both open {site}"
    if pair == ("close", "close"):
        return f"both close {site}"
    if pair == ("resize", "resize"):
        free_from = None if first.holds_until is None else first.holds_until + 2
        overlaps = first.month <= second.month and (free_from is None or second.month < free_from)
        return f"both set the size of {site} at the same time" if overlaps else ""
    if first.action == "close" and second.acts_until >= first.month:
        return f"one closes {site} in {month_label(first.month)}, the other still uses it"
    if first.action == "open" and second.month <= first.month:
        return f"one opens {site} in {month_label(first.month)}, the other uses it before"
    return ""
