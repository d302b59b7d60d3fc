"""Hindcasts: runs from an earlier count of every Kreis to a later one, on what was known at the first.

Written are tables only, for :mod:`simsocial.analysis.hindcast`: people of each run at the later date, care recipients
at the year ends between, the base population, what was counted, and the rates that the model knew, from
which simpler projections are made.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.calendar import month_label
from simsocial.core.compile import is_compiled, source_hash
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.design import replicate_seed
from simsocial.experiment.hindcast_base import draw_base
from simsocial.experiment.progress import Progress
from simsocial.experiment.setup import Setup, setup_of
from simsocial.experiment.size import confirm_size
from simsocial.experiment.workers import worker_count
from simsocial.model import SocialModel
from simsocial.processes.border import Border, following_rate
from simsocial.processes.census import count_population
from simsocial.region import synthesise
from simsocial.region.kreis_rates import kreis_fertility_ratio
from simsocial.region.official import kreise

__all__ = ["Counted", "run_hindcast"]

REFERENCE = "status_quo"
_SUBJECT = "care_dependent"


@dataclass(frozen=True)
class Counted:
    """Two counts of Kreise.

    Attributes
    ----------
    first, last : date
        Base date and the date that is compared.
    regions : dict of str to dict
        Settings of the region by AGS: who lived there at the first date.
    observed : DataFrame
        ``ags, sex (m, f, all), age_from, age_to, persons`` at the last date.
    group_starts : tuple of int
        First ages of the groups in which people were counted at the first date.
    """

    first: date
    last: date
    regions: dict[str, dict[str, Any]]
    observed: pd.DataFrame
    group_starts: tuple[int, ...]


@dataclass(frozen=True)
class _Job:
    ags: str
    draw: int
    replicate: int


def run_hindcast(
    counted: Counted,
    folder: Path,
    draws: int,
    replicates: int,
    overrides: Sequence[str] = (),
    command: Sequence[str] = (),
) -> Path:
    """Run every Kreis from the first date to the last and write the tables.

    Parameters
    ----------
    counted : Counted
        Base populations and the later counts.
    folder : Path
        Where the tables go.
    draws, replicates : int
        Draws of the uncertain parameters, and runs of each; 0 draws: best values only.
    overrides : sequence of str
        Settings that hold for all runs.
    command : sequence of str
        Words of the command line, for the manifest.
    """
    last = counted.last.year * 12 + counted.last.month - 1
    first = counted.first.year * 12 + counted.first.month
    own = [f"horizon.start={month_label(first)}", f"horizon.end={month_label(last)}", "horizon.spin_up=0"]
    config = compose_scenarios(
        [REFERENCE], [*own, f"horizon.known_until={month_label(first - 1)}", *overrides]
    )[REFERENCE]
    configs = {ags: {**config, "region": region} for ags, region in counted.regions.items()}
    setups = {ags: setup_of(REFERENCE, one) for ags, one in configs.items()}
    people = [one.region.inhabitants for one in setups.values()]
    confirm_size(len(people) * max(draws, 1) * replicates, config, max(people))
    jobs = [_Job(a, d, r) for a in configs for d in range(max(draws, 1)) for r in range(replicates)]
    starts = counted.group_starts if draws else None
    work = functools.partial(_simulate, configs=configs, group_starts=starts)
    found = _all(jobs, work, config, max(people))
    folder.mkdir(parents=True, exist_ok=True)
    pd.concat([people for people, _ in found]).to_parquet(folder / "people.parquet", index=False)
    pd.concat([care for _, care in found]).to_csv(folder / "care_runs.csv", index=False)
    pd.concat([_base(ags, one) for ags, one in setups.items()]).to_parquet(
        folder / "base.parquet", index=False
    )
    years = range(first // 12, counted.last.year + 1)
    rates = [_rates(ags, one, year) for ags, one in setups.items() for year in years]
    pd.concat(rates).to_parquet(folder / "rates.parquet", index=False)
    counted.observed.to_csv(folder / "observed.csv", index=False)
    fallbacks = sorted(set().union(*(one.parameters.fallbacks for one in setups.values())))
    some = next(iter(setups.values())).parameters
    names = dict(zip(kreise()["ags"], kreise()["name"], strict=True))
    content = {
        "command": ["simsocial", *command],
        "first": counted.first.isoformat(),
        "last": counted.last.isoformat(),
        "known_until": month_label(first - 1),
        "draws": draws,
        "replicates": replicates,
        "seed": config["seed"],
        "source_hash": source_hash(),
        "data_hash": {
            ags: f"{one.region.data_hash}-{one.parameters.data_hash}" for ags, one in setups.items()
        },
        "names": {ags: names.get(ags, ags) for ags in setups},
        "fallbacks": {name: some[name].year for name in fallbacks},
        "parameters": config["parameters"],
    }
    (folder / "manifest.json").write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    return folder


Found = tuple[pd.DataFrame, pd.DataFrame]


def _all(
    jobs: Sequence[_Job], work: Callable[[_Job], Found], config: Mapping[str, Any], inhabitants: int
) -> list[Found]:
    """Simulate all jobs here or in worker processes, in their order."""
    found: dict[_Job, Found] = {}
    rest = list(jobs)
    with Progress(len(jobs), shown=sys.stderr.isatty()) as bar:
        if not is_compiled():
            bar.tell(say("Compiling the engine, once for this version: up to a minute."))
        job = rest.pop(0)
        found[job] = work(job)
        bar.advance()
        workers = worker_count(config, inhabitants, len(rest))
        if workers == 1:
            for job in rest:
                found[job] = work(job)
                bar.advance()
        else:
            method = "fork" if sys.platform == "linux" else "spawn"
            with ProcessPoolExecutor(workers, multiprocessing.get_context(method)) as pool:
                futures = {pool.submit(work, job): job for job in rest}
                for future in as_completed(futures):
                    found[futures[future]] = future.result()
                    bar.advance()
    return [found[job] for job in jobs]


def _simulate(
    job: _Job, configs: Mapping[str, Mapping[str, Any]], group_starts: Sequence[int] | None
) -> Found:
    """Return people at the end and care recipients at the year ends of one run; with groups, of one draw."""
    config = configs[job.ags]
    setup = setup_of(REFERENCE, config, job.draw if group_starts else None)
    region, people = setup.region, None
    if group_starts:
        region = draw_base(region, group_starts, job.draw, setup.parameters.seed)
        people = synthesise(region, setup.parameters, cached=False)
    # Dice of its own for each Kreis: those who arrive in the same slot would else be alike everywhere.
    number = 1000 * (1000 * int(job.ags) + job.draw) + job.replicate
    model = SocialModel(
        region,
        None,
        replicate_seed(int(config["seed"]), number),
        parameters=setup.parameters,
        catalogue=setup.catalogue,
        laws=setup.laws,
        population=people,
        start=month_label(setup.start),
        end=month_label(setup.end),
        disabled=setup.disabled,
    )
    care = []
    while model.next_month <= model.end_month:
        model.advance()
        if model.month % 12 == 11:
            care.append((model.month // 12, int(model.recorder.latest(_SUBJECT))))
    tables = (_long(count_population(model).sum(axis=0)), pd.DataFrame(care, columns=["year", _SUBJECT]))
    at_end, in_care = (table.assign(ags=job.ags, draw=job.draw, replicate=job.replicate) for table in tables)
    return at_end, in_care


def _base(ags: str, setup: Setup) -> pd.DataFrame:
    return _long(setup.region.population.sum(axis=0)).assign(ags=ags)


def _long(people: npt.NDArray[Any]) -> pd.DataFrame:
    sexes, ages = np.indices(people.shape)
    return pd.DataFrame(
        {
            "sex": np.array(["m", "f"])[sexes.ravel()],
            "age": ages.ravel().astype(np.int16),
            "persons": people.ravel().astype(np.int32),
        }
    )


def _rates(ags: str, setup: Setup, year: int) -> pd.DataFrame:
    """Return deaths, births and net migration per inhabitant and year by sex and age, as known at the base date."""
    parameters, month = setup.parameters, year * 12 + 6
    death = parameters.table("mortality.death_probability", month)
    death = 1.0 - (1.0 - death) ** parameters.value("mortality.level_ratio", month)
    births = np.zeros_like(death)
    births[1] = parameters.table("fertility.age_profile", month) * parameters.value(
        "fertility.total_fertility_rate", month
    )
    births *= kreis_fertility_ratio(parameters, setup.region.ags, month)
    leaves, comes = Border(parameters, setup.region).rates(year)
    net, women = comes - leaves, setup.region.residents.sum(axis=0)[1].astype(np.float64)
    with_parents = [following_rate(parameters, rate, month, women)[:18] for rate in (comes, leaves)]
    net[:, :18] = (
        parameters.value("migration.arrival_minors_ratio", month) * with_parents[0] - with_parents[1]
    )
    table = _long(death).drop(columns="persons")
    return table.assign(ags=ags, year=year, death=death.ravel(), births=births.ravel(), net=net.ravel())
