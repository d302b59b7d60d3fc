"""What two scenarios are before anything is run, measure by measure, in words and figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from simsocial.core.calendar import month_label
from simsocial.experiment.outlines import Amount, Outline, Places
from simsocial.report.texts import Texts

__all__ = ["difference_lines", "outline_lines"]

_NAMED_SITES = 4
"""Sites of an area that are named each; of more only the area is."""
_INDENT = "   "


def difference_lines(
    texts: Texts, names: tuple[str, str], first: Mapping[str, Outline], second: Mapping[str, Outline]
) -> list[str]:
    """Return each measure that only one of two scenarios has, or that differs, with what it is.

    Parameters
    ----------
    texts : Texts
        Language.
    names : (str, str)
        The scenarios.
    first, second : mapping of str to Outline
        Their measures by name.

    Returns
    -------
    list of str
        Of values that measures change there is nothing in it: :mod:`simsocial.experiment.differences` has them.
    """
    lines: list[str] = []
    for name, own, other in ((names[0], first, second), (names[1], second, first)):
        alone = [outline for key, outline in own.items() if key not in other]
        if alone:
            lines += [
                texts("planned-only-in", scenario=name),
                *_said(texts, alone),
                *_together(texts, alone),
                "",
            ]
    for key in first:
        if key in second and (said := list(_differing(texts, names, first[key], second[key]))):
            title = texts("planned-differs", measure=_title(texts, first[key]))
            lines += [title, *said, ""]
    if any(line.strip().startswith((texts("planned-posts"), texts("planned-yearly"))) for line in lines):
        lines += [texts("planned-full-house"), ""]
    return lines


def outline_lines(texts: Texts, outline: Outline) -> dict[str, str]:
    """Return what there is to say of a measure, each under its heading."""
    measure = outline.measure
    said = {
        "planned-kind": texts.term("measure", measure.kind),
        "planned-start": _when(texts, outline),
        "planned-places": "; ".join(_places(texts, one) for one in outline.places),
        "planned-dwellings": ", ".join(
            f"{texts.number(number)} ({texts.month(month)})"
            for month, number in sorted(outline.dwellings.items())
        ),
        "planned-posts": ", ".join(
            f"{texts.label(label)} {texts.signed(fte, 1)} {texts('planned-fte')}"
            for label, fte in outline.posts
        ),
        "planned-one-off": _amount(texts, outline.one_off),
        "planned-yearly": _amount(texts, outline.yearly),
        "planned-by": texts("planned-event") if measure.is_event else _who(texts, outline),
        "planned-latest": _latest(texts, outline),
        "planned-consent": texts.join([texts.term("decider", one) for one in measure.needs_consent_of]),
    }
    return {texts(key): text for key, text in said.items() if text}


def _said(texts: Texts, outlines: Sequence[Outline]) -> Iterator[str]:
    """Iterate over the lines of measures, each below its title."""
    for outline in outlines:
        yield f" {_title(texts, outline)}"
        for heading, text in outline_lines(texts, outline).items():
            yield f"{_INDENT}{heading}: {text}"


def _together(texts: Texts, outlines: Sequence[Outline]) -> Iterator[str]:
    """Iterate over what several measures cost together."""
    for key, amounts in (
        ("planned-one-off", [one.one_off for one in outlines if one.one_off is not None]),
        ("planned-yearly", [one.yearly for one in outlines if one.yearly is not None]),
    ):
        if len(amounts) > 1:
            payers: dict[str, float] = {}
            for label, eur in (payer for amount in amounts for payer in amount.payers):
                payers[texts.label(label)] = payers.get(texts.label(label), 0.0) + eur
            low, typical, high = (
                sum(parts) for parts in zip(*(amount[:3] for amount in amounts), strict=True)
            )
            whole = Amount(low, typical, high, tuple(sorted(payers.items(), key=lambda one: -abs(one[1]))))
            yield f" {texts('planned-together', heading=texts(key))}: {_amount(texts, whole)}"


def _differing(texts: Texts, names: tuple[str, str], first: Outline, second: Outline) -> Iterator[str]:
    """Iterate over what differs of a measure that both scenarios have; of values, keys and values tell it."""
    sides = [outline_lines(texts, one) for one in (first, second)]
    for heading in dict.fromkeys((*sides[0], *sides[1])):
        texts_of_sides = [side.get(heading, "-") for side in sides]
        if texts_of_sides[0] != texts_of_sides[1]:
            yield f"{_INDENT}{heading}:"
            for name, text in zip(names, texts_of_sides, strict=True):
                yield f"{_INDENT}{_INDENT}{name}: {text}"


def _title(texts: Texts, outline: Outline) -> str:
    """Return the title of a measure, or its kind with the name that it has in the scenario."""
    measure = outline.measure
    if measure.title is not None:
        return texts.label(measure.title.model_dump())
    return f"{texts.term('measure', measure.kind)} ({measure.name})"


def _when(texts: Texts, outline: Outline) -> str:
    start, end = texts.month(month_label(outline.first_month)), outline.measure.end
    if outline.measure.trigger is not None:
        start = texts("planned-waits", month=start)
    return start if end is None else texts("planned-span", since=start, until=texts.month(end))


def _who(texts: Texts, outline: Outline) -> str:
    """Return who decides, with what in hand, and which department is in charge."""
    measure = outline.measure
    said = f"{texts.term('decider', measure.decided_by)} ({texts.term('lever', measure.lever)})"
    return f"{said}; {measure.department}" if measure.department else said


def _latest(texts: Texts, outline: Outline) -> str:
    """Return the last month for the decision, and on which assumption it rests if it does."""
    measure = outline.measure
    if measure.latest_decision_month is None:
        return ""
    month = texts.month(measure.latest_decision_month)
    if measure.lead_months is not None:
        return month
    return texts("decision-assumed-lead", month=month, months=measure.usual_lead_months)


def _places(texts: Texts, places: Places) -> str:
    """Return places of a kind in an area before and after, and by site where these are few."""
    before, after = (texts.number(number) for number in (places.before, places.after))
    said = texts(
        "planned-places-in",
        kind=texts.label(places.kind),
        area=places.area,
        before=before,
        after=after,
    )
    if len(places.sites) > _NAMED_SITES:
        return said
    sites = (f"{name} {texts.number(old)} → {texts.number(new)}" for name, old, new in places.sites)
    return f"{said} ({', '.join(sites)})"


def _amount(texts: Texts, amount: Amount | None) -> str:
    """Return an amount with its range and payers, to three digits that count."""
    if amount is None:
        return ""
    said = f"{_eur(texts, amount.typical)} EUR"
    if amount.low != amount.high:
        said += f" ({texts('interval', low=_eur(texts, amount.low), high=_eur(texts, amount.high))})"
    payers = (f"{texts.label(label)} {_eur(texts, eur)}" for label, eur in amount.payers)
    return f"{said}: {', '.join(payers)}"


def _eur(texts: Texts, eur: float) -> str:
    digits = 2 - math.floor(math.log10(abs(eur))) if eur else 0
    return texts.number(eur, min(digits, 0))
