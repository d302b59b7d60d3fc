"""The search for good portfolios: optuna's NSGA-II proposes measures to take together, all tried with the same dice.

A generation is simulated at once, beside one status quo. Its proposals follow from the seed, the number of the
generation and what was found before, so that an interrupted search goes on to the same portfolios. Where all portfolios
together are no more than the trials, all are tried.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from simsocial.core.errors import SimsocialError
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.family_runs import blocks_of, run_families
from simsocial.experiment.lock import alone_in
from simsocial.experiment.manifest import as_json, command_entry, registries_entry, scenarios_entry
from simsocial.experiment.portfolios import OUT, Portfolio, candidates_of
from simsocial.experiment.setup import prepare_region, setup_of
from simsocial.experiment.store import written_whole
from simsocial.experiment.sweep_configs import Family

__all__ = ["Judgement", "Search"]

_POPULATION = 12
_SEED = 1


class Judgement(NamedTuple):
    """What came of a portfolio.

    Attributes
    ----------
    gains : list of float
        By objective, the larger the better.
    beyond : list of float
        By frame, how much is taken beyond its limit; at most zero where it is kept.
    """

    gains: list[float]
    beyond: list[float]


Judge = Callable[[Path, Mapping[str, Any], Mapping[str, Sequence[str]]], dict[str, Judgement]]
"""From the folder, the manifest and the keys of runs by portfolio to what came of each."""


class Search:
    """Portfolios of the measures of some scenarios.

    Parameters
    ----------
    scenarios : sequence of str
        Names or paths of those whose measures may be taken.
    overrides : sequence of str
        Settings that hold for all; frames among them (``budget.kreis_eur_per_year=500000``).
    vary : sequence of str
        ``measure.key=value,value``.
    outputs : Path
        Folder in which the folder of the search is made.
    """

    def __init__(
        self,
        scenarios: Sequence[str],
        overrides: Sequence[str] = (),
        vary: Sequence[str] = (),
        outputs: Path | str = "outputs",
    ) -> None:
        words = ["replicates=2", *overrides, "draws=0", "twins=0"]
        self.configs = compose_scenarios(["status_quo", *scenarios], words)
        self.candidates = candidates_of(self.configs, vary)
        name = str(self.settings["name"])
        given = any(word.startswith("name=") for word in overrides)
        self.folder = Path(outputs) / (name if given else f"search_{name.removeprefix('vergleich_')}")
        self.tried: dict[str, tuple[Portfolio, Judgement]] = {}

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of the status quo."""
        return next(iter(self.configs.values()))

    @property
    def size(self) -> int:
        """How many portfolios there are, without the one of no measure."""
        count = 1
        for one in self.candidates:
            count *= len(one.variants) + 1
        return count - 1

    def run(
        self,
        trials: int,
        judge: Judge,
        objectives: Callable[[Mapping[str, Any]], Sequence[Any]],
        *,
        yes: bool = False,
        progress: bool = True,
        command: Sequence[str] | None = None,
    ) -> Path:
        """Try portfolios and return the folder; :attr:`tried` holds what came of each.

        Parameters
        ----------
        trials : int
            How many are proposed; the same portfolio is simulated once.
        judge : callable
            Reads what was stored.
        objectives : callable
            From the manifest to what the judge tells gains of.
        yes : bool
            Begin without asking, however long it takes.
        progress : bool
            Show a bar.
        command : sequence of str, optional
            For the manifest.
        """
        with alone_in(self.folder):
            prepare_region(self.settings, anew=True)
            manifest = self._manifest(command)
            objectives(manifest)
            if self.size <= trials:
                click.echo(
                    say(
                        "All {size} portfolios of {number} measures are tried.",
                        size=self.size,
                        number=len(self.candidates),
                    ),
                    err=True,
                )
                self._try(
                    [self._portfolio(choice) for choice in self._all()], judge, manifest, 1.0, yes, progress
                )
            else:
                self._search(trials, len(objectives(manifest)), judge, manifest, yes, progress)
            return self.folder

    def _search(
        self, trials: int, objectives: int, judge: Judge, manifest: dict[str, Any], yes: bool, progress: bool
    ) -> None:
        """Let NSGA-II propose generation after generation."""
        import optuna
        from optuna.storages.journal import JournalFileBackend

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        storage = optuna.storages.JournalStorage(
            JournalFileBackend(str(self.folder / f"study_{self._digest()}.log"))
        )
        study = optuna.create_study(
            study_name="search", storage=storage, load_if_exists=True, directions=["maximize"] * objectives
        )
        for begun in study.get_trials(states=(optuna.trial.TrialState.RUNNING,)):
            study.tell(begun.number, state=optuna.trial.TrialState.FAIL)
        told = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)
        while (done := len(study.get_trials(states=told))) < trials:
            study.sampler = optuna.samplers.NSGAIISampler(population_size=_POPULATION, seed=_SEED + done)
            asked = [study.ask() for _ in range(min(_POPULATION, trials - done))]
            chosen = [self._portfolio(self._choice(trial)) for trial in asked]
            self._try(chosen, judge, manifest, (trials - done) / len(asked), yes or bool(done), progress)
            for trial, portfolio in zip(asked, chosen, strict=True):
                if portfolio.name not in self.tried:
                    study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                    continue
                judgement = self.tried[portfolio.name][1]
                for number, beyond in enumerate(judgement.beyond or [0.0]):
                    trial.set_constraint(f"frame_{number}", beyond)
                study.tell(trial, judgement.gains)
        chosen = [self._portfolio(trial.params) for trial in study.get_trials(states=told)]
        # What an earlier command tried is judged again from what it stored.
        self._try(chosen, judge, manifest, 1.0, True, progress)

    def _choice(self, trial: Any) -> dict[str, int]:
        """Ask for the choice of a trial."""
        return {
            one.name: trial.suggest_categorical(one.name, [OUT, *range(len(one.variants))])
            for one in self.candidates
        }

    def _all(self) -> list[dict[str, int]]:
        """Return all choices but that of no measure."""
        names = [one.name for one in self.candidates]
        ranges = ([OUT, *range(len(one.variants))] for one in self.candidates)
        return [dict(zip(names, row, strict=True)) for row in itertools.product(*ranges) if set(row) != {OUT}]

    def _portfolio(self, choice: Mapping[str, int]) -> Portfolio:
        return Portfolio.of(self.candidates, choice)

    def _try(
        self,
        portfolios: Sequence[Portfolio],
        judge: Judge,
        manifest: dict[str, Any],
        more: float,
        yes: bool,
        progress: bool,
    ) -> None:
        """Simulate portfolios that were not tried yet; one that contradicts itself is left out."""
        reference = next(iter(self.configs))
        family, new = Family(), {}
        family.add(reference, reference, self.settings)
        for one in portfolios:
            if one.name in self.tried or one.name in new or not one.measures:
                continue
            config = {**self.settings, "measures": one.measures, "title": one.title()}
            try:
                setup_of(one.name, config)
            except SimsocialError:
                continue
            new[one.name] = one
            family.add(one.name, one.name, config)
        if not new:
            return
        blocks = blocks_of([family])
        run_families([family], blocks, self.folder, more=more, progress=progress, yes=yes)
        keys: dict[str, list[str]] = {}
        for block in blocks[0]:
            for run in block.runs:
                keys.setdefault(run.scenario, []).append(run.key)
        found = judge(self.folder, manifest, keys)
        self.tried |= {name: (new[name], judgement) for name, judgement in found.items()}

    def _digest(self) -> str:
        """Return what a study is about, in short: another one begins anew."""
        what = (
            [[one.name, one.variants] for one in self.candidates],
            self.settings["seed"],
            self.settings["horizon"],
        )
        text = json.dumps(
            [what, self.settings["replicates"], self.settings["region"]], default=str, sort_keys=True
        )
        return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()

    def _manifest(self, command: Sequence[str] | None) -> dict[str, Any]:
        """Write what is searched, and return it."""
        setups = {name: setup_of(name, config) for name, config in self.configs.items()}
        content = {
            **command_entry(self.configs, datetime.now(UTC), command),
            "kind": "search",
            "reference": next(iter(self.configs)),
            **scenarios_entry(self.configs, setups),
            **registries_entry(next(iter(setups.values()))),
        }
        with written_whole(self.folder / "manifest.json") as partial:
            partial.write_text(as_json(content), encoding="utf-8")
        return content
