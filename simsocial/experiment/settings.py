"""The schema of a run's settings: which keys exist and what type each has.

Hydra merges ``conf/config.yaml``, the chosen groups and the scenario into this schema, so a misspelt key in
any of these files is an error and not a setting without effect.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from omegaconf import MISSING

__all__ = [
    "BudgetSettings",
    "ExecutorSettings",
    "HorizonSettings",
    "RegionSettings",
    "ReportSettings",
    "Settings",
]


@dataclass
class RegionSettings:
    """Which region is simulated.

    Attributes
    ----------
    kind
        ``musterkreis``, ``kreis``, ``thueringen`` or ``folder``.
    ags, name
        Official key (5 digits) or name of a Thuringian Kreis; for ``kreis`` only.
    path
        Folder of tables or XLSX workbook; for ``folder`` only.
    reference_date
        Date of the base population; for ``kreis`` and ``thueringen``.
    """

    kind: str = MISSING
    ags: str | None = None
    name: str | None = None
    path: str | None = None
    reference_date: str | None = None


@dataclass
class HorizonSettings:
    """The simulated time.

    Attributes
    ----------
    start, end
        First and last month (YYYY-MM) that options are compared in.
    spin_up
        Months before the start, from the base population on.
    known_until
        Last month whose dated figures may be used, None for all.
    """

    start: str = MISSING
    end: str = MISSING
    spin_up: int = 36
    known_until: str | None = None


@dataclass
class ExecutorSettings:
    """How replicates are spread.

    Attributes
    ----------
    kind
        ``processes``, ``serial`` or ``dask``.
    address
        Of the scheduler; for ``dask`` only.
    """

    kind: str = MISSING
    address: str | None = None


@dataclass
class ReportSettings:
    """Language (``de`` or ``en``) of what is written for readers."""

    language: str = "de"


@dataclass
class BudgetSettings:
    """Frames that options are held against; they change no run.

    Attributes
    ----------
    kreis_eur_per_year
        Most that an average year may cost the Kreis beyond the reference, with interest and redemption, in EUR.
    fte
        Most posts beyond the reference, by qualification.
    """

    kreis_eur_per_year: float | None = None
    fte: dict[str, Any] = field(default_factory=dict)


@dataclass
class Settings:
    """All settings of one run; see ``conf/config.yaml`` for what each means."""

    name: str = MISSING
    seed: int = 1
    replicates: int = 30
    precision: Any = "15%"
    min_replicates: int = 14
    max_replicates: int = 200
    workers: int | None = None
    large: bool = False
    twins: int = 5
    draws: int | None = None
    objective: str | None = None
    synthesis_seeds: int = 1
    parameters: dict[str, Any] = field(default_factory=dict)
    region: RegionSettings = field(default_factory=RegionSettings)
    horizon: HorizonSettings = field(default_factory=HorizonSettings)
    services: dict[str, Any] = field(default_factory=dict)
    staff: dict[str, Any] = field(default_factory=dict)
    payers: dict[str, Any] = field(default_factory=dict)
    legal_calendar: dict[str, Any] = field(default_factory=dict)
    laws: dict[str, Any] = field(default_factory=dict)
    future: dict[str, Any] = field(default_factory=dict)
    processes: dict[str, bool] = field(default_factory=dict)
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    executor: ExecutorSettings = field(default_factory=ExecutorSettings)
    report: ReportSettings = field(default_factory=ReportSettings)
    title: Any = field(default_factory=dict)
    measures: dict[str, Any] = field(default_factory=dict)
    targets: Any = field(default_factory=dict)
    suspected: Any = field(default_factory=dict)
    summary: Any = None
