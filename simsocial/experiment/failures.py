"""What became of the runs of an experiment: single failures are warned of, and lost options named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["require_all_options", "require_all_runs", "tell_failures"]


def tell_failures(folder: Path) -> None:
    """Warn of scenarios of which runs failed.

    Parameters
    ----------
    folder : Path
        Folder of an experiment with its manifest.

    Raises
    ------
    RunError
        If nothing is left of the reference, or of all options: then there is nothing to compare.
    """
    runs, reference = _runs(folder)
    sentences = _sentences(runs, folder)
    lost, options = _lost(runs), set(runs) - {reference}
    if reference in lost or (options and options <= lost):
        raise RunError("; ".join(sentences.values()))
    for sentence in sentences.values():
        click.echo(say("Warning: {sentence}", sentence=sentence), err=True)


def require_all_options(folder: Path) -> None:
    """Raise a RunError that names the options of which no run could be finished, if there are any."""
    runs, _ = _runs(folder)
    lost = _lost(runs)
    if lost:
        told = "; ".join(sentence for name, sentence in _sentences(runs, folder).items() if name in lost)
        message = say("{told}. Effects and report hold the other options.", told=told)
        raise RunError(message)


def require_all_runs(folder: Path) -> None:
    """Raise a RunError that says how many runs of which scenarios are not finished, if there are any."""
    runs, _ = _runs(folder)
    told = _sentences(runs, folder)
    if told:
        message = say(
            "{told}. The tables hold the other runs; the same command tries these again.",
            told="; ".join(told.values()),
        )
        raise RunError(message)


def _runs(folder: Path) -> tuple[dict[str, list[dict[str, Any]]], str]:
    """Return the manifest's runs by scenario, and the reference."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in manifest["scenarios"]}
    for run in manifest["runs"]:
        runs[run["scenario"]].append(run)
    return runs, str(manifest["reference"])


def _lost(runs: dict[str, list[dict[str, Any]]]) -> set[str]:
    return {name for name, entries in runs.items() if all(run["state"] != "finished" for run in entries)}


def _sentences(runs: dict[str, list[dict[str, Any]]], folder: Path) -> dict[str, str]:
    """Return for each scenario with runs that are not finished how many they are, and why."""
    sentences = {}
    for name, entries in runs.items():
        failed = [run for run in entries if run["state"] != "finished"]
        if failed:
            error = next((run["error"] for run in failed if run.get("error")), say("not started"))
            sentences[name] = say(
                "{name}: {failed} of {runs} runs failed: {error} (full tracebacks: {manifest})",
                name=name,
                failed=len(failed),
                runs=len(entries),
                error=error.strip().splitlines()[-1],
                manifest=folder / "manifest.json",
            )
    return sentences
