"""Write the tables of a region into its folder or workbook, beside a protocol and the mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from simsocial.core.errors import RegionError
from simsocial.core.language import say
from simsocial.region.importing.request import Imported
from simsocial.region.importing.understood import Understood, plural
from simsocial.region.tables import RawTable

__all__ = ["plan_of_writing", "write_import"]


def plan_of_writing(target: Path, imported: Imported, known: Mapping[str, RawTable]) -> list[str]:
    """Return one line a table: new, or what it replaces."""
    lines = []
    for name, table in imported.tables.items():
        place = f"{target / name}.csv"
        if not _is_folder(target):
            place = say("{target}, sheet {name}", target=target, name=name)
        rows = plural(len(table), "row")
        if name in known:
            before = plural(len(known[name].cells), "row")
            lines.append(say("{place}: {rows}, REPLACES {before}", place=place, rows=rows, before=before))
        else:
            lines.append(say("{place}: {rows}, new", place=place, rows=rows))
    for name in imported.files:
        path = _beside(target) / name
        lines.append(f"{path}: {say('REPLACES the file') if path.exists() else say('new')}")
    return lines


def write_import(
    target: Path, what: str, imported: Imported, files: Sequence[Path], known: Mapping[str, RawTable]
) -> list[Path]:
    """Write the tables, ``<what>-import.md`` and ``<what>-import.yaml``; return the paths.

    Parameters
    ----------
    target : Path
        Folder, or ``.xlsx`` workbook, of the region; other tables stay as they are.
    what : str
        ``population``, ``sites``, ...
    imported : Imported
        What is written.
    files : sequence of Path
        What was read, for the protocol.
    known : mapping
        Tables of the region before.

    Raises
    ------
    RegionError
        If the workbook cannot be read or a file cannot be written.
    """
    plan = plan_of_writing(target, imported, known)
    beside = _beside(target)
    stem = what if _is_folder(target) else f"{target.stem}-{what}"
    protocol, mapping = beside / f"{stem}-import.md", beside / f"{stem}-import.yaml"
    try:
        beside.mkdir(parents=True, exist_ok=True)
        written = _csv_files(target, imported) if _is_folder(target) else _workbook(target, imported)
        for name, text in imported.files.items():
            (beside / name).write_text(text, encoding="utf-8", newline="\n")
            written.append(beside / name)
        protocol.write_text(_protocol(what, files, imported.notes, plan), encoding="utf-8")
        text = yaml.safe_dump(imported.mapping, allow_unicode=True, sort_keys=False)
        mapping.write_text(
            f"# simsocial import {say('NEXT_FILE')} --mapping {mapping.name} -o {target.name}\n{text}",
            "utf-8",
        )
    except OSError as error:
        raise RegionError(
            say(
                "{filename}: cannot be written: {strerror}.",
                filename=error.filename or target,
                strerror=error.strerror,
            )
        ) from error
    return [*written, protocol, mapping]


def _is_folder(target: Path) -> bool:
    return target.suffix.lower() != ".xlsx"


def _beside(target: Path) -> Path:
    return target if _is_folder(target) else target.parent


def _csv_files(target: Path, imported: Imported) -> list[Path]:
    written = []
    for name, table in imported.tables.items():
        path = target / f"{name}.csv"
        table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        written.append(path)
    return written


def _workbook(target: Path, imported: Imported) -> list[Path]:
    if not imported.tables:
        return []
    from openpyxl import Workbook, load_workbook

    try:
        book = load_workbook(target) if target.exists() else Workbook()
    except Exception as error:
        raise RegionError(
            say(
                "{target}: cannot be read as a workbook ({name}: {error}).",
                target=target,
                name=type(error).__name__,
                error=error,
            )
        ) from error
    if not target.exists():
        book.remove(book.worksheets[0])
    for name, table in imported.tables.items():
        at = len(book.sheetnames)
        for title in [title for title in book.sheetnames if title.strip().lower() == name]:
            at = book.sheetnames.index(title)
            book.remove(book[title])
        sheet: Any = book.create_sheet(name, at)
        sheet.append(list(table.columns))
        for row in table.itertuples(index=False):
            sheet.append([_cell(value) for value in row])
        sheet.freeze_panes = "A2"
    partial = target.with_name(f"{target.name}.partial")
    book.save(partial)
    partial.replace(target)
    return [target]


def _cell(value: object) -> object:
    if value == "" or pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if hasattr(value, "item") else value


def _protocol(what: str, files: Sequence[Path], notes: Understood, plan: Sequence[str]) -> str:
    names = ", ".join(path.name for path in files)
    lines = ["# " + say("Import of {what}", what=what), "", say("From: {files}", files=names), ""]
    for title, entries in [*notes.sections(), (say("Written"), list(plan))]:
        lines += [f"## {title}", "", *(f"- {entry}" for entry in entries), ""]
    return "\n".join(lines)
