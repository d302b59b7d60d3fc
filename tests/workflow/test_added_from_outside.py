"""One idea brings everything of its own: kind, qualification, payer, column, predicate, margin, process, changed value.

Nothing of the package is edited, and nothing becomes slower in kind: a month makes as many calls of Python functions
with 33 kinds more.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from simsocial.bench.many_kinds import calls_a_month, with_copies
from simsocial.core import compile as compiling
from simsocial.core.roots import packaged_root
from simsocial.experiment import plugins
from simsocial.experiment.experiment import Experiment
from simsocial.experiment.plugins import load_plugins
from simsocial.experiment.setup import setup_of
from simsocial.indicators import registry as indicators
from simsocial.indicators.axes import EVENTS, PAYERS
from simsocial.indicators.known import indicators as known_indicators
from simsocial.indicators.margins import MARGINS
from simsocial.model import SocialModel
from simsocial.model.schedule import known_processes
from simsocial.people.changeable import CHANGEABLE
from simsocial.people.predicates import PREDICATES
from simsocial.people.traits import TRAITS
from simsocial.people.view import People
from simsocial.processes import base as processes
from tests.unit.model.small import SMALL, write_region
from tests.unit.processes.people import alive
from tests.workflow.test_extension import SERVICE
from tests.workflow.workplace import SETTINGS, table, write_workplace

CLUB = yaml.safe_load(SERVICE)["youth_centre"] | {
    "label": {"de": "Musikklub", "en": "music club"},
    "status": "discretionary",
    "distance": {},
    "payers": {"foundation": 0.25, "kreis": 0.75},
}
CLUB["take_up"] |= {"member_ratio": 3.0, "member_share": 0.4}
PAYER = "foundation:\n  label: {de: Stiftung, en: foundation}\n"
PLUGIN = '''
"""Clubs: who is a member of one, how members are counted, and that they move away less often."""
import numpy as np

from simsocial.core.random import uniform_array
from simsocial.core.state import TOP
from simsocial.indicators.axes import Event
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.margins import MARGINS, Margin
from simsocial.indicators.registry import register_indicator
from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.processes.base import Process, register
from simsocial.processes.columns import INHERITED, PersonColumn

PREDICATES.add(
    Predicate("member", {"de": "Vereinsmitglieder", "en": "members of a club"},
              lambda people: people.column("clubs") > 0)
)
MARGINS.add(Margin.by_predicate("member"))
register_indicator(
    Indicator(
        "people_by_club", "persons", {"de": "Menschen nach Verein", "en": "people by club"}, "clubs", "neutral",
        lambda counts: (counts.persons(), None), groups=("sex", "member"), sum_over_time="last", validation="none",
    )
)
register_indicator(
    Indicator(
        "club_entries", "persons per year", {"de": "Eintritte in Vereine", "en": "entries into clubs"}, "clubs", "up",
        lambda counts: (counts.event("joined_club"), None), groups=("sex", "age_group"), sum_over_time="sum",
        validation="none",
    )
)


@register
class Clubs(Process):
    """Let people join clubs."""

    name = "clubs"
    after = "relocation"
    events = (Event("joined_club", {"de": "Vereinseintritte", "en": "entries into clubs"}),)

    def at_start(self, rows, month):
        return uniform_array(self.model.seed, "clubs.start", self.model.state.persons.key[rows]) < 0.3

    columns = (
        PersonColumn("clubs", "u1", "clubs", "clubs the person is a member of", on_base=at_start, on_birth=INHERITED,
                     on_arrival=0),
    )

    def step(self, month):
        model, persons = self.model, self.model.state.persons
        top = int(model.state.counters[0, TOP])
        clubs = model.state.columns["persons"]["clubs"][:top]
        draws = uniform_array(model.seed, "clubs.join", persons.key[:top], month)
        joins = np.flatnonzero((clubs == 0) & (persons.cohort[:top] > 0) & (draws < 0.01))
        clubs[joins] = 1
        cohort = persons.cohort[joins]
        cube = model.counts.event("joined_club")
        np.add.at(cube, (model.place_area[persons.place[joins]], model.cell[cohort]), 1)
'''
DEARER = {
    "kind": "change_value", "start": "2024-04", "decided_by": "kreis", "lever": "contract", "op": "multiply", "by": 2.0,
    "id": "services.music_club.cost.per_case_eur_per_year",
}  # fmt: skip
REGISTRIES = (EVENTS, PAYERS, MARGINS, PREDICATES, TRAITS, CHANGEABLE)


def write_idea(folder: Path) -> Path:
    """Write a working folder with all files of the idea."""
    write_workplace(folder, {"dearer": {"dearer": DEARER}})
    write_region(folder, sites=[*SMALL["sites"], "klub_a,music_club,a_stadt,stadt_a,60"])
    educator = (packaged_root("conf") / "staff" / "educator.yaml").read_text(encoding="utf-8")
    worker = yaml.safe_load(educator)["educator"] | {
        "label": {"de": "Straßensozialarbeit", "en": "street workers"}
    }
    files = {
        "conf/services/music_club.yaml": yaml.safe_dump({"music_club": CLUB}, allow_unicode=True),
        "conf/payers/foundation.yaml": PAYER,
        "conf/staff/street_worker.yaml": yaml.safe_dump({"street_worker": worker}, allow_unicode=True),
        "plugins/clubs.py": PLUGIN,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The working folder of somebody with an idea; afterwards the registries are as they were."""
    # The package's own are registered before the registries are copied.
    known_processes()
    known_indicators(None)
    folder = write_idea(tmp_path_factory.mktemp("idea"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "_REGISTRY", dict(processes._REGISTRY))
        patch.setattr(indicators, "_FIXED", dict(indicators._FIXED))
        for registry in REGISTRIES:
            patch.setattr(registry, "_entries", dict(registry._entries))
        patch.setattr(plugins, "_loaded", {})
        patch.chdir(folder)
        patch.setenv(plugins.VARIABLE, str(folder / "plugins"))
        yield folder
    compiling.use_plugin_sources(())
    for name in [name for name in sys.modules if name.startswith(plugins.PACKAGE)]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def results(place):
    """A comparison of the status quo with the dearer club, and its table."""
    words = [*SETTINGS, "horizon.end=2024-12", "replicates=1", "draws=0"]
    folder = Experiment(["status_quo", "dearer"], words).run(progress=False)
    rows = table(folder).astype({"group": str, "indicator": str, "scenario": str, "period": str})
    return folder, rows[rows["replicate"] == 0]


def year_of(rows, name):
    rows = rows[(rows["period"] == "2024") & (rows["area"] == "region") & (rows["group_kind"] == "all")]
    return rows[rows["indicator"] == name].set_index("scenario")["value"]


def months_of(rows, scenario, name):
    rows = rows[
        (rows["period_kind"] == "month") & (rows["scenario"] == scenario) & (rows["area"] == "region")
    ]
    return rows[rows["indicator"] == name].set_index("period")["value"]


def test_the_kind_is_staffed_by_its_own_qualification_and_paid_by_its_own_payer(results):
    _, rows = results
    assert 20 < year_of(rows, "music_club_served")["status_quo"] <= 60
    staff = year_of(rows, "staff_street_worker_fte")["status_quo"]
    assert staff > 0.5 * 0.02 * year_of(rows, "music_club_served")["status_quo"]
    cost, paid = (year_of(rows, name)["status_quo"] for name in ("cost_music_club", "cost_foundation"))
    assert paid == pytest.approx(0.25 * cost, abs=0.5)
    assert cost > 0


def test_the_value_changes_in_its_month_and_nothing_else_does(results):
    _, rows = results
    usual, dearer = (months_of(rows, name, "cost_music_club") for name in ("status_quo", "dearer"))
    assert (dearer[:"2024-03"] == usual[:"2024-03"]).all()
    assert dearer["2024-04":].to_numpy() == pytest.approx(2.0 * usual["2024-04":].to_numpy(), abs=0.5)
    for name in ("music_club_served", "population", "people_by_club", "cost_nursery"):
        assert (months_of(rows, "dearer", name) == months_of(rows, "status_quo", name)).all()


def test_the_margin_counts_what_stands_in_the_column(place):
    load_plugins()
    setup = setup_of("status_quo", Experiment(["status_quo"], SETTINGS).configs["status_quo"])
    model = SocialModel(
        setup.region,
        None,
        1,
        parameters=setup.parameters,
        catalogue=setup.catalogue,
        spin_up=0,
        end="2024-12",
    ).run()
    rows = model.recorder.frame().astype({"group": str, "indicator": str})
    rows = rows[(rows["period_kind"] == "year") & (rows["area"] == "region")]
    clubs = model.state.columns["persons"]["clubs"][alive(model)]
    counted = rows[(rows["indicator"] == "people_by_club") & (rows["group_kind"] == "member")]
    assert counted.set_index("group")["value"].to_dict() == {
        "yes": (clubs > 0).sum(),
        "no": (clubs == 0).sum(),
    }
    entries = rows[(rows["indicator"] == "club_entries") & (rows["group_kind"] == "sex")]["value"]
    assert len(entries) == 2
    assert entries.min() > 100
    assert model.state.columns["persons"]["clubs"].nbytes == len(model.state.persons.key)
    # Members want the kind three times as often: its take-up names the predicate.
    cases = model.state.cases
    wanting = np.unique(cases.person[cases.kind == model.catalogue.ids.index("music_club")])
    people = People(model.state, alive(model), model.month)
    young = alive(model)[(people.age_months >= 120) & (people.age_months < 216)]
    is_member = model.state.columns["persons"]["clubs"][young] > 0
    members, others = (np.isin(young[side], wanting).mean() for side in (is_member, ~is_member))
    assert 2.0 < members / others < 4.5


def test_the_column_stands_in_the_table_of_persons(results):
    folder, _ = results
    persons = pd.concat([pd.read_parquet(path) for path in (folder / "persons").glob("*.parquet")])
    column = [name for name in persons.columns if "clubs" in name]
    assert column
    assert set(np.unique(persons[column[0]].dropna())) == {0, 1}


def test_a_month_calls_as_many_functions_with_33_kinds_more(place):
    """The idea's own kind 33 times more, each with a site: all of them serve people."""
    load_plugins()
    setup = setup_of("status_quo", Experiment(["status_quo"], SETTINGS).configs["status_quo"])
    calls = []
    for copies in (0, 33):
        region, catalogue = with_copies(setup.region, setup.catalogue, "music_club", copies)
        parameters = setup.parameters.register(
            *(one for one in catalogue.parameters() if one.id not in setup.parameters)
        )
        model = SocialModel(
            region, None, 1, parameters=parameters, catalogue=catalogue, spin_up=0, end="2024-12"
        )
        assert len(catalogue) == len(setup.catalogue) + copies
        model.advance()
        calls.append(calls_a_month(model, 6))
        served = [
            model.recorder.latest(f"{name}_served") for name in catalogue.ids if name.startswith("music_club")
        ]
        assert min(served) > 20
    assert calls[1] <= 1.02 * calls[0]
