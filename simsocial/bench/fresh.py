"""What needs a process of its own: import, kernels, the Kreis, many kinds, and the Land with its memory.

A child process imports the engine, calls :func:`report` with the name of a part, and prints its figures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from simsocial.bench.clock import Figures, best_pace
from simsocial.bench.comparison import analysed, compared
from simsocial.bench.many_kinds import many_kinds
from simsocial.bench.peak import peak_bytes
from simsocial.bench.worlds import month_of
from simsocial.core.roots import roots
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.region import load_region, synthesise
from simsocial.services.catalogue import load_catalogue_from_dirs

__all__ = ["command_seconds", "figures_of", "report"]

_CODE = """
import time
began = time.perf_counter()
import simsocial.model
seconds = time.perf_counter() - began
from simsocial.bench.fresh import report
report({part!r}, {quick!r}, seconds)
"""


def figures_of(part: str, quick: bool, cache: Path | None = None) -> Figures:
    """Return the figures of a part measured in a fresh Python.

    Parameters
    ----------
    part : str
        ``kreis``, ``kinds``, ``land``, ``compile``, ``compared`` or ``analysed``.
    quick : bool
        Few months only.
    cache : Path, optional
        Folder of kernels and populations instead of the user's.
    """
    environment = {**os.environ, "SIMSOCIAL_CACHE": str(cache)} if cache else None
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _CODE.format(part=part, quick=quick)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    found: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def command_seconds(*words: str, folder: Path | None = None) -> float:
    """Return the seconds of one ``simsocial`` command from its start to its end."""
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "simsocial", *words], check=True, capture_output=True, cwd=folder
    )
    return time.perf_counter() - began


def report(part: str, quick: bool, import_seconds: float) -> None:
    """Print the figures of a part as JSON; called in the child process."""
    figures = _PARTS[part](quick)
    print(json.dumps({**figures, "import_seconds": import_seconds} if part == "kreis" else figures))  # noqa: T201


def _kreis(quick: bool) -> Figures:
    """One replicate of 60 months of the Musterkreis and, apart, all that comes before it."""
    spin_up, end = (1, "2024-03") if quick else (36, "2031-12")
    catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    parameters = catalogue.register(Parameters.load())
    began = time.perf_counter()
    region = load_region("musterkreis")
    synthesise(region, parameters, cached=False)
    synthesis = time.perf_counter() - began
    synthesise(region, parameters)

    def model(**settings: object) -> SocialModel:
        return SocialModel(region, rng=1, parameters=parameters, catalogue=catalogue, end=end, **settings)  # type: ignore[arg-type]

    cold, warm = (_seconds(lambda: model(spin_up=0).advance()) for _ in range(2))
    began = time.perf_counter()
    snapshot = model(spin_up=spin_up).spin_up().snapshot()
    spin_up_seconds = time.perf_counter() - began
    first = model(spin_up=spin_up, snapshot=snapshot)
    months = first.end_month - first.next_month + 1
    pace = best_pace(
        lambda: month_of(model(spin_up=spin_up, snapshot=snapshot), table=True), months, 1 if quick else 3
    )
    return {
        "synthesis_seconds": synthesis,
        "kernel_seconds": cold - warm,
        "spin_up_seconds": spin_up_seconds,
        "region_seconds": pace.wall_seconds,
        "region_process_seconds": pace.process_seconds,
        "region_person_months_per_s": pace.per_second,
    }


def _land(quick: bool) -> Figures:
    """Thuringia: 60 months and their table, what it takes to build it, and the peak of the process."""
    began = time.perf_counter()
    model = SocialModel("thueringen", rng=1, spin_up=0, end="2024-03" if quick else "2028-12")
    built = time.perf_counter() - began
    process, wall = time.process_time(), time.perf_counter()
    model.run().recorder.frame()
    return {
        "thueringen_build_seconds": built,
        "thueringen_seconds": time.perf_counter() - wall,
        "thueringen_process_seconds": time.process_time() - process,
        "thueringen_people": float(model.state.population),
        "thueringen_peak_bytes": peak_bytes(),
    }


def _compile(quick: bool) -> Figures:  # noqa: ARG001 - every part takes it
    """One month with nothing in the cache, synthesis included."""
    before = time.process_time()
    SocialModel("musterkreis", rng=1, spin_up=0).advance()
    return {"compile_seconds": time.process_time() - before}


def _seconds(act: Callable[[], object]) -> float:
    """Return how long an action takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


_PARTS: Mapping[str, Callable[[bool], Figures]] = {
    "kreis": _kreis,
    "kinds": many_kinds,
    "land": _land,
    "compile": _compile,
    "compared": compared,
    "analysed": analysed,
}
