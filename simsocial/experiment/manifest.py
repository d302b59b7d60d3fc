"""The manifest: everything needed to know what was run, and to run it again."""

from __future__ import annotations

import json
import platform
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsocial.core.calendar import month_label
from simsocial.core.compile import run_hash, source_hash
from simsocial.core.inert import inert_table
from simsocial.experiment.changes import assumption_sheet_of, parameter_changes
from simsocial.experiment.design import Blocks, replicate_seed, stages
from simsocial.experiment.nearest import nearest_minutes
from simsocial.experiment.plugins import load_plugins
from simsocial.experiment.services_entry import services_entry
from simsocial.experiment.setup import Setup, data_hash
from simsocial.experiment.store import RunFiles, written_whole
from simsocial.indicators.axes import PAYERS
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.known import indicators
from simsocial.indicators.margins import MARGINS
from simsocial.indicators.services import house_label
from simsocial.parameters import Parameters

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_manifest"]
__all__ = ["as_json", "command_entry", "registries_entry", "run_entry", "scenarios_entry", "write_manifest"]

_LIBRARIES = ("simsocial", "mesa", "numpy", "numba", "pandas", "scipy", "networkx", "hydra-core", "pyarrow")


def write_manifest(
    folder: Path,
    configs: Mapping[str, Mapping[str, Any]],
    setups: Mapping[str, Setup],
    blocks: Blocks,
    reached: int,
    notes: Mapping[str, tuple[float, str | None]],
    created: datetime,
    command: Sequence[str] | None = None,
    chosen: Mapping[str, Any] | None = None,
) -> Path:
    """Write ``manifest.json`` by rename.

    Parameters
    ----------
    folder : Path
        Folder of the experiment.
    configs, setups : mapping
        Resolved settings and what was built from them, by scenario; the first is the reference.
    blocks : Blocks
        All runs of the design.
    reached : int
        How many blocks were begun; runs of others are counted only.
    notes : mapping
        Run key to seconds and traceback (None if finished), for runs of this session.
    created : datetime
        When the command began.
    command : sequence of str, optional
        Words of the command line; None if Python code asked for the runs.
    chosen : mapping, optional
        Why there are so many replicates, if they were not asked for by number.
    """
    content = {
        **command_entry(configs, created, command),
        **_design(configs, setups, blocks, reached, chosen or {}),
        **scenarios_entry(configs, setups),
        **registries_entry(next(iter(setups.values()))),
    }
    path = folder / "manifest.json"
    runs = (run for block in islice(blocks, reached) for run in block.runs)
    with written_whole(path) as partial, partial.open("w", encoding="utf-8") as stream:
        # Runs come last and one by one: there may be a million of them.
        stream.write(as_json(content).removesuffix("\n}"))
        stream.write(',\n "runs": [')
        for number, run in enumerate(runs):
            entry = as_json(run_entry(folder, run, notes)).replace("\n", "\n  ")
            stream.write(f"{',' if number else ''}\n  {entry}")
        stream.write("\n ]\n}")
    inert_table(assumption_sheet_of(setups)).to_csv(folder / "parameters.csv", index=False)
    return path


def command_entry(
    configs: Mapping[str, Mapping[str, Any]], created: datetime, command: Sequence[str] | None
) -> dict[str, Any]:
    """Return what was asked for, when, and by which versions it was done."""
    return {
        "name": next(iter(configs.values()))["name"],
        "created": created.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": None if command is None else shlex.join(["simsocial", *command]),
        "versions": _versions(),
        "plugins": load_plugins(),
        "source_hash": source_hash(),
        "run_hash": run_hash(),
    }


def _design(
    configs: Mapping[str, Mapping[str, Any]],
    setups: Mapping[str, Setup],
    blocks: Blocks,
    reached: int,
    chosen: Mapping[str, Any],
) -> dict[str, Any]:
    """Return data, seeds and numbers of runs."""
    reference = next(iter(configs))
    config, (explore, confirm) = configs[reference], stages(configs)
    return {
        "data_hash": data_hash(setups[reference]),
        "seed": config["seed"],
        "seeds": [replicate_seed(int(config["seed"]), number) for number in range(reached)],
        "replicates": {"explore": explore, "confirm": confirm, **chosen},
        "draws": blocks.draws,
        "twins": config["twins"],
        "synthesis_seeds": config["synthesis_seeds"],
        "reference": reference,
        "future": {key: config["future"][key] for key in ("id", "title", "why") if config["future"]},
        "runs_not_reached": (len(blocks) - reached) * len(configs),
    }


def scenarios_entry(configs: Mapping[str, Mapping[str, Any]], setups: Mapping[str, Setup]) -> dict[str, Any]:
    """Return the scenarios, and the region and horizon they share."""
    reference = next(iter(configs))
    setup, horizon = setups[reference], configs[reference]["horizon"]
    region, known = setup.region, setup.parameters.known_until
    return {
        "scenarios": {
            name: {
                **_scenario(configs[name], setups[name]),
                "parameters": parameter_changes(setup, setups[name]),
            }
            for name in configs
        },
        "region": {
            "id": region.id,
            "title": region.title,
            "ags": region.ags,
            "reference_date": region.reference_date.isoformat(),
            "inhabitants": region.inhabitants,
            "areas": {row.area: row.name for row in region.areas.itertuples(index=False)},
            "sites": {
                site: name
                for site, name in zip(region.sites["site"], region.sites["name"], strict=True)
                if name != site
            },
            "places": _rows(region.places, ("place", "name", "area", "inhabitants", "x_km", "y_km")),
            "site_places": _rows(
                region.sites.assign(place=region.places["place"].to_numpy()[region.sites["place"]]),
                ("site", "kind", "place"),
            ),
            "travel": "own" if region.travel_rule is None else "assumed",
            "borders": dict(region.borders),
            "defaults_used": list(region.defaults_used),
        },
        "horizon": {
            "start": horizon["start"],
            "end": horizon["end"],
            "spin_up": horizon["spin_up"],
            "first_month": month_label(region.first_month),
            "known_until": None if known is None else month_label(known),
        },
    }


def _rows(table: pd.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return some columns of a region's table as plain values: a map of the results needs no region."""
    return [
        dict(zip(columns, row, strict=True))
        for row in table[list(columns)].astype(object).to_numpy().tolist()
    ]


def registries_entry(setup: Setup) -> dict[str, Any]:
    """Return the words and rules by which the tables are read: indicators, margins, payers, services."""
    catalogue, parameters = setup.catalogue, setup.parameters
    houses = {site_kind: catalogue.house(site_kind).house for site_kind in catalogue.site_kinds}
    return {
        "parameters": "parameters.csv",
        "fallbacks": {name: parameters[name].year for name in parameters.fallbacks},
        "indicators": [
            indicator.metadata() | {"not_identified": _not_identified(indicator, parameters)}
            for indicator in indicators(catalogue)
        ],
        "margins": {name: {"label": dict(one.label), "labels": one.words()} for name, one in MARGINS.items()},
        "payers": {name: {"label": dict(one.label)} for name, one in PAYERS.items()},
        "legal_calendar": {
            name: law.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"id", "sources"})
            | {"source": law.sources.get(law.source, law.source)}
            for name, law in setup.laws.items()
        },
        "site_kinds": {
            site_kind: {
                "label": house_label(catalogue.sharing(site_kind)),
                "service": None if house is None or house.service is None else house.service.model_dump(),
            }
            for site_kind, house in houses.items()
        },
        **services_entry(catalogue),
    }


def _not_identified(indicator: Indicator, parameters: Parameters) -> list[str]:
    """Return the parameters that figures cannot tell and that set the level of an indicator."""
    return [name for name in indicator.rests_on if name in parameters and not parameters[name].identified]


def as_json(content: Mapping[str, Any]) -> str:
    """Return content as the manifest writes it."""
    return json.dumps(content, indent=1, ensure_ascii=False, default=str)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "system": platform.system()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _scenario(config: Mapping[str, Any], setup: Setup) -> dict[str, Any]:
    """Return title, settings and measures of a scenario in plain values."""
    scenario = setup.scenario
    measures = {
        name: {
            **measure.model_dump(mode="json", exclude_none=True),
            "latest_decision_month": measure.latest_decision_month,
            "is_event": measure.is_event,
            "lead_months": measure.lead,
            "lead_assumed": measure.lead_months is None,
            "sites_changed": [
                asdict(change)
                for change in measure.at_earliest(setup.start).site_changes(setup.region, setup.catalogue)
            ],
        }
        for name, measure in sorted(scenario.measures.items())
    }
    return {
        "title": dict(scenario.title),
        "targets": [target.model_dump(mode="json") for target in scenario.targets],
        "summary": dict(scenario.summary),
        "suspected": [one.model_dump(mode="json") for one in scenario.suspected],
        "measures": measures,
        "nearest_minutes": nearest_minutes(
            setup.region,
            setup.catalogue,
            (measure.at_earliest(setup.start) for measure in scenario.measures.values()),
            setup.start,
        ),
        "laws": [name for name in setup.laws if setup.laws.acts(name)],
        "config": dict(config),
    }


def run_entry(folder: Path, run: Any, notes: Mapping[str, tuple[float, str | None]]) -> dict[str, Any]:
    """Return the state of one run."""
    seconds, error = notes.get(run.key, (None, None))
    state = "finished" if RunFiles(folder, run.key).finished else "failed" if error else "missing"
    return {
        "key": run.key,
        "scenario": run.scenario,
        "draw": run.draw,
        "replicate": run.replicate,
        "state": state,
        "seconds": None if seconds is None else round(seconds, 3),
        "error": error,
    }
