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
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    page = environment.get_template(template)
    return page.render(t=texts, language=texts.language, style=trusted(style), **context) + "\n"


def _inline(picture: Picture) -> Markup:
    """Return a picture's SVG as it is: it was drawn here."""
    return trusted(picture.inline())


def trusted(text: str) -> Markup:
    """Mark own files as safe; texts of users never come this way unescaped."""
    return Markup(text)  # noqa: S704 - files and SVG of this package
