"""Check the tables of a region: every fault in one go, each with place, value and what is valid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simsocial.core.errors import RegionError
from simsocial.region.faults import CheckReport, Fault
from simsocial.region.table_columns import REQUIRED_TABLES, TABLE_COLUMNS
from simsocial.region.tables import RawTable, read_tables

__all__ = ["CheckReport", "Fault", "check_region", "own_tables", "table_faults"]


def check_region(spec: str | Path | Mapping[str, Any]) -> CheckReport:
    """Return all faults of a region, and for a workbook a copy with the cells marked.

    Parameters
    ----------
    spec : str, Path or mapping
        What :func:`simsocial.region.load_region` takes.
    """
    path = own_tables(spec)
    if path is None:
        from simsocial.region.load import load_region

        try:
            load_region(spec)
        except RegionError as error:
            return CheckReport(str(spec), [Fault("region", None, None, str(spec), str(error))])
        return CheckReport(str(spec), [])
    tables, unread = read_tables(path)
    faults = table_faults(tables, unread)
    if not faults:
        from simsocial.region.load import own_region

        return CheckReport(str(path), [], sort_faults(own_region(path, tables)[1]))
    if not tables or not path.is_file():
        return CheckReport(str(path), faults)
    from simsocial.region.marking import MarkingError, mark_workbook

    try:
        return CheckReport(str(path), faults, marked_copy=mark_workbook(path, tables, faults))
    except MarkingError as error:
        return CheckReport(str(path), faults, unmarked=str(error))


def own_tables(spec: str | Path | Mapping[str, Any]) -> Path | None:
    """Return the folder or workbook a specification names, None for an embedded region."""
    if isinstance(spec, Mapping):
        return Path(str(spec.get("path"))) if spec.get("kind") == "folder" else None
    from simsocial.region.load import EMBEDDED

    text = str(spec)
    looks_like_path = isinstance(spec, Path) or any(mark in text for mark in "/\\") or text.endswith(".xlsx")
    return Path(text) if looks_like_path or (text not in EMBEDDED and Path(text).exists()) else None


def table_faults(tables: Mapping[str, RawTable], unread: Sequence[Fault]) -> list[Fault]:
    """Return all faults: what could not be read, missing tables, cells, and what must fit together.

    Parameters
    ----------
    tables : mapping
        Tables as read.
    unread : sequence of Fault
        What reading them has found.
    """
    from simsocial.region.consistency import consistency_faults
    from simsocial.region.schemas import cell_faults, known_site_kinds

    if unread and not tables:
        return list(unread)
    named = {fault.table for fault in unread}
    faults = list(unread)
    faults += [
        Fault(
            name, None, None, "table is missing", f"a table with the columns {', '.join(TABLE_COLUMNS[name])}"
        )
        for name in REQUIRED_TABLES
        if name not in tables and name not in named
    ]
    kinds = known_site_kinds()
    unreadable = {(fault.table, fault.row, fault.column) for fault in unread}
    for table in tables.values():
        faults += [
            fault
            for fault in cell_faults(table, kinds)
            if (fault.table, fault.row, fault.column) not in unreadable
        ]
    faults += consistency_faults(tables)
    return sort_faults(faults)


def sort_faults(faults: list[Fault]) -> list[Fault]:
    """Order faults by table and row, each once."""
    order = {name: position for position, name in enumerate(TABLE_COLUMNS)}
    return sorted(
        dict.fromkeys(faults),
        key=lambda fault: (order.get(fault.table, -1), fault.row or 0, fault.column or ""),
    )
