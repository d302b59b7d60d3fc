"""The levers as they are used, in a real browser, over a real connection with a token; the runs are made ones."""

from __future__ import annotations

import functools
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from simsocial.core.errors import ScenarioError
from simsocial.workshop.live.guard import Guard
from simsocial.workshop.live.job import Job
from simsocial.workshop.live.levers import LaterStart, OwnPlaces
from simsocial.workshop.live.live import Live
from simsocial.workshop.live.server import LiveServer
from simsocial.workshop.live.setting import LIVE, read_setting
from simsocial.workshop.page import page_of, subject_of
from tests.unit.workshop.browser import NEEDS_BROWSER, told_at, with_script
from tests.unit.workshop.live.test_job import until

pytestmark = NEEDS_BROWSER

PLACES = OwnPlaces("places", "places-own", "", 35, 105, 1, 70, "licensed_places")
START = LaterStart("start", "start", "", 0, 36, 6, 0)
DEVIATIONS = (0.0, 4.0, -4.0, 1.0, -1.0, 0.0)
SCRIPT = Path(__file__).with_name("use_levers.js")


class Made(Live):
    """Levers and words are real, runs are not: one comes each time somebody looks."""

    def __init__(self, about):
        self._catalog, self._criteria = about.catalog, about.criteria.differing
        self._reference, self.replicates = "status_quo", len(DEVIATIONS)
        self.levers = {"status_quo": (), "kita_netz": (PLACES, START), "tagespflege": (PLACES,)}
        self._told = {}
        self._reckoning = threading.Lock()
        self._let_go = threading.Semaphore(0)

    def open(self, executor):
        self._job = Job(executor, self.replicates)
        return self._job

    def ask(self, sent):
        setting = read_setting(sent, self.levers)
        self._job.ask(setting.key, functools.partial(self._made, dict(setting.turned)))
        return setting.key

    def answer(self, key):
        known = super().answer(key)
        if known["open"]:
            self._let_go.release()
            until(lambda: (now := super(Made, self).answer(key))["runs"] > known["runs"] or now["error"])
        return known

    def _made(self, turned, number):
        assert self._let_go.acquire(timeout=120)
        if "start" in turned:
            raise ScenarioError("measures.kita_e: too late <b>for this</b> horizon")
        change = turned["places"] + DEVIATIONS[number]
        rows = [
            (scenario, 0, number, "2027", "year", one.area, "all", "all", one.indicator, value)
            for one in self._criteria
            for scenario, value in (("status_quo", 100.0), (LIVE, 100.0 + change))
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    def _first_start(self, options):
        return "2027-08"


COLUMNS = [
    "scenario", "draw", "replicate", "period", "period_kind", "area", "group_kind", "group", "indicator", "value",
]  # fmt: skip


@pytest.fixture(scope="module")
def served_page(results):
    about = subject_of(results, "de")
    live = Made(about)
    return live, page_of(about, live.for_page)


@pytest.fixture(scope="module")
def told(served_page, tmp_path_factory):
    live, page = served_page
    page = with_script(page, SCRIPT.read_text(encoding="utf-8"))
    with ThreadPoolExecutor(1) as executor, live.open(executor), LiveServer(live, page) as server:
        server.guard = Guard(server.server_port, "geheim")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            return told_at(server.address, tmp_path_factory.mktemp("browser"))
        finally:
            server.shutdown()
            thread.join()


def test_before_a_lever_is_turned_nothing_runs(told):
    begin = told["begin"]
    assert begin["said"] == "Alle Regler stehen, wie die fertige Rechnung sie hat."
    assert begin["answer"] == ""
    assert begin["back"]
    assert "70 Plätze" in begin["levers"]
    assert "ab August 2027" in begin["levers"]


def test_the_first_figure_has_no_interval_and_says_so(told):
    with_figures = [one for one in told["seen"] if one["answer"]]
    assert with_figures[0]["count"] == "Läufe: 1 von 6"
    assert "noch kein Intervall (erst ab 3)" in with_figures[0]["answer"]
    assert "+90" in with_figures[0]["answer"]


def test_the_interval_narrows_to_the_last_run(told):
    """That of the finished runs stands in brackets beside it."""
    widths = {}
    for one in told["seen"]:
        found = re.search(r"(?<!\[)\+([\d,]+) bis \+([\d,]+)", one["answer"])
        if found:
            low, high = (float(text.replace(",", ".")) for text in found.groups())
            widths[one["count"]] = high - low
    assert set(widths) >= {f"Läufe: {n} von 6" for n in (3, 4, 5, 6)}
    in_order = [widths[f"Läufe: {n} von 6"] for n in (3, 4, 5, 6)]
    assert in_order == sorted(in_order, reverse=True)
    assert in_order[0] > 2 * in_order[-1] > 0
    assert told["end"]["said"] == "Fertig: 6 Läufe, so viele wie in der fertigen Rechnung."


def test_a_slider_says_what_it_stands_at(told):
    assert told["end"]["value"] == told["end"]["spoken"] == "90 Plätze"
    assert told["failed"]["start"] == "ab August 2029"


def test_an_error_of_a_run_is_told_as_text(told):
    assert told["failed"]["said"] == (
        "Diese Einstellung lässt sich nicht rechnen: measures.kita_e: too late <b>for this</b> horizon"
    )
    assert told["failed"]["answer"] == ""


def test_back_puts_the_sliders_where_the_finished_runs_have_them(told):
    assert told["back"] == {"said": told["begin"]["said"], "places": "70", "answer": ""}
    assert "ab August" not in told["other"]
    assert told["errors"] == 0


def test_a_slider_that_is_put_back_keeps_the_focus(told):
    assert told["neutral"] == {"said": told["begin"]["said"], "focus": "lever-places", "back": True}


def test_the_answer_is_taken_over_into_the_ranking_with_the_range_of_its_runs(told):
    taken, before = told["taken"], told["begin"]
    assert before["take"]
    assert taken["said"] == "Steht jetzt als C in der Rangfolge, mit der Spannweite der Läufe bis hierher."
    (title,) = [text for text in taken["ranking"] if text.startswith("C ")]
    assert "Plätze der Maßnahmen zusammen: 90 Plätze; 6 Läufe)" in title
    assert "wurde für diese Einstellung nicht geprüft" in title
    mid, low, high = taken["points"][0]
    assert low < mid < high or high < mid < low
    assert taken["same"] == 1, "the same setting again takes its own place"
    assert taken["loaded"] == "say-loaded"
    assert taken["broken"] == "say-unreadable"
    assert not any(text.startswith("C ") for text in taken["removed"])


def test_without_a_server_the_page_has_no_lever_and_may_load_nothing(page, served_page):
    static, live = page.read_text(encoding="utf-8"), served_page[1]
    for mark in ('id="live', "lever", "#live", "connect-src", "fetch("):
        assert mark not in static
        assert mark in live
    assert "connect-src 'self'" in live
    assert not re.search(r"(?:src|href)=[\"'](?!#)", live)
