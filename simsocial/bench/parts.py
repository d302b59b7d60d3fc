"""The parts of the bench: each measures one thing and returns its figures by name."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import simsocial
from simsocial.bench.worlds import world
from simsocial.model import SocialModel

__all__ = ["PARTS"]

Figures = dict[str, float]
_MESA_MODEL = Path(simsocial.__file__).resolve().parents[1] / "tests" / "benchmarks" / "mesa_core.py"


def _timed(model: SocialModel, months: int) -> tuple[float, float]:
    """Return person-months and process seconds of some months."""
    person_months, began = 0, time.process_time()
    for _ in range(months):
        person_months += model.state.population
        model.advance()
    return float(person_months), time.process_time() - began


def core(quick: bool) -> Figures:
    """Demographic core on one thread: 1 million people, 60 months, best of three."""
    people, months = (100_000, 12) if quick else (1_000_000, 60)
    best = 0.0
    for _ in range(1 if quick else 3):
        person_months, seconds = _timed(world(people, core=True, months=months + 1), months)
        best = max(best, person_months / seconds)
    return {"core_person_months_per_s": best}


def full(quick: bool) -> Figures:
    """Whole model with all services on one thread: 1 million people, 60 months."""
    people, months = (100_000, 12) if quick else (1_000_000, 60)
    model = world(people, core=False, months=months + 1)
    person_months, seconds = _timed(model, months)
    return {
        "full_person_months_per_s": person_months / seconds,
        "bytes_per_person": model.state.nbytes / model.state.population,
    }


def mesa(quick: bool) -> Figures:
    """Idiomatic Mesa model of the core's work, from the repository's ``tests/benchmarks``."""
    if not _MESA_MODEL.is_file():
        return {}
    specification = importlib.util.spec_from_file_location("mesa_core", _MESA_MODEL)
    if specification is None or specification.loader is None:
        return {}
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    people, months = (1_000, 3) if quick else (20_000, 12)
    model = module.MesaCore(people, seed=1)
    person_months, began = 0, time.process_time()
    for _ in range(months):
        person_months += len(model.agents)
        model.step()
    return {"mesa_person_months_per_s": person_months / (time.process_time() - began)}


def large(quick: bool) -> Figures:
    """Cost of a person-month of the core at 10 million people relative to 1 million."""
    small, many, months = (50_000, 100_000, 3) if quick else (1_000_000, 10_000_000, 12)
    cost = []
    for people in (small, many):
        person_months, seconds = _timed(world(people, core=False, months=months + 1), months)
        cost.append(seconds / person_months)
    return {"cost_ratio_10m_to_1m": cost[1] / cost[0]}


def kreis(quick: bool) -> Figures:
    """Musterkreis: one replicate of 60 months, with what comes before it apart."""
    code = (
        "import json, time; a = time.perf_counter()\n"
        "from simsocial.model import SocialModel\n"
        "from simsocial.parameters import Parameters\n"
        "from simsocial.region import load_region, synthesise\n"
        "b = time.perf_counter(); region = load_region('musterkreis')\n"
        "synthesise(region, Parameters.load(), cached=False); c = time.perf_counter()\n"
        f"months = {3 if quick else 36}\n"
        "model = SocialModel(region, rng=1, spin_up=1); d = time.perf_counter()\n"
        "model = SocialModel(region, rng=1, spin_up=months); e = time.perf_counter()\n"
        "model.run(); f = time.perf_counter()\n"
        "print(json.dumps({'import_seconds': b - a, 'synthesis_seconds': c - b,\n"
        "  'kernel_seconds': d - c, 'spin_up_seconds': e - d, 'region_seconds': f - e}))"
    )
    _python(code)  # compiles, if nobody has
    return _python(code)


def land(quick: bool) -> Figures:
    """Thuringia, 2.1 million people: five years, and the peak memory of the process."""
    code = (
        "import json, resource, time\n"
        "from simsocial.model import SocialModel\n"
        f"model = SocialModel('thueringen', rng=1, spin_up=0, end='{'2024-03' if quick else '2028-12'}')\n"
        "a = time.perf_counter(); model.run()\n"
        "seconds = time.perf_counter() - a\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "print(json.dumps({'thueringen_seconds': seconds, 'thueringen_peak_bytes': peak}))"
    )
    return _python(code)


def start(quick: bool) -> Figures:  # noqa: ARG001 - every part takes it
    """Start the command line: help, and one warm replicate all in."""
    figures = {"help_seconds": _command(["--help"])}
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "replicates=1", "twins=0"]
        _command(words, folder)
        figures["run_seconds"] = _command([*words, "name=again"], folder)
    return figures


def _python(code: str) -> Figures:
    """Run code in a fresh Python and return the JSON of its last line."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: float(value) for name, value in found.items()}


def _command(words: list[str], folder: str | None = None) -> float:
    """Return the seconds of one command."""
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "simsocial", *words], check=True, capture_output=True, cwd=folder
    )
    return time.perf_counter() - began


PARTS: Mapping[str, Callable[[bool], Figures]] = {
    "core": core,
    "full": full,
    "mesa": mesa,
    "kreis": kreis,
    "land": land,
    "large": large,
    "start": start,
}
"""All parts in the order in which they are measured."""
