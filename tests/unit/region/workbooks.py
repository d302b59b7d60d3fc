"""Workbooks as other programs write or damage them: made with openpyxl, then changed in the archive."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl

__all__ = ["BOOK", "SHEET", "add_shared_strings", "change_part", "replace_part", "write_book"]

BOOK = {
    "areas": [["area", "name"], ["nord", "Nord"], ["sued", "Süd"]],
    "population": [
        ["area", "age_from", "age_to", "persons"],
        ["nord", 0, 17, 900],
        ["nord", 18, None, 5000],
        ["sued", 0, 17, 800],
        ["sued", 18, None, 4000],
    ],
    "places": [["place", "area", "inhabitants"], ["p1", "nord", 5900], ["p2", "sued", 4800]],
    "sites": [
        ["site", "kind", "place", "licensed_places"],
        ["k1", "kita", "p1", 250],
        ["k2", "kita", "p1", 60],
        ["k3", "kita", "p2", -5],
    ],
}
"""A region whose last Kita has a fault."""

SHEET = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(BOOK, start=1)}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_book(path: Path, tables=BOOK, change=None) -> Path:
    """Write tables as sheets; `change` may do anything with the openpyxl workbook before."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def change_part(path: Path, part: str, pattern: str, replacement: str) -> Path:
    """Replace the first match in a part of the archive; it must be there."""
    text = zipfile.ZipFile(path).read(part).decode()
    assert re.search(pattern, text), text[:2000]
    return replace_part(path, **{part: re.sub(pattern, lambda _: replacement, text, count=1).encode()})


def replace_part(path: Path, **parts: bytes | None) -> Path:
    """Write parts of the archive anew; None leaves a part out."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content |= parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def add_shared_strings(path: Path) -> Path:
    """Move the texts of all sheets to a part of their own, as spreadsheet programs do."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        texts.append(match[1])
        return f't="s"><v>{len(texts) - 1}</v></c>'

    content |= {
        name: re.sub(r't="inlineStr"><is><t>(.*?)</t></is></c>', numbered, text)
        for name, text in content.items()
        if name.startswith("xl/worksheets/sheet")
    }
    content["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{_MAIN}">' + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"
    )
    relations = "xl/_rels/workbook.xml.rels"
    content[relations] = content[relations].replace(
        "</Relationships>",
        f'<Relationship Id="rId77" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    types = "[Content_Types].xml"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    content[types] = content[types].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    return replace_part(path, **{name: text.encode() for name, text in content.items()})
