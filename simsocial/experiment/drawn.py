"""The drawn values of an experiment: stored with the runs, so that an effect can be traced to an assumption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from simsocial.experiment.design import Block
from simsocial.experiment.setup import Setup

__all__ = ["write_draws"]


def write_draws(folder: Path, setups: Mapping[str, Setup], blocks: Sequence[Block]) -> Path | None:
    """Write ``draws.parquet``: one row a draw and parameter that has a range.

    Parameters
    ----------
    folder : Path
        Folder of the experiment.
    setups : mapping
        What was built from the settings, by scenario; the first is the reference.
    blocks : sequence of Block
        All runs of the design.

    Returns
    -------
    Path or None
        The file with the columns draw, scenario ('' for parameters of all), parameter, kind (``value``, or
        ``factor`` for a table) and value (the latest, as drawn); None, and no file, without draws.
    """
    import pandas as pd

    path = folder / "draws.parquet"
    draws = sorted({block.draw for block in blocks if block.draw is not None})
    if not draws:
        path.unlink(missing_ok=True)
        return None
    rows = [row for draw in draws for row in _rows(draw, setups)]
    table = pd.DataFrame(rows, columns=["draw", "scenario", "parameter", "kind", "value"])
    partial = path.with_suffix(".partial")
    table.astype({"draw": "int32"}).to_parquet(partial, index=False)
    partial.replace(path)
    return path


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
