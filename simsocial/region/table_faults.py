"""All faults of a region's tables: what could not be read, what is missing, cells, and what must fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simsocial.core.language import say
from simsocial.region.consistency import consistency_faults
from simsocial.region.faults import Fault
from simsocial.region.schemas import cell_faults
from simsocial.region.table_columns import REQUIRED_TABLES, TABLE_COLUMNS
from simsocial.region.tables import RawTable
from simsocial.shapes.house import site_kinds

__all__ = ["sort_faults", "table_faults"]


def table_faults(tables: Mapping[str, RawTable], unread: Sequence[Fault]) -> list[Fault]:
    """Return all faults: what could not be read, missing tables, cells, and what must fit together.

    Parameters
    ----------
    tables : mapping
        Tables as read.
    unread : sequence of Fault
        What reading them has found.
    """
    if unread and not tables:
        return list(unread)
    named = {fault.table for fault in unread}
    faults = list(unread)
    faults += [
        Fault(
            name,
            None,
            None,
            say("table is missing"),
            say("a table with the columns {table_columns}", table_columns=", ".join(TABLE_COLUMNS[name])),
        )
        for name in REQUIRED_TABLES
        if name not in tables and name not in named
    ]
    kinds = site_kinds()
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
