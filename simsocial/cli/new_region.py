"""``simsocial new-region``: a workbook of a Kreis in which only the planner's own sites are missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

__all__ = ["new_region", "site_kind_names"]


@click.command("new-region")
@click.argument("kreis", metavar="KREIS")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The workbook, .xlsx.  [default: the name of the Kreis, such as greiz.xlsx]",
)
def new_region(kreis: str, path: Path | None) -> None:
    """Write a workbook for a region of your own.

    KREIS is the name or official key (AGS) of a Kreis of Thuringia. Its official figures are filled in, header cells
    are explained, kinds, places and providers are drop-downs: only your own sites are missing. It is a region as it is.
    """
    from simsocial.region.form import quoted, write_form
    from simsocial.region.importing.naming import short_name
    from simsocial.region.official import kreis_key, kreise

    names = dict(zip(kreise()["ags"], kreise()["name"], strict=True))
    target = path or Path(short_name(str(names[kreis_key(kreis)]), []))
    target = target if target.suffix else target.with_suffix(".xlsx")
    write_form(kreis, target, site_kind_names("de"))
    click.echo(f"{target}\nsimsocial check {quoted(f'region={target}')}")


def site_kind_names(language: str) -> dict[str, str]:
    """Return the names of all kinds that a site may have."""
    from simsocial.cli.model_rows import known_kinds
    from simsocial.indicators.services import house_label
    from simsocial.shapes.house import site_kinds

    by_site: dict[str, list[Any]] = {kind: [] for kind in site_kinds()}
    for kind in known_kinds():
        if kind.site_kind in by_site:
            by_site[kind.site_kind].append(kind)
    return {kind: house_label(sharing)[language] for kind, sharing in by_site.items()}
