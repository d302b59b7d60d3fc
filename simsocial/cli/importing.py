"""``simsocial import``: planners' own files as the tables of a region, after saying what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simsocial.core.errors import ConfigError, RegionError
from simsocial.core.language import language, say
from simsocial.core.yaml_files import read_yaml_text

if TYPE_CHECKING:
    from simsocial.region.tables import RawTable

__all__ = ["WHAT", "import_files"]

WHAT = ("population", "households", "sites", "travel", "areas")
"""Tables that can be imported."""


def import_files(
    files: tuple[Path, ...],
    what: str | None,
    target: Path,
    *,
    kind: str | None,
    year: str | None,
    sheets: tuple[str, ...],
    cells: Path | None,
    mapping_file: Path | None,
    yes: bool,
) -> None:
    """Read files, print what was understood, ask, and write tables, protocol and mapping.

    Parameters
    ----------
    files : tuple of Path
        What planners have.
    what : str or None
        Of :data:`WHAT`; None: as the mapping says.
    target : Path
        Folder or ``.xlsx`` of the region.
    kind : str or None
        Kind of all sites whose list does not tell.
    year : str or None
        Which of several.
    sheets : tuple of str
        Titles of the sheets to read.
    cells : Path or None
        Table of grid cells and their areas.
    mapping_file : Path or None
        What an earlier import has saved.
    yes : bool
        Write without asking.
    """
    from simsocial.cli.new_region import site_kind_names
    from simsocial.region.importing.entry import import_tables
    from simsocial.region.importing.request import Request, SeveralTimesError
    from simsocial.region.importing.written import plan_of_writing, write_import

    mapping = {**_mapping(mapping_file), **({"kind": kind} if kind else {})}
    what = what or str(mapping.get("as") or "")
    if what not in WHAT:
        raise ConfigError(
            say(
                "--as {what}: is not valid. Valid: {valid}.",
                what=what or say("(nothing)"),
                valid=", ".join(WHAT),
            )
        )
    if not sheets and isinstance(titles := mapping.get("sheets"), list):
        sheets = tuple(map(str, titles))
    names = site_kind_names(language()) if what == "sites" else {}
    request = Request(files, target, _known(target), mapping, year, sheets, cells, names)
    try:
        imported = import_tables(what, request)
    except SeveralTimesError as several:
        if yes:
            raise
        chosen = click.prompt(say("Which year"), type=click.Choice(several.times), default=several.times[-1])
        imported = import_tables(what, replace(request, time=chosen))
    for title, lines in imported.notes.sections(most_outside=10):
        click.echo(f"{title}:")
        for line in lines:
            click.echo(f"  {line}")
    click.echo(say("To be written:"))
    for line in plan_of_writing(target, imported, request.known):
        click.echo(f"  {line}")
    if not yes and not click.confirm(say("Write?")):
        click.echo(say("Nothing written."))
        return
    click.echo(say("Written:"))
    for path in write_import(target, what, imported, files, request.known):
        click.echo(f"  {path}")
    click.echo(say("Next: simsocial check region={target}", target=target))


def _known(target: Path) -> Mapping[str, RawTable]:
    """Return the tables that the region has; what cannot be read stops the import, nothing is lost."""
    from simsocial.region.tables import read_tables

    if not target.exists():
        return {}
    if target.is_dir() and not any(target.glob("*.csv")):
        return {}
    tables, faults = read_tables(target)
    if faults:
        raise RegionError("\n".join(map(str, faults)))
    return tables


def _mapping(path: Path | None) -> Mapping[str, object]:
    import yaml

    if path is None:
        return {}
    content = yaml.safe_load(read_yaml_text(path))
    if not isinstance(content, Mapping):
        raise ConfigError(
            say(
                "{path}: is no mapping. Valid: what an import has saved (as: population, areas: ...).",
                path=path,
            )
        )
    return content
