"""``simsocial new``: a commented scenario to begin with."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.registry import example_of, measure_model

__all__ = ["write_scenario"]

_TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def write_scenario(name: str, kind: str, language: str) -> Path:
    """Write ``scenarios/<name>.yaml`` below the working folder, with the example of a kind of measure.

    Parameters
    ----------
    name : str
        Small letters, digits and underscores.
    kind : str
        Kind of measure.
    language : {"de", "en"}
        Of the explanations.

    Raises
    ------
    ScenarioError
        If the name or the kind is none, or the file exists.
    """
    if not _NAME.fullmatch(name):
        message = say(
            "'{name}' is no name of a scenario. Valid: small letters, digits and _, such as "
            "kita_e_schliesst.",
            name=name,
        )
        raise ScenarioError(message)
    path = Path("scenarios") / f"{name}.yaml"
    if path.exists():
        message = say("{path} exists already. Valid: another name, or the file as it is.", path=path)
        raise ScenarioError(message)
    example = example_of(measure_model(kind))
    # YAML, not HTML: there is nothing to escape.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    measures = yaml.safe_dump(
        example, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120
    )
    text = environment.get_template(f"scenario.{language}.yaml.j2").render(
        name=name, measures=measures.rstrip()
    )
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
