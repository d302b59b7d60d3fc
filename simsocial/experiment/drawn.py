"""The drawn values of an experiment: stored with the runs, so that an effect can be traced to an assumption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from simsocial.experiment.design import Block
from simsocial.experiment.setup import Setup
from simsocial.experiment.store import appended

__all__ = ["write_draws"]

_SCHEMA = pa.schema(
    [
        ("draw", pa.int32()),
        *((name, pa.string()) for name in ("scenario", "parameter", "kind")),
        ("value", pa.float64()),
    ]
)


def write_draws(folder: Path, setups: Mapping[str, Setup], blocks: Iterable[Block]) -> Path | None:
    """Write ``draws.parquet``: one row a draw and parameter that has a range.

    Parameters
    ----------
    folder : Path
        Folder of the experiment.
    setups : mapping
        What was built from the settings, by scenario; the first is the reference.
    blocks : iterable of Block
        Those that were begun; a new draw has the next number.

    Returns
    -------
    Path or None
        The file with the columns draw, scenario ('' for parameters of all), parameter, kind (``value``, or
        ``factor`` for a table) and value (the latest, as drawn); None, and no file, without draws.
    """
    path, begun = folder / "draws.parquet", 0
    with appended(path) as add:
        for block in blocks:
            if block.draw == begun:
                columns = zip(*_rows(begun, setups), strict=True)
                add(pa.table([list(column) for column in columns] or [[]] * len(_SCHEMA), schema=_SCHEMA))
                begun += 1
    return path if begun else None


def _rows(draw: int, setups: Mapping[str, Setup]) -> Iterator[tuple[int, str, str, str, float]]:
    """Iterate over what one draw changes: of the reference, then what only an option has or sets otherwise."""
    shared: dict[str, float] = {}
    for name, setup in setups.items():
        parameters = setup.parameters.at_draw(draw)
        for parameter in parameters:
            if parameter.low == parameter.high or parameter.id in parameters.overrides:
                continue
            factor, _ = parameters.adjustment(parameter.id)
            value = factor if parameter.is_table else parameters.value(parameter.id)
            if parameter.id in shared and shared[parameter.id] == value:
                continue
            of_all = not parameter.id.startswith("measures.") and parameter.id not in shared
            shared.setdefault(parameter.id, value)
            yield (
                draw,
                "" if of_all else name,
                parameter.id,
                "factor" if parameter.is_table else "value",
                value,
            )
