"""``simsocial hindcast``: run earlier years and compare with what was counted then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simsocial.cli.comparison import OUTPUTS
from simsocial.core.errors import ConfigError
from simsocial.core.language import later, say

if TYPE_CHECKING:
    import pandas as pd

    from simsocial.experiment.hindcast import Counted

__all__ = ["hindcast_kreise"]

_OWN = {
    **dict.fromkeys(("region", "reference_date"), later("--kreis, or --table for regions of your own")),
    "horizon": later("--from and --to"),
    **dict.fromkeys(("draws", "replicates", "synthesis_seeds", "twins"), later("--draws and --replicates")),
    **dict.fromkeys(("name", "experiment"), later("--from, --to, --draws and --replicates")),
    "measures": later("nothing: years that passed have no option"),
}
"""Settings that a hindcast makes itself, and what is valid instead."""
_COLUMNS = ("year", "ags", "sex", "age_from", "age_to", "persons")


def hindcast_kreise(
    first_year: int,
    last_year: int,
    table: Path | None,
    draws: int,
    replicates: int,
    only: Sequence[str],
    overrides: Sequence[str],
    language: str,
) -> Path:
    """Run every Kreis from one count to a later one, compare, and return the folder.

    Parameters
    ----------
    first_year, last_year : int
        Years of the two counts.
    table : Path, optional
        CSV with the columns year, ags, sex, age_from, age_to, persons at year ends, instead of the packaged ones.
    draws, replicates : int
        Draws of the uncertain parameters, and runs of each.
    only : sequence of str
        Names or AGS of Kreise; empty for all.
    overrides : sequence of str
        Settings that hold for all runs.
    language : str
        ``de`` or ``en``.
    """
    from simsocial.analysis.hindcast import write_hindcast
    from simsocial.experiment.hindcast import run_hindcast
    from simsocial.experiment.lock import alone_in
    from simsocial.report.figure_hindcast import draw_hindcast, hindcast_lines

    if first_year >= last_year:
        message = say(
            "--to {last_year} must be later than --from {first_year}.",
            last_year=last_year,
            first_year=first_year,
        )
        raise ConfigError(message)
    own = "" if table is None else f"_{table.stem}"
    _refuse_own(overrides)
    folder = OUTPUTS / f"hindcast_{first_year}_{last_year}{own}"
    command = ["hindcast", "--from", str(first_year), "--to", str(last_year)]
    command += [] if table is None else ["--table", str(table)]
    command += [word for name in only for word in ("--kreis", name)]
    command += ["--draws", str(draws), "--replicates", str(replicates), *overrides]
    with alone_in(folder):
        counted = (
            _packaged(first_year, last_year, only)
            if table is None
            else _own_table(table, first_year, last_year, only, folder / "regions")
        )
        run_hindcast(counted, folder, draws, replicates, overrides, command)
        found = write_hindcast(folder)
        picture = draw_hindcast(found, folder, language)
    for line in hindcast_lines(found, language):
        click.echo(line)
    click.echo("")
    for name in ("manifest.json", "cells.csv", "totals.csv", "care.csv", "scores.csv", "coverage.csv"):
        click.echo(f"  {folder / name}")
    click.echo(f"  {picture}")
    return folder


def _refuse_own(overrides: Sequence[str]) -> None:
    """Refuse settings that a hindcast makes itself: they would have no effect, or tear the two dates apart."""
    for word in overrides:
        key = word.lstrip("+~").partition("=")[0]
        if key.partition(".")[0] in _OWN:
            message = say(
                "'{word}': a hindcast sets this itself. Valid: {valid}.",
                word=word,
                valid=say(_OWN[key.partition(".")[0]]),
            )
            raise ConfigError(message)


def _packaged(first_year: int, last_year: int, only: Sequence[str]) -> Counted:
    """Return the packaged counts of two years."""
    from simsocial.analysis.hindcast import counted_together
    from simsocial.experiment.hindcast import Counted
    from simsocial.region.official import COUNTED_DATES, KREIS_DATES, kreis_counts, kreis_key, kreise

    chosen = sorted({kreis_key(name) for name in only}) or list(kreise()["ags"])
    first = _date(first_year, KREIS_DATES[:-1], "--from")
    last = _date(last_year, COUNTED_DATES[1:], "--to")
    pair = set(counted_together(first, last))
    if 0 < len(pair & set(chosen)) < len(pair):
        names = kreise().set_index("ags")["name"].loc[sorted(pair)]
        message = say(
            "{names} exchanged municipalities between {first} and {last}: one of them alone cannot "
            "be compared. Valid: {options}.",
            names=", ".join(names),
            first=first,
            last=last,
            options=" ".join(f"--kreis {name}" for name in names),
        )
        raise ConfigError(message)
    regions = {ags: {"kind": "kreis", "ags": ags, "reference_date": first.isoformat()} for ags in chosen}
    observed = kreis_counts(last)
    return Counted(first, last, regions, observed[observed["ags"].isin(chosen)], _starts(kreis_counts(first)))


def _starts(counts: pd.DataFrame) -> tuple[int, ...]:
    """Return the first age of each group of a table."""
    return tuple(sorted({0, *(int(age) for age in counts["age_from"])}))


def _date(year: int, valid: Sequence[date], option: str) -> date:
    for day in valid:
        if day.year == year:
            return day
    message = say(
        "{option} {year}: no count of all Kreise. Valid: {valid}.",
        option=option,
        year=year,
        valid=", ".join(str(day.year) for day in valid),
    )
    raise ConfigError(message)


def _own_table(path: Path, first_year: int, last_year: int, only: Sequence[str], folder: Path) -> Counted:
    """Return two counts of the user's own table; each Kreis becomes a region in a folder."""
    from simsocial.experiment.hindcast import Counted

    counts = _read(path)
    for option, year in (("--from", first_year), ("--to", last_year)):
        if year not in set(counts["year"]):
            valid = ", ".join(map(str, sorted(set(counts["year"]))))
            message = say(
                "{path}: no rows of the year {year} ({option}). Valid: {valid}.",
                path=path,
                year=year,
                option=option,
                valid=valid,
            )
            raise ConfigError(message)
    later = counts[counts["year"] == last_year]
    earlier = counts[counts["year"] == first_year]
    both = set(earlier["ags"]) & set(later["ags"])
    if not both:
        message = say(
            "{path}: no Kreis has rows in both {first_year} and {last_year}.",
            path=path,
            first_year=first_year,
            last_year=last_year,
        )
        raise ConfigError(message)
    for ags in only:
        if ags not in both:
            valid = ", ".join(sorted(both))
            message = say(
                "--kreis {ags}: {path} has no rows of it in both {first_year} and {last_year}. Valid: "
                "{valid}.",
                ags=ags,
                path=path,
                first_year=first_year,
                last_year=last_year,
                valid=valid,
            )
            raise ConfigError(message)
    chosen = sorted(set(only) or both)
    left = sorted((set(earlier["ags"]) | set(later["ags"])) - both)
    if left:
        click.echo(
            say("Warning: left out, with rows of one of the two years only: {left}.", left=", ".join(left)),
            err=True,
        )
    regions = {}
    for ags in chosen:
        own = folder / ags
        own.mkdir(parents=True, exist_ok=True)
        (own / "areas.csv").write_text(f"area,name,ags\n{ags},{ags},{ags}\n", encoding="utf-8")
        people = earlier[earlier["ags"] == ags].assign(area=ags, reference_date=f"{first_year}-12-31")
        columns = ["area", "sex", "age_from", "age_to", "persons", "reference_date"]
        people[columns].to_csv(own / "population.csv", index=False)
        regions[ags] = {"kind": "folder", "path": str(own)}
    observed = later[later["ags"].isin(chosen)][list(_COLUMNS[1:])]
    days = date(first_year, 12, 31), date(last_year, 12, 31)
    return Counted(*days, regions, observed, _starts(earlier[earlier["ags"].isin(chosen)]))


def _read(path: Path) -> pd.DataFrame:
    """Read and check a table of counts."""
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        message = say("{path}: not readable as CSV: {error}", path=path, error=error)
        raise ConfigError(message) from error
    missing = [name for name in _COLUMNS if name not in table]
    if missing:
        message = say(
            "{path}: column {missing} is missing. Needed: {columns}.",
            path=path,
            missing=", ".join(missing),
            columns=", ".join(_COLUMNS),
        )
        raise ConfigError(message)
    for name in ("year", "age_from", "age_to", "persons"):
        faulty = ~table[name].str.fullmatch(r"[0-9]+")
        if faulty.any():
            row = int(faulty.to_numpy().argmax())
            message = say(
                "{path}, row {row}: {name} '{value}' is no whole number.",
                path=path,
                row=row + 2,
                name=name,
                value=table[name].iat[row],
            )
            raise ConfigError(message)
        table[name] = table[name].astype(int)
    faulty = ~table["sex"].isin(["m", "f"]) | ~table["ags"].str.fullmatch(r"[0-9]{5}")
    if faulty.any():
        row = int(faulty.to_numpy().argmax())
        message = say(
            "{path}, row {row}: sex '{sex}', ags '{ags}'. Valid: m or f, and five digits.",
            path=path,
            row=row + 2,
            sex=table["sex"].iat[row],
            ags=table["ags"].iat[row],
        )
        raise ConfigError(message)
    return table
