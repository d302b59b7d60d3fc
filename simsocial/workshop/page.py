"""Write the workshop page: one HTML file with finished results in it, used without network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simsocial.analysis.results import Results
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.report.catalog import Catalog
from simsocial.report.decisions import decisions
from simsocial.report.goals import goals_of
from simsocial.report.html import render, trusted
from simsocial.report.selection import horizon_of
from simsocial.report.sureness import sureness_of
from simsocial.report.texts import Texts
from simsocial.workshop.criteria import Criteria, criteria_of
from simsocial.workshop.limits import claim_state, kreis_by_year
from simsocial.workshop.words import ROLES, live_words, page_words

__all__ = ["Subject", "page_data", "page_of", "subject_of", "write_workshop"]

_FOLDER = Path(__file__).parent / "page"
_SCRIPTS = ("score.js", "session.js", "elements.js", "input.js", "outcome.js", "start.js")
_STYLES = ("workshop.css",)
_MOST = 4
_LETTERS = "ABCD"


def write_workshop(
    folder: Results | Path | str, language: str | None = None, options: Sequence[str] = ()
) -> Path:
    """Write ``workshop.html``; nothing is simulated.

    Parameters
    ----------
    folder : Results or Path or str
        Results of a comparison or their folder.
    language : str, optional
        ``de`` or ``en``; by default that of the run.
    options : sequence of str
        Options to weigh, by default all of the comparison.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    ConfigError
        If there is no option, or more than four, or an option that was not compared, or the options do not differ.
    """
    about = subject_of(folder, language, options)
    path = about.results.folder / "workshop.html"
    path.write_text(page_of(about), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Subject:
    """What a page is about.

    Attributes
    ----------
    results : Results
        The comparison.
    catalog : Catalog
        Its names in the page's language.
    options : tuple of str
        Options that are weighed, without the reference.
    criteria : Criteria
        What is weighed.
    """

    results: Results
    catalog: Catalog
    options: tuple[str, ...]
    criteria: Criteria


def subject_of(
    folder: Results | Path | str, language: str | None = None, options: Sequence[str] = ()
) -> Subject:
    """Return what a page is about; as :func:`write_workshop`."""
    results = folder if isinstance(folder, Results) else Results(folder)
    catalog = Catalog(Texts(language or results.language), results.manifest)
    names = _chosen(catalog, results, options)
    criteria = criteria_of(catalog, results.effects, names)
    if not criteria.differing:
        raise ConfigError(
            say(
                "{folder}: the options ({names}) differ in nothing that matters: nothing to weigh.",
                folder=results.folder,
                names=", ".join(names),
            )
        )
    return Subject(results, catalog, tuple(names), criteria)


def page_of(about: Subject, live: Mapping[str, Any] | None = None) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    about : Subject
        What it is about.
    live : mapping, optional
        What its levers need, where a server stands behind it; without one the page has none and may load nothing.
    """
    catalog, results, criteria = about.catalog, about.results, about.criteria
    data = page_data(catalog, results, about.options, criteria)
    styles, scripts = list(_STYLES), list(_SCRIPTS)
    if live is not None:
        data |= {"live": dict(live)}
        data["words"] |= live_words(catalog.texts)
        styles.append("live.css")
        scripts.append("live.js")
    context = {
        "title": catalog.area("region"),
        "period": catalog.texts.period(horizon_of(results.effects)),
        "footer": catalog.footer,
        "options": [_card(catalog, option) for option in data["options"]],
        "criteria": criteria.differing,
        "alike": criteria.alike,
        "assumptions": _assumptions(catalog, results, about.options),
        "has_claim": bool(data["claim"]),
        "has_kreis": bool(data["kreis"]),
        "draws": int(results.manifest.get("draws") or 0),
        "live": live,
        "data": trusted(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")),
        "own_style": _joined(styles),
        "script": _joined(scripts),
    }
    return render("workshop.html.j2", catalog.texts, context, _FOLDER)


def _joined(names: Sequence[str]) -> Any:
    """Return own files one below the other."""
    return trusted("\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names))


def page_data(catalog: Catalog, results: Results, names: Sequence[str], criteria: Criteria) -> dict[str, Any]:
    """Return what the page reckons with: points of every option, and what limits may rule out."""
    texts, reference = catalog.texts, str(catalog.manifest["reference"])
    options = [{"id": reference, "title": catalog.scenario(reference), "letter": ""}]
    options += [
        {"id": name, "title": catalog.scenario(name), "letter": letter}
        for name, letter in zip(names, _LETTERS, strict=False)
    ]
    points = [
        [
            [getattr(one.values[option["id"]].points, end) for end in ("mid", "low", "high")]
            for one in criteria.differing
        ]
        for option in options
    ]
    made = [catalog.manifest.get("finished"), [option["id"] for option in options], points]
    return {
        "page": hashlib.sha256(json.dumps(made).encode()).hexdigest()[:12],
        "name": results.folder.resolve().name,
        "language": texts.language,
        "options": options,
        "criteria": [{"id": one.id, "label": one.label} for one in criteria.differing],
        "points": points,
        "claim": claim_state(results.effects, names),
        "kreis": kreis_by_year(catalog, results.effects, names),
        "roles": [texts(key) for key in ROLES],
        "words": page_words(texts),
    }


def _chosen(catalog: Catalog, results: Results, options: Sequence[str]) -> list[str]:
    """Return the options to weigh."""
    stored = set(results.effects["scenario"])
    compared = [name for name in catalog.options if name in stored]
    for name in options:
        if name not in compared:
            raise ConfigError(
                say(
                    "'{name}' is no option of {folder}. {valid}",
                    name=name,
                    folder=results.folder,
                    valid=nearest(name, compared) if compared else "",
                )
            )
    names = [name for name in compared if name in options] if options else compared
    if not names:
        raise ConfigError(
            say(
                "{folder}: no options to weigh. Valid: results of 'simsocial compare status_quo OPTION ...'.",
                folder=results.folder,
            )
        )
    if len(names) > _MOST:
        raise ConfigError(
            say(
                "{folder} has {number} options; a workshop weighs up to {most} beside the status quo. "
                "Choose by --option NAME, up to {most} times: {names}.",
                folder=results.folder,
                number=len(names),
                most=_MOST,
                names=", ".join(names),
            )
        )
    return names


def _assumptions(catalog: Catalog, results: Results, names: Sequence[str]) -> list[str]:
    """Return the assumptions that the first targets hang on, to be chosen where one is challenged."""
    found: dict[str, None] = {}
    for name in names:
        for goal in goals_of(catalog, results.effects, name)[:1]:
            found |= dict.fromkeys(sureness_of(catalog, results, name, goal.line.head).hangs_on)
    return list(found)


def _card(catalog: Catalog, option: dict[str, str]) -> dict[str, Any]:
    """Return an option in words: title, summary, its measures with date and who decides."""
    entry = catalog.manifest["scenarios"][option["id"]]
    return {
        **option,
        "summary": catalog.texts.label(entry.get("summary")),
        "decisions": decisions(catalog, option["id"]),
    }
