"""A comparison in two futures with planted levels: three options, of which one never is the best."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simsocial.analysis.criteria import COST
from tests.unit.analysis.planted import YEARS, cells, indicator, manifest, table

__all__ = ["write_futures"]

_DRAWS = np.arange(40)
_OPTIONS = ("robust", "bold", "worse")
_NAMES = ["waiting", COST]


def _write(
    folder: Path, future: str, effects: dict[str, tuple[float, float]], assumption: float = 0.0
) -> None:
    """Write results in which each option moves waiting and cost by so much, one of them with an assumption."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(5)
    where = cells(_NAMES)
    shape = (len(where), len(YEARS), len(_DRAWS))
    base = np.broadcast_to(rng.normal(500.0, 20.0, (len(where), 1, len(_DRAWS))), shape).copy()
    drawn = rng.uniform(0.8, 1.2, len(_DRAWS))
    differences = {}
    for name, (waiting, cost) in effects.items():
        shift = np.broadcast_to(np.array([waiting, cost])[:, None, None], shape).copy()
        shift += np.broadcast_to(rng.normal(0.0, 0.5, (len(where), 1, len(_DRAWS))), shape)
        if name == "bold":
            shift[0] += assumption * (drawn - 1.0)
        differences[name] = shift
    metadata = [
        indicator("waiting", relevance=1.0),
        indicator(COST, unit="EUR per year", sum_over_time="sum"),
    ]
    targets = {"targets": [{"indicator": "waiting", "direction": "down", "value": 495.0}]}
    content = manifest(metadata, 20, 40, dict.fromkeys(_OPTIONS, targets)) | {"seed": 1}
    content["future"] = {"id": future, "title": {"de": "Z", "en": "F"}, "why": {"de": "W", "en": "Y"}}
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    table(where, base, differences, _DRAWS).to_parquet(folder / "indicators.parquet", index=False)
    parameters = {"decides": drawn, **{f"idle_{n}": rng.uniform(size=len(_DRAWS)) for n in range(100)}}
    pd.concat(
        pd.DataFrame({"draw": _DRAWS, "scenario": "", "parameter": name, "kind": "value", "value": values})
        for name, values in parameters.items()
    ).to_parquet(folder / "draws.parquet", index=False)


def write_futures(root: Path, config: dict[str, Any] | None = None) -> Path:
    """Write the comparison as expected, in a future, and what another command left in a third."""
    _write(root, "", {"robust": (-10.0, 5.0), "bold": (-20.0, 20.0), "worse": (-9.0, 30.0)}, assumption=100.0)
    _write(
        root / "futures" / "dear", "dear", {"robust": (-9.0, 5.0), "bold": (2.0, 60.0), "worse": (-8.0, 30.0)}
    )
    _write(root / "futures" / "stale", "stale", {"robust": (-9.0, 5.0), "bold": (2.0, 60.0)})
    stale = root / "futures" / "stale" / "manifest.json"
    stale.write_text(json.dumps(json.loads(stale.read_text()) | {"seed": 2}))
    if config:
        path = root / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["scenarios"]["status_quo"]["config"] = config
        path.write_text(json.dumps(content), encoding="utf-8")
    return root
