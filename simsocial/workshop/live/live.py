"""What a live page can ask: its levers, a setting, and what the runs of a setting tell so far."""

from __future__ import annotations

import functools
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ConfigError
from simsocial.core.language import say, speaking
from simsocial.experiment.design import Blocks
from simsocial.experiment.settings_as_run import settings_as_run
from simsocial.experiment.setup import data_hash, setup_of
from simsocial.report.catalog import Catalog
from simsocial.report.main_service import main_service
from simsocial.workshop.criteria import Criterion
from simsocial.workshop.live.estimate import LEAST, estimates
from simsocial.workshop.live.job import MOST_SETTINGS, Job
from simsocial.workshop.live.levers import LaterStart, Lever
from simsocial.workshop.live.offer import Offer, levers_of
from simsocial.workshop.live.pair import Pairs
from simsocial.workshop.live.setting import LIVE, read_setting, settings_of
from simsocial.workshop.live.told import placed, ranked, told

__all__ = ["Live"]


class Live:
    """Levers of a finished comparison and the runs that they start.

    Parameters
    ----------
    results : Results
        The comparison.
    catalog : Catalog
        Its names, in the page's language.
    criteria : sequence of Criterion
        What the page weighs: each is answered.
    options : sequence of str
        Options of the page, without the reference.

    Attributes
    ----------
    replicates : int
        How many replicates a setting gets: as many as the comparison has.
    levers : mapping
        By option, the reference too.
    """

    def __init__(
        self, results: Results, catalog: Catalog, criteria: Sequence[Criterion], options: Sequence[str]
    ) -> None:
        self._catalog, self._criteria, manifest = catalog, criteria, results.manifest
        self._reference = str(manifest["reference"])
        names = [self._reference, *options]
        self._configs = {name: settings_as_run(manifest["scenarios"][name]["config"]) for name in names}
        self._pairs = Pairs(results.folder.resolve(), frozenset(one.indicator for one in criteria))
        setup = setup_of(self._reference, self._configs[self._reference])
        self._data_hash = data_hash(setup)
        self.levers: dict[str, tuple[Lever, ...]] = {
            name: levers_of(self._offer(name, options)) for name in names
        }
        self._job: Job[pd.DataFrame] | None = None
        self._alone, self._reckoning = threading.Lock(), threading.Lock()
        self._told: dict[str, tuple[int, list[dict[str, Any]]]] = {}
        self._first = self._blocks(self._configs[self._reference])
        self.replicates = len(self._first)

    @property
    def language(self) -> str:
        """Language of the page."""
        return self._catalog.texts.language

    @property
    def stored(self) -> int:
        """How many runs of the status quo are stored that are the same to the bit: they need not be simulated again."""
        return sum(self._pairs.stored(block.runs[0]) for block in self._first)

    def open(self, executor: Executor) -> Job[pd.DataFrame]:
        """Let a worker get ready for its first replicate, and return the job that gives it work."""
        executor.submit(self._pairs.warm, self._first[0], self._both(self._configs[self._reference]))
        self._job = Job(executor, self.replicates)
        return self._job

    def ask(self, sent: object) -> str:
        """Start the runs of a setting that a page sent; return its key.

        Raises
        ------
        SimsocialError
            If there is no such setting, or its measures do not fit each other.
        """
        setting = read_setting(sent, self.levers)
        if setting.option == self._reference and not setting.turned:
            raise ConfigError(self._catalog.texts("workshop-live-nothing"))
        config = settings_of(setting, self._configs, self.levers)
        with self._alone:
            setup_of(LIVE, config)
        blocks, both = self._blocks(config), self._both(config)
        self._opened().ask(
            setting.key, functools.partial(_replicate, self._pairs, blocks, both, self.language)
        )
        return setting.key

    def answer(self, key: str) -> dict[str, Any]:
        """Return what the page shows of a setting.

        Raises
        ------
        ConfigError
            If nobody asked for it.
        """
        progress = self._opened().progress(key)
        if progress is None:
            raise ConfigError(say("key: '{key}' was not asked for.", key=key))
        tables, error, is_open = progress
        return {
            "key": key, "runs": len(tables), "of": self.replicates, "open": is_open, "error": error,
            "figures": self._figures(key, tables),
        }  # fmt: skip

    def _figures(self, key: str, tables: Sequence[pd.DataFrame]) -> list[dict[str, Any]]:
        """Return what the runs of a setting tell of each criterion; reckoned once a run, however many devices look."""
        with self._reckoning:
            known = self._told.get(key)
            if known is None or known[0] != len(tables):
                self._told[key] = known = len(tables), self._reckoned(tables) if tables else []
            if len(self._told) > MOST_SETTINGS:
                del self._told[next(iter(self._told))]
            return known[1]

    def _reckoned(self, tables: Sequence[pd.DataFrame]) -> list[dict[str, Any]]:
        cells = [(one.indicator, one.area) for one in self._criteria]
        found = estimates(tables, self._catalog.manifest, (self._reference, LIVE), cells)
        return [
            {
                "label": criterion.label,
                **told(self._catalog, criterion.indicator, found[cell]),
                "points": placed(criterion.scale, found[cell]),
                "ranked": ranked(criterion.scale, found[cell]),
            }
            for criterion, cell in zip(self._criteria, cells, strict=True)
        ]

    @property
    def for_page(self) -> dict[str, Any]:
        """What the page needs of the levers, in its words; options without any are left out."""
        offered = {name: levers for name, levers in self.levers.items() if levers}
        return {
            "least": LEAST,
            "offered": list(offered),
            "options": [
                {
                    "id": name,
                    "levers": [self._shown(lever, name) for lever in levers],
                    "finished": [one.values[name].text for one in self._criteria],
                }
                for name, levers in offered.items()
            ],
        }

    def _shown(self, lever: Lever, option: str) -> dict[str, Any]:
        """Return a slider: its name, what it does, its ends and how a value reads."""
        texts = self._catalog.texts
        shown: dict[str, Any] = {
            "id": lever.id,
            "label": texts(f"workshop-live-{lever.text}", about=lever.about),
            "hint": texts(f"workshop-live-{lever.text}-hint"),
            "value": texts(f"workshop-live-{lever.text}-value", value="{value}"),
            **{end: getattr(lever, end) for end in ("low", "high", "step", "neutral", "unit")},
        }
        if isinstance(lever, LaterStart):
            first = month_index(self._first_start([option]))
            months = range(lever.low, lever.high + 1, lever.step)
            shown["values"] = {
                str(later): texts("workshop-live-start-month", month=texts.month(month_label(first + later)))
                for later in months
            }
        return shown

    def _offer(self, name: str, options: Sequence[str]) -> Offer:
        """Return what the levers of an option are made from; those of the reference from what all options are about."""
        about = [name] if name in options else list(options)
        service = main_service(self._catalog, about)
        setup = setup_of(name, self._configs[name])
        site_kind = service if service in setup.catalogue.site_kinds else None
        return Offer(
            setup,
            self._configs[name]["measures"],
            site_kind,
            "" if service is None else self._catalog.service(service),
            {kind.id: self._catalog.service(kind.id) for kind in setup.catalogue},
            self._first_start(about),
        )

    def _first_start(self, options: Sequence[str]) -> str:
        """Return the month in which the first own measure of some options can begin; without any the horizon's."""
        found = []
        for name in options:
            setup = setup_of(name, self._configs[name])
            found += [one.first_month for one in setup.measures_at_earliest if not one.is_event]
        return month_label(
            min(found, default=setup_of(self._reference, self._configs[self._reference]).start)
        )

    def _both(self, config: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        return {self._reference: self._configs[self._reference], LIVE: config}

    def _blocks(self, config: Mapping[str, Any]) -> Blocks:
        """Return the replicates of a setting: with the dice and the draws that the comparison has."""
        return Blocks(self._both(config), self._data_hash)

    def _opened(self) -> Job[pd.DataFrame]:
        if self._job is None:
            raise RuntimeError("open comes before ask")
        return self._job


def _replicate(
    pairs: Pairs, blocks: Blocks, configs: Mapping[str, Mapping[str, Any]], spoken: str, number: int
) -> pd.DataFrame:
    """Simulate one replicate in the worker; what fails is told in the language of the page."""
    with speaking(spoken):
        return pairs.simulate(blocks[number], configs)
