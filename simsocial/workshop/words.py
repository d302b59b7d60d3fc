"""The texts that the page needs while it is used; names in braces are filled in there."""

from __future__ import annotations

from collections.abc import Mapping

from simsocial.report.texts import Texts

__all__ = ["ROLES", "live_words", "page_words"]

ROLES = (
    "workshop-role-providers",
    "workshop-role-politics",
    "workshop-role-youth",
    "workshop-role-parents",
    "workshop-role-seniors",
    "workshop-role-carers",
    "workshop-role-disabled-people",
    "workshop-role-volunteers",
    "workshop-role-administration",
)
"""Groups to begin with."""

_WORDS: dict[str, tuple[str, ...]] = {
    "workshop-say-handed-in": ("ballots", "groups"),
    "workshop-say-none-yet": (),
    "workshop-say-all-zero": (),
    "workshop-say-revealed": (),
    "workshop-say-loaded": (),
    "workshop-say-other-page": (),
    "workshop-say-unreadable": (),
    "workshop-say-new-round": (),
    "workshop-round": ("round",),
    "workshop-group-letter": ("letter",),
    "workshop-all-groups": (),
    "workshop-group": (),
    "workshop-ballots": (),
    "workshop-new-role": (),
    "workshop-remove": (),
    "workshop-role-name": ("number",),
    "workshop-points": ("mid", "low", "high"),
    "workshop-points-alone": ("mid",),
    "workshop-rank": ("rank",),
    "workshop-level": ("rank",),
    "workshop-out": (),
    "workshop-out-claim": (),
    "workshop-out-cap": ("year",),
    "workshop-maybe-claim": (),
    "workshop-maybe-cap": ("year",),
    "workshop-maybe-taken": (),
    "workshop-leads": ("option",),
    "workshop-leads-level": ("option", "others"),
    "workshop-nothing-left": (),
    "workshop-flips-above": ("option", "criterion", "weight", "now"),
    "workshop-flips-below": ("option", "criterion", "weight", "now"),
    "workshop-flips-not": (),
    "workshop-none-recorded": (),
    "workshop-challenge-of": ("assumption", "text"),
    "workshop-minority-of": ("who", "option", "text"),
    "workshop-cap-set": ("cap",),
    "workshop-claim-set": (),
    "workshop-handed-in-by": ("ballots", "groups"),
}


_LIVE: dict[str, tuple[str, ...]] = {
    "workshop-live-neutral": (),
    "workshop-live-waiting": (),
    "workshop-live-run": ("runs", "of"),
    "workshop-live-done": ("of",),
    "workshop-live-replaced": ("runs", "of"),
    "workshop-live-failed": ("error",),
    "workshop-live-gone": (),
    "workshop-live-caption": (),
    "workshop-criterion": (),
    "workshop-place-on-scale": (),
    "workshop-live-finished": (),
    "workshop-live-mean": (),
    "workshop-live-interval": (),
    "workshop-live-first": ("figures",),
    "workshop-live-narrowed": (),
    "workshop-live-title": ("option", "levers", "runs"),
    "workshop-live-taken": ("letter",),
    "workshop-live-full": (),
}


def page_words(texts: Texts) -> dict[str, str]:
    """Return the texts without their common beginning, with ``{name}`` where the page fills something in."""
    return _filled_later(texts, _WORDS)


def live_words(texts: Texts) -> dict[str, str]:
    """Return those that levers need besides."""
    return _filled_later(texts, _LIVE)


def _filled_later(texts: Texts, words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {
        key.removeprefix("workshop-"): texts(key, **{name: f"{{{name}}}" for name in names})
        for key, names in words.items()
    }
