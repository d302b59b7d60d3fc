"""A new service kind, process, measure and indicator: the files of docs/extending.md, no edit in the package."""

from __future__ import annotations

import contextlib
import csv
import io
import re
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
from tests.unit.model.small import SMALL, write_region
from tests.workflow.workplace import SETTINGS, environment, manifest, table, write_workplace

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extending.md"
FILES = dict(
    re.findall(
        r"^`([^`\n]+)`:\n\n```(?:yaml|python)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S
    )
)
"""What the page tells to write, by path: there is no other copy."""
SERVICE = FILES["conf/services/youth_centre.yaml"]


def write_extension(folder: Path) -> Path:
    """Write a working folder with the files of the page."""
    write_workplace(folder)
    write_region(folder, sites=[*SMALL["sites"], "treff_a,youth_centre,a_stadt,stadt_a,60"])
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
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
        main(["list", topic, "--csv", "--language", "de"])
    assert left.value.code == 0
    return {row["id"]: row for row in csv.DictReader(io.StringIO(out.getvalue()))}


def year_of(folder):
    rows = table(folder)
    rows = rows[(rows["period"] == "2024") & (rows["area"] == "region") & (rows["group_kind"] == "all")]
    return rows.pivot_table(index="indicator", columns=["scenario", "replicate"], values="value")


def test_the_page_shows_its_folder():
    told = re.search(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert sorted(line.split()[0] for line in told[1].splitlines()) == sorted(FILES)


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
    # There is hardly anybody to hire for a second centre: it is wanted, and serves nobody more.
    assert (year["idee"].loc["youth_centre_demand"] > year["status_quo"].loc["youth_centre_demand"]).all()
    assert (folder / "outputs" / "vergleich_idee_klein" / "report.html").is_file()
