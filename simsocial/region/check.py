"""Check the tables of a region: every fault in one go, each with place, value and what is valid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simsocial.region.faults import CheckReport, Fault
from simsocial.region.load import load_region, own_region
from simsocial.region.spec import own_tables
from simsocial.region.table_faults import sort_faults, table_faults
from simsocial.region.tables import read_tables

__all__ = ["CheckReport", "Fault", "check_region"]


def check_region(spec: str | Path | Mapping[str, Any]) -> CheckReport:
    """Return all faults of a region, and for a workbook a copy with the cells marked.

    Parameters
    ----------
    spec : str, Path or mapping
        What :func:`simsocial.region.load_region` takes.

    Raises
    ------
    RegionError
        If it names a Kreis or a region that there is not.
    """
    path = own_tables(spec)
    if path is None:
        load_region(spec)
        return CheckReport(str(spec), [])
    tables, unread = read_tables(path)
    faults = table_faults(tables, unread)
    if not faults:
        return CheckReport(str(path), [], sort_faults(own_region(path, tables)[1]))
    if not tables or not path.is_file():
        return CheckReport(str(path), faults)
    from simsocial.region.marking import MarkingError, mark_workbook

    try:
        return CheckReport(str(path), faults, marked_copy=mark_workbook(path, tables, faults))
    except MarkingError as error:
        return CheckReport(str(path), faults, unmarked=str(error))
