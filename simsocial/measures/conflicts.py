"""Two measures of one scenario that contradict each other on a site."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simsocial.core.calendar import month_label
from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
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
                message = say(
                    "measures.{name} and measures.{other_name} contradict each other: {reason}. "
                    "Valid: one of them, or periods that follow each other with a month between.",
                    name=one.name,
                    other_name=other.name,
                    reason=reason,
                )
                raise ScenarioError(message)


def _unordered(one: Sequence[SiteAction], other: Sequence[SiteAction]) -> str:
    """Return which site both act on although one waits for a trigger, empty if there is none; both may send people."""
    for first in one:
        for second in other:
            if first.site == second.site and {first.action, second.action} != {"receive"}:
                return say(
                    "both act on site '{site}', and with a trigger nobody knows which comes first",
                    site=first.site,
                )
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
    site, month = first.site, month_label(first.month)
    pair = (first.action, second.action)
    if pair == ("open", "open"):
        return say("both open site '{site}'", site=site)
    if pair == ("close", "close"):
        return say("both close site '{site}'", site=site)
    if pair == ("resize", "resize"):
        free_from = None if first.holds_until is None else first.holds_until + 2
        overlaps = first.month <= second.month and (free_from is None or second.month < free_from)
        return say("both set the size of site '{site}' at the same time", site=site) if overlaps else ""
    if first.action == "close" and second.acts_until >= first.month:
        return say("one closes site '{site}' in {month}, the other still uses it", site=site, month=month)
    if first.action == "open" and second.month <= first.month:
        return say("one opens site '{site}' in {month}, the other uses it before", site=site, month=month)
    return ""
