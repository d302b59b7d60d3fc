"""Fill the templates: one file, styles and pictures inside it, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simsocial.report.picture import Picture
from simsocial.report.texts import Texts

__all__ = ["TEMPLATES", "render", "trusted"]

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, texts: Texts, context: Mapping[str, Any], folder: Path = TEMPLATES) -> str:
    """Return the page of a template.

    Parameters
    ----------
    template : str
        File name in `folder`, or in `TEMPLATES`.
    texts : Texts
        Language; in the template ``t`` looks a text up.
    context : mapping
        Values of the template.
    folder : Path
        Where templates are looked for first.

    Returns
    -------
    str
        HTML; every text is escaped, pictures are inlined.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inline"] = _inline
    headings: dict[tuple[str, ...], str] = {}
    environment.globals["heading"] = lambda columns: headings.setdefault(
        tuple(columns), f"columns-{len(headings)}"
    )
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    page = environment.get_template(template)
    text = page.render(t=texts, language=texts.language, style=trusted(style + _SPARE), **context)
    return text.replace(_SPARE, _phone_style(headings), 1) + "\n"


_SPARE = "/* what cells say on a phone */"


def _phone_style(headings: Mapping[tuple[str, ...], str]) -> str:
    """Return the rules by which a cell names its column where tables have no head: each head once, not each cell."""
    rules = [
        f'.{name} td:nth-child({number}):not(:empty)::before {{ content: "{_css(column)}: "; }}'
        for columns, name in headings.items()
        for number, column in enumerate(columns, 1)
        if number > 1 and column
    ]
    return "\n".join(("@media screen and (max-width: 46rem) {", *rules, "}"))


def _css(text: str) -> str:
    """Return a text for a style sheet: nothing in it can end a string, a rule or the sheet."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text)


def _inline(picture: Picture) -> Markup:
    """Return a picture's SVG as it is: it was drawn here."""
    return trusted(picture.inline())


def trusted(text: str) -> Markup:
    """Mark own files as safe; texts of users never come this way unescaped."""
    return Markup(text)  # noqa: S704 - files and SVG of this package
