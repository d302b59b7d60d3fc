"""When an option fails, in sentences."""

from __future__ import annotations

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.over_futures import criterion_name

__all__ = ["failing_lines"]


def failing_lines(catalog: Catalog, table: pd.DataFrame) -> list[str]:
    """Return a sentence for each option and target.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    table : DataFrame
        See :func:`simsocial.analysis.failing.failing_table`.
    """
    texts, lines = catalog.texts, []
    for _, own in table.groupby(["scenario", "indicator", "area"], sort=False):
        first = own.to_dict("records")[0]
        words = {
            "option": catalog.scenario(str(first["scenario"])),
            "target": criterion_name(catalog, str(first["indicator"]), str(first["area"])),
            "failing": texts.percent(first["failing"]),
        }
        if first["state"] == "shown":
            bounds = [
                texts(
                    "failing-bound",
                    parameter=row["parameter"],
                    low=f"{row['low']:.3g}",
                    high=f"{row['high']:.3g}",
                )
                for row in own.to_dict("records")
            ]
            words |= {"box": texts.join(bounds), "p": texts.number(first["p_value"], 2)}
            words |= {key: texts.percent(first[key]) for key in ("density", "coverage")}
        lines.append(texts(f"failing-{str(first['state']).replace('_', '-')}", **words))
    return lines
