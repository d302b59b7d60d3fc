"""A finished picture as the pages use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from simsocial.report.table import Table

__all__ = ["Picture"]


@dataclass(frozen=True)
class Picture:
    """One picture with its words.

    Attributes
    ----------
    name : str
        File name without suffix.
    title, caption : str
        In the reader's language.
    svg, png : Path
        Files.
    numbers : Table or None
        What it shows as a table; None where the page has one of its own.
    """

    name: str
    title: str
    caption: str
    svg: Path
    png: Path
    numbers: Table | None = None

    def inline(self) -> str:
        """Return the SVG element alone, scalable, with identifiers that are unique within a page."""
        text = self.svg.read_text(encoding="utf-8")
        text = _slim(text[text.index("<svg") :])
        text = re.sub(r'\b(id="|href="#|url\(#)', rf"\g<1>{self.name}-", text)
        head, body = text.split(">", 1)
        head = re.sub(r'\s(width|height)="[^"]*"', "", head)
        return f'{head} style="{_FONT}" role="img" aria-label="{_attribute(self.title)}">{body}'


_FONT = "font-family: 'DejaVu Sans', sans-serif"


def _slim(svg: str) -> str:
    """Return the same picture in fewer letters: no names that nothing points to, no more than hundredths of a pixel."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"/>', "", svg)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = svg.replace(f"{_FONT}; ", "")
    svg = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), svg)
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", " ", svg))


def _attribute(text: str) -> str:
    """Escape a text for an attribute."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
