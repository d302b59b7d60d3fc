"""Run again what a manifest tells, in a folder of its own, and say what differs: versions, sources, tables, results.

A manifest holds the settings of each scenario, whoever asked for the runs: a command or Python code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simsocial.core.errors import RunError
from simsocial.core.language import say
from simsocial.experiment.same_tables import same_table
from simsocial.experiment.settings_as_run import settings_as_run
from simsocial.experiment.sweep import Sweep

__all__ = ["Repetition", "repeat"]

_TABLES = (
    "indicators.parquet", "population.parquet", "draws.parquet", "sweep.parquet", "effects.csv", "effects.parquet",
    "equity.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Repetition:
    """Two folders of results of the same settings.

    Attributes
    ----------
    manifest : Path
        Of the first runs, beside their tables.
    again : Path
        Folder of the repetition.
    """

    manifest: Path
    again: Path

    def differences(self) -> list[str]:
        """Return in words what differs in what the runs were made from; empty if nothing does."""
        return list(_differences(_read(self.manifest), _read(self.again / "manifest.json")))

    def tables(self) -> dict[str, bool | None]:
        """Return for each table of the repetition whether it came out equal; None: the first folder has none.

        Rows are compared in the order of their keys.
        """
        found = {name: (self.manifest.parent / name, self.again / name) for name in _TABLES}
        return {
            name: same_table(first, again) if first.is_file() else None
            for name, (first, again) in found.items()
            if again.is_file()
        }


def repeat(
    manifest: Path | str, outputs: Path | str = "outputs", name: str | None = None, *, progress: bool = True
) -> Repetition:
    """Simulate again what a manifest tells.

    Parameters
    ----------
    manifest : Path or str
        ``manifest.json`` of a run, a comparison, a profile or a sweep. Paths in it hold from the working folder on.
    outputs : Path or str
        Folder in which that of the repetition is made.
    name : str, optional
        Its name; otherwise that of the first with ``_repeated``.
    progress : bool
        Show a bar with the time left.

    Returns
    -------
    Repetition
        Both folders, and what differs between them.

    Raises
    ------
    SimsocialError
        If the file is no such manifest, what it names is missing here, or nothing could be finished.
    """
    path = Path(manifest)
    content = _read(path)
    name = name or f"{content['name']}_repeated"
    again = Path(outputs) / name
    if again.resolve() == path.parent.resolve():
        message = say("{again}: is the folder of the manifest. Valid: another name.", again=again)
        raise RunError(message)
    command = ["repeat", str(path), "--name", name]
    if content.get("kind") == "sweep":
        words = [*content["overrides"], f"name={name}"]
        return Repetition(path, Sweep(content["sweep"], words, outputs).run(progress, command, yes=True))

    from simsocial.experiment.runner import run_experiment

    configs = {
        scenario: settings_as_run(entry["config"]) | {"name": name, "large": True}
        for scenario, entry in content["scenarios"].items()
    }
    return Repetition(path, run_experiment(configs, again, progress, command))


def _read(path: Path) -> dict[str, Any]:
    """Return a manifest of runs."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = say(
            "{path}: cannot be read ({error}). Valid: the manifest.json of a folder of results.",
            path=path,
            error=error,
        )
        raise RunError(message) from None
    if not isinstance(content, dict) or not {"scenarios", "runs", "name"} <= set(content):
        message = say(
            "{path}: tells of no runs of scenarios. Valid: that of simsocial run, compare, profile or sweep.",
            path=path,
        )
        raise RunError(message)
    return content


def _differences(first: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    """Iterate over what differs between two manifests."""
    for name in {**first["versions"], **again["versions"]}:
        then, now = (one["versions"].get(name, say("not there")) for one in (first, again))
        if then != now:
            yield say("{name}: {then}, here {now}", name=name, then=then, now=now)
    if first.get("plugins") != again["plugins"]:
        yield say("plugins: {first}, here {plugins}", first=first.get("plugins"), plugins=again["plugins"])
    if first.get("run_hash") != again["run_hash"]:
        yield say(
            "sources that runs use: {first}, here {run_hash}",
            first=first.get("run_hash", say("not told")),
            run_hash=again["run_hash"],
        )
    elif first.get("source_hash") != again["source_hash"]:
        yield say(
            "sources of analysis and pages alone: {first}, here {source_hash}",
            first=first.get("source_hash"),
            source_hash=again["source_hash"],
        )
    parts = [str(one["data_hash"]).partition("-") for one in (first, again)]
    for what, position in ((say("tables of the region"), 0), (say("parameters"), 2)):
        then, now = (part[position] for part in parts)
        if then != now:
            yield say("{what}: {then}, here {now}", what=what, then=then, now=now)
    keys = [{run["key"] for run in one["runs"]} for one in (first, again)]
    if keys[0] != keys[1]:
        yield say(
            "keys of runs: {same} of {total} are the same",
            same=len(keys[0] & keys[1]),
            total=len(keys[0]),
        )
    states = [
        sorted(run["key"] for run in one["runs"] if run["state"] == "finished") for one in (first, again)
    ]
    if len(states[0]) != len(states[1]):
        yield say("finished runs: {then}, here {now}", then=len(states[0]), now=len(states[1]))
