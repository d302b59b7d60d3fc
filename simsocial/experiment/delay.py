"""A scenario some months later: ``tagespflege@+12`` tells what a year of waiting costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.registry import read_measure

__all__ = ["delay_of", "delayed", "delayed_id"]

_DELAYED = re.compile(r"(?P<name>.+)@\+(?P<months>[0-9]{1,3})")


def delay_of(name: str) -> tuple[str, int | None]:
    """Return the name of a scenario and by how many months it is wanted later; None: as it is.

    Examples
    --------
    >>> delay_of("tagespflege@+12"), delay_of("tagespflege")
    (('tagespflege', 12), ('tagespflege', None))
    """
    found = _DELAYED.fullmatch(name)
    return (name, None) if found is None else (found["name"], int(found["months"]))


def delayed_id(scenario: str, months: int | None) -> str:
    """Return the id that a scenario has some months later."""
    return scenario if months is None else f"{scenario}_plus_{months}"


def delayed(scenario: str, settings: Mapping[str, Any], months: int) -> dict[str, Any]:
    """Return the settings of a scenario whose own measures begin some months later; events keep their months.

    Parameters
    ----------
    scenario : str
        Its id, for messages.
    settings : mapping
        Resolved settings.
    months : int
        By how many months.

    Raises
    ------
    ScenarioError
        If it has no measure of its own, or one is invalid.
    """
    entries = settings["measures"]
    read = {name: read_measure(name, entry) for name, entry in entries.items()}
    own = {name: {**entries[name], **one.delayed(months)} for name, one in read.items() if not one.is_event}
    if not own:
        message = say(
            "scenario {scenario}: has no measure of its own that could come later (events keep their "
            "months).",
            scenario=scenario,
        )
        raise ScenarioError(message)
    return {
        **settings,
        "measures": {**entries, **own},
        "title": _title(scenario, settings.get("title"), months),
    }


def _title(scenario: str, title: Any, months: int) -> dict[str, str]:
    """Return the title with by how much it is later, in front: pictures show how a title begins."""
    texts = title if isinstance(title, Mapping) else dict.fromkeys(("de", "en"), title or scenario)
    later = {"de": f"+{months} Mon.", "en": f"+{months} mo."}
    return {language: f"{later[language]} {text}" for language, text in texts.items()}
