"""A new service kind, process, measure and indicator: one file each in the user's folder, no edit in the package."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simsocial.cli import main
from simsocial.core import compile as compiling
from simsocial.experiment import plugins
from simsocial.experiment.experiment import Experiment
from simsocial.experiment.setup import setup_of
from simsocial.indicators import axes
from simsocial.indicators import registry as indicators
from simsocial.indicators.known import indicators as known_indicators
from simsocial.indicators.margins import MARGINS
from simsocial.measures import registry as measures
from simsocial.model import SocialModel
from simsocial.model.schedule import known_processes
from simsocial.processes import base as processes
from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts
from tests.contract.test_registries import FOUNDATION, WORKER
from tests.unit.model.small import SMALL, write_region
from tests.workflow.workplace import SETTINGS, environment, manifest, table, write_workplace

SERVICE = """
youth_centre:
  label: {de: Jugendtreff, en: youth centre}
  field: youth
  legal_base: SGB VIII § 11
  status: mandatory
  access: capacity
  order: 70
  eligibility: {from_months: 120, until_months: 216}
  take_up:
    by: age
    table: {10: 0.3, 14: 0.4}
    low_factor: 0.7
    high_factor: 1.3
    source: own count
    year: 2025
    grade: D
  patience_months: 6
  distance:
    decay_minutes: {value: 15, low: 10, high: 30, source: own assumption, year: 2025, grade: D}
    maximum_minutes: {value: 30, low: 20, high: 40, source: own assumption, year: 2025, grade: D}
  staff:
    qualification: street_worker
    fte_per_case: {value: 0.02, low: 0.01, high: 0.03, source: own assumption, year: 2025, grade: D}
    also:
      educator:
        fte_per_case: {value: 0.01, low: 0.0, high: 0.02, source: own assumption, year: 2025, grade: D}
  cost:
    per_case_eur_per_year: {low: 300, typical: 500, high: 800, source: own count, year: 2025, grade: C}
  payers: {kreis: 0.4, foundation: 0.6}
"""
PROCESS = '''
"""A wave of flu in winter: counted, and nobody dies of it."""
import numpy as np
from simsocial.core.compile import kernel
from simsocial.core.random import salt_of, uniform
from simsocial.core.state import TOP
from simsocial.indicators.axes import Event
from simsocial.processes.base import Process, register


@kernel
def fall_ill(keys, cohorts, places, place_area, cell, top, share, salt, ill):
    for row in range(top):
        if cohorts[row] and uniform(salt, keys[row]) < share:
            ill[place_area[places[row]], cell[cohorts[row]]] += 1


@register
class Flu(Process):
    """Let a part of the people fall ill in winter."""

    name = "flu"
    after = "mortality"
    events = (Event("flu", {"de": "Grippekranke", "en": "people with flu"}),)

    def step(self, month):
        model, persons = self.model, self.model.state.persons
        share = 0.05 if month % 12 in (0, 1, 11) else 0.001
        fall_ill(persons.key, persons.cohort, persons.place, model.place_area, model.cell,
                 int(model.state.counters[0, TOP]), share, salt_of(model.seed, "flu", month),
                 model.counts.event("flu"))
'''
MEASURE = '''
"""Train more educators: they look for work in the Kreis from the start on."""
from pydantic import Field
from simsocial.measures.base import Measure
from simsocial.measures.registry import register_measure


@register_measure("train_educators")
class TrainEducators(Measure):
    """Add educators to those who look for work.

    Attributes
    ----------
    fte : float
        Full-time equivalents a month.
    """

    fte: float = Field(gt=0)

    def during(self, model, month):
        market = model.services.market
        market.pool[market.qualifications.index("educator")] += round(1000 * self.fte)
'''
INDICATOR = '''
"""Cases of flu."""
from simsocial.indicators.indicator import GROUPED, Indicator
from simsocial.indicators.registry import register_indicator

register_indicator(Indicator(
    "flu_cases", "persons per year", {"de": "Grippekranke", "en": "people with flu"}, "health", "down",
    lambda counts: (counts.event("flu"), None), groups=GROUPED, sum_over_time="sum", relevance=0.05,
    validation="none",
))
'''
MARGIN = '''
"""Whether somebody is of the age at which one goes to a youth centre."""
import numpy as np
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.margins import MARGINS, Margin
from simsocial.indicators.registry import register_indicator

ages = np.arange(101)
MARGINS.add(Margin(
    "youth", {"de": "Jugend", "en": "youth"},
    {"no": {"de": "andere", "en": "others"}, "yes": {"de": "Jugendliche", "en": "young people"}},
    by_age=np.tile(((ages >= 10) & (ages < 18)).astype(np.int8), (2, 1)),
))
register_indicator(Indicator(
    "inhabitants", "persons", {"de": "Einwohner", "en": "inhabitants"}, "population", "neutral",
    lambda counts: (counts.persons(), None), groups=("youth", "household_type"), sum_over_time="last",
    validation="none",
))
'''
IDEA = {
    "treff_b": {"kind": "open_site", "start": "2024-02", "site": "treff_b", "site_kind": "youth_centre",
                "place": "b_ort", "provider": "verein", "licensed_places": 40, "capital_cost_eur": 0},
    "mehr": {"kind": "train_educators", "start": "2024-02", "fte": 0.5},
}  # fmt: skip


def write_extension(folder: Path) -> Path:
    """Write a working folder with one file for each of the four."""
    who = {"decided_by": "kreis", "lever": "own_act"}
    write_workplace(folder, {"idee": {name: {**who, **entry} for name, entry in IDEA.items()}})
    write_region(folder, sites=[*SMALL["sites"], "treff_a,youth_centre,a_stadt,stadt_a,60"])
    (folder / "conf" / "services").mkdir(parents=True)
    (folder / "conf" / "services" / "youth_centre.yaml").write_text(SERVICE, encoding="utf-8")
    for group, name, text in (("staff", "street_worker", WORKER), ("payers", "foundation", FOUNDATION)):
        (folder / "conf" / group).mkdir()
        (folder / "conf" / group / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "plugins").mkdir()
    code_of = {"flu": PROCESS, "training": MEASURE, "flu_cases": INDICATOR, "youth": MARGIN}
    for name, code in code_of.items():
        (folder / "plugins" / f"{name}.py").write_text(code, encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The working folder of somebody with own files; afterwards the registries are as they were."""
    known_processes()  # the package's own are registered before the registries are copied
    known_indicators(None)
    monkeypatch.setattr(processes, "_REGISTRY", dict(processes._REGISTRY))
    monkeypatch.setattr(measures, "_KINDS", dict(measures._KINDS))
    monkeypatch.setattr(indicators, "_FIXED", dict(indicators._FIXED))
    for registry in (axes.EVENTS, axes.PAYERS, MARGINS):
        monkeypatch.setattr(registry, "_entries", dict(registry._entries))
    monkeypatch.setattr(plugins, "_loaded", {})
    monkeypatch.chdir(write_extension(tmp_path))
    monkeypatch.setenv(plugins.VARIABLE, str(tmp_path / "plugins"))
    yield tmp_path
    compiling.use_plugin_sources(())
    for name in [name for name in sys.modules if name.startswith(plugins.PACKAGE)]:
        del sys.modules[name]


def listed(topic):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as left:
        main(["list", topic, "--csv"])
    assert left.value.code == 0
    return {row["id"]: row for row in csv.DictReader(io.StringIO(out.getvalue()))}


def year_of(folder):
    rows = table(folder)
    rows = rows[(rows["period"] == "2024") & (rows["area"] == "region") & (rows["group_kind"] == "all")]
    return rows.pivot_table(index="indicator", columns=["scenario", "replicate"], values="value")


def test_all_four_are_listed(place):
    assert listed("services")["youth_centre"]["label"] == "Jugendtreff"
    assert listed("processes")["flu"]["summary"] == "Let a part of the people fall ill in winter."
    assert listed("measures")["train_educators"]["summary"] == "Add educators to those who look for work."
    found = listed("indicators")
    assert found["flu_cases"]["label"] == "Grippekranke"
    assert {"youth_centre_served", "youth_centre_waiting", "youth_centre_places", "cost_youth_centre"} <= set(
        found
    )
    assert listed("parameters")["services.youth_centre.take_up.table"]["source"] == "own count"
    assert "idee" in listed("scenarios")


def test_all_four_work_together_in_a_comparison(place):
    folder = Experiment(["status_quo", "idee"], [*SETTINGS, "replicates=1"]).run(progress=False)
    year = year_of(folder)
    quo, idea = year["status_quo"][0], year["idee"][0]
    assert 30 < quo["youth_centre_served"] <= 60
    # A nearer site is wanted by more; there is hardly anybody to hire for it, so that posts stay vacant.
    assert idea["youth_centre_demand"] > 1.2 * quo["youth_centre_demand"]
    assert idea["vacancies_street_worker"] > quo["vacancies_street_worker"] + 0.3
    assert idea["youth_centre_places"] == quo["youth_centre_places"] + 40
    assert quo["cost_youth_centre"] > 0
    assert quo["flu_cases"] == idea["flu_cases"] > 300
    # The team of the centre needs both.
    assert idea["staff_educator_fte"] > quo["staff_educator_fte"]
    assert idea["staff_street_worker_fte"] > quo["staff_street_worker_fte"]
    assert set(manifest(folder)["services"]) >= {"youth_centre", "nursery"}
    groups = table(folder)
    groups = groups[
        (groups["indicator"] == "flu_cases")
        & (groups["group_kind"] == "sex")
        & (groups["scenario"] == "idee")
    ]
    assert groups.groupby("replicate")["value"].sum()[0] == idea["flu_cases"]


def test_a_payer_a_qualification_and_a_margin_of_ones_own_reach_results_and_report(place):
    folder = Experiment(["status_quo", "idee"], [*SETTINGS, "replicates=1"]).run(progress=False)
    year = year_of(folder)["idee"][0]
    assert year["cost_foundation"] == pytest.approx(0.6 * year["cost_youth_centre"], rel=1e-3)
    assert year["staff_street_worker_fte"] > 0
    told = manifest(folder)
    assert told["payers"]["foundation"]["label"]["de"] == "Stiftungen"
    assert told["margins"]["youth"]["labels"]["yes"]["en"] == "young people"
    rows = table(folder)
    rows = rows[
        (rows["indicator"] == "inhabitants") & (rows["scenario"] == "idee") & (rows["area"] == "region")
    ]
    assert set(rows["group_kind"]) == {"all", "youth", "household_type"}
    catalog = Catalog(Texts("de"), told)
    assert catalog.payer_indicators()["foundation"] == "cost_foundation"
    assert catalog.cost_lines()["cost_foundation"] == "Stiftungen"
    assert catalog.group("youth", "yes") == "Jugendliche"
    assert catalog.group("household_type", "lone_parent") == "Alleinerziehende"
    assert listed("payers")["foundation"]["label"] == "Stiftungen"
    assert listed("staff")["street_worker"]["label"] == "Sozialarbeiterinnen und Sozialarbeiter"
    assert listed("margins")["youth"]["groups"] == "andere, Jugendliche"
    assert listed("events")["flu"]["processes"] == "flu"


def test_the_process_can_be_switched_off_and_the_new_numbers_overridden(place):
    words = [
        *SETTINGS,
        "replicates=1",
        "processes.flu=false",
        "parameters.services.youth_centre.cost.per_case_eur_per_year=0",
    ]
    year = year_of(Experiment(["status_quo"], words).run(progress=False))["status_quo"][0]
    assert year["flu_cases"] == 0
    assert year["cost_youth_centre"] == 0


def test_it_runs_at_the_same_speed_class(place):
    """Warm, in one process: with all four and without, measured as processor time."""
    with_all = Experiment(["idee"], SETTINGS).configs["idee"]
    without = Experiment(["status_quo"], [*SETTINGS, "processes.flu=false"]).configs["status_quo"]
    without["services"] = {name: kind for name, kind in without["services"].items() if name != "youth_centre"}

    def seconds(name, config):
        setup = setup_of(name, config)
        times = []
        for _ in range(4):
            model = SocialModel(
                setup.region, setup.scenario, 1, parameters=setup.parameters, catalogue=setup.catalogue, spin_up=0,
                end="2026-12", disabled=setup.disabled,
            )  # fmt: skip
            before = time.process_time()
            model.run()
            times.append(time.process_time() - before)
        return min(times[1:])

    assert seconds("idee", with_all) < 2 * seconds("status_quo", without)


@pytest.mark.long
def test_a_new_user_does_it_with_commands(tmp_path):
    """The same in processes of their own: workers load the plugins too."""
    folder = write_extension(tmp_path)

    def command(*words):
        return subprocess.run(
            [sys.executable, "-m", "simsocial", *words],
            cwd=folder, env=environment(SIMSOCIAL_PLUGINS="plugins"), capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert "flu," in command("list", "processes", "--csv").stdout
    settings = [word for word in SETTINGS if not word.startswith("workers")]
    done = command("compare", "status_quo", "idee", *settings, "workers=2", "replicates=2")
    assert done.returncode == 0, done.stderr
    year = year_of(folder / "outputs" / "vergleich_idee_klein")
    assert (year["idee"].loc["flu_cases"] > 300).all()
    assert (year["idee"].loc["youth_centre_served"] > year["status_quo"].loc["youth_centre_served"]).all()
    assert (folder / "outputs" / "vergleich_idee_klein" / "report.html").is_file()
