"""Levers on a small region of 4,800 people, and the runs that they start beside those that are stored."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest

from simsocial.analysis.results import Results
from simsocial.core.errors import ScenarioError
from simsocial.core.language import VARIABLE
from simsocial.experiment import kept_starts
from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts
from simsocial.workshop.criteria import Criteria, Criterion, Value
from simsocial.workshop.live import pair, serve
from simsocial.workshop.live.live import Live
from simsocial.workshop.live.server import LiveServer
from simsocial.workshop.scale import Points, Scale
from tests.unit.model.measures import measure
from tests.unit.workshop.live.test_job import until
from tests.workflow.workplace import run, write_workplace

SERVED = "adult_day_care_served"
ASKED = {SERVED: "Tagespflege", "capital_cost": "Bau"}
TEXTS = defaultdict(lambda: Value("", Points(0.0, 0.0, 0.0)))
OPTIONS = {
    "schluessel": measure("staff_ratio", kinds=["nursery"]),
    "gratis": measure("parental_fee"),
    "gekuerzt": measure("cut", kinds=["primary_school"], where={"place": ["a_stadt"]}),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """One year, one replicate of each stage; two options of which nobody asks for runs are written in afterwards."""
    place = write_workplace(tmp_path_factory.mktemp("live"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        found = Results(
            run("status_quo", "tag_neu", replicates=1, twins=0, name="x", horizon={"end": "2024-12"})
        )
        scenarios = found.manifest["scenarios"]
        for name, measures in OPTIONS.items():
            config = {**scenarios["tag_neu"]["config"], "measures": measures}
            scenarios[name] = {**scenarios["tag_neu"], "measures": measures, "config": config}
        yield found


@pytest.fixture
def criteria():
    return tuple(
        Criterion(name, "region", label, "", TEXTS, Scale(0.0, 1.0)) for name, label in ASKED.items()
    )


@pytest.fixture
def live(results, criteria, monkeypatch):
    monkeypatch.setattr(kept_starts, "_kept", {})
    monkeypatch.setattr(pair, "_references", {})
    return Live(results, Catalog(Texts("de"), results.manifest), criteria, results.options)


@pytest.fixture
def simulated(monkeypatch):
    """Scenarios of the runs that are simulated."""
    found = []

    def noted(run, *rest):
        found.append(run.scenario)
        return kept_starts.table_of_run(run, *rest)

    monkeypatch.setattr(pair, "table_of_run", noted)
    return found


def answer_to(live, **sent):
    with ThreadPoolExecutor(1) as executor, live.open(executor):
        key = live.ask(sent)
        until(lambda: not live.answer(key)["open"])
        return live.answer(key)


def test_levers_come_from_the_region_and_the_options(live):
    found = {name: {lever.id: lever for lever in levers} for name, levers in live.levers.items()}
    own = found["tag_neu"]["places"]
    entry = next(iter(live._configs["tag_neu"]["measures"].values()))
    assert own.neutral == entry["licensed_places"]
    assert (own.low, own.high) == (own.neutral // 2, own.neutral * 3 // 2)
    assert found["status_quo"]["places"].entry["site"] == "tag_a"
    assert (found["status_quo"]["staff"].low, found["status_quo"]["staff"].high) == (80, 120)


def test_no_lever_turns_what_the_option_changes_itself(live):
    """The option changes the staff of the nursery and the fees of both kinds."""
    levers = {lever.id: lever for lever in live.levers["schluessel"]}
    assert levers["staff"].entry["kinds"] == ["kindergarten"]
    assert levers["staff"].about == "Kindergarten"
    assert live.levers["schluessel"][0].about == "Kindertagesbetreuung, a_stadt"
    assert "fee" not in [lever.id for lever in live.levers["gratis"]]


def test_the_lever_of_places_leaves_alone_what_the_option_acts_on(live):
    """The larger school is cut, though the option names no site."""
    (places,) = [lever for lever in live.levers["gekuerzt"] if lever.id == "places"]
    assert places.entry["site"] == "schule_b"


def test_day_care_of_the_old_has_no_fee_of_parents_and_a_year_leaves_no_room_for_a_later_start(live):
    assert {lever.id for lever in live.levers["tag_neu"]} == {"places", "staff"}


def test_an_option_as_it_is_comes_out_as_it_was_stored(live, results, simulated):
    """The same dice, the same draws, the same spin-up: what a lever changes is the lever's."""
    assert live.stored == live.replicates == 2
    answer = answer_to(live, option="tag_neu", levers={})
    assert answer["runs"] == 2
    assert simulated == ["live", "live"]
    stored = results.paired(SERVED).query("scenario == 'tag_neu'")["effect"]
    ((tables, _, _),) = [live._job.progress("tag_neu")]
    for number, one in enumerate(tables):
        values = one[(one["indicator"] == SERVED) & (one["area"] == "region")].set_index("scenario")["value"]
        assert values["live"] - values["status_quo"] == stored.iloc[number]
    assert stored.abs().sum() > 0


def test_the_lever_reaches_the_run(live):
    """A house of three times the places costs three times as much to build."""
    live.replicates = 1
    low, high = live.levers["tag_neu"][0].low, live.levers["tag_neu"][0].high
    few, many = (answer_to(live, option="tag_neu", levers={"places": places}) for places in (low, high))
    assert few["runs"] == 1
    assert few["figures"][0]["label"] == "Tagespflege"
    assert {one["interval"] for one in few["figures"]} == {"noch kein Intervall (erst ab 3)"}
    assert number(many["figures"][1]["mean"]) == pytest.approx(
        number(few["figures"][1]["mean"]) * high / low, rel=0.01
    )


def number(text):
    return float(text.split()[0].replace("+", "").replace(".", "").replace(",", "."))


def test_runs_of_the_status_quo_that_are_gone_are_simulated_once(live, monkeypatch, tmp_path, simulated):
    monkeypatch.setattr(live, "_pairs", pair.Pairs(tmp_path, frozenset([SERVED])))
    live.replicates = 1
    assert live.stored == 0
    found = [answer_to(live, option="tag_neu", levers=levers) for levers in ({}, {"staff": 120})]
    assert [one["error"] for one in found] == ["", ""]
    assert simulated == ["status_quo", "live", "live"]


def test_a_run_that_fails_is_told(live, monkeypatch):
    def broken(*_):
        raise ScenarioError("measures.x: broken on purpose")

    monkeypatch.setattr(pair, "table_of_run", broken)
    answer = answer_to(live, option="tag_neu", levers={"places": 9})
    assert answer["error"] == "measures.x: broken on purpose"
    assert (answer["runs"], answer["figures"], answer["open"]) == (0, [], False)


def test_ctrl_c_ends_the_server_and_its_worker(results, criteria, monkeypatch):
    """The worker is at its first spin-up when the user has enough."""
    served = []

    def interrupted(server, *_):
        served.append((server.page.decode("utf-8"), server.is_open))
        assert multiprocessing.active_children()
        raise KeyboardInterrupt

    monkeypatch.setenv(VARIABLE, "de")
    monkeypatch.setattr("simsocial.workshop.page.criteria_of", lambda *_: Criteria(criteria, ()))
    monkeypatch.setattr(LiveServer, "serve_forever", interrupted)
    said = []
    serve.serve(results.folder, "de", ["tag_neu"], "127.0.0.1", 0, said.append)
    ((page, is_open),) = served
    assert 'id="live-option"' in page
    assert not is_open
    assert said[0] == (
        "Läufe des Status quo: 2 von 2 sind gespeichert und werden genutzt, andere neu gerechnet."
    )
    assert said[1].startswith("http://127.0.0.1:")
    assert said[-1] == "Beendet."
    assert multiprocessing.active_children() == []
