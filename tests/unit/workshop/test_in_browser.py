"""The page as it is used: weigh, hand in, reveal, flip, veto, record, save, load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simsocial.workshop.criteria import criteria_of
from simsocial.workshop.page import page_data
from tests.unit.workshop.browser import NEEDS_BROWSER, printed, use

pytestmark = NEEDS_BROWSER

BALLOTS = {"r3": [9, 2, 1, 0, 3, 2, 1], "r5": [1, 10, 2, 4, 0, 8, 0], "r1": [3, 1, 10, 2, 7, 0, 2]}

SCRIPT = Path(__file__).with_name("use_page.js")


@pytest.fixture(scope="module")
def told(page, tmp_path_factory):
    script = SCRIPT.read_text(encoding="utf-8").replace("= BALLOTS", f"= {json.dumps(BALLOTS)}")
    return use(page, tmp_path_factory.mktemp("browser"), script)


@pytest.fixture(scope="module")
def points(catalog, results):
    names = ["kita_netz", "tagespflege"]
    return page_data(catalog, results, names, criteria_of(catalog, results.effects, names))["points"]


def shared(ballots):
    """Weights of several groups that count the same, worked out apart from the page."""
    size = sum(map(sum, ballots)) / len(ballots)
    return [size * sum(one[c] / sum(one) for one in ballots) / len(ballots) for c in range(len(ballots[0]))]


def total(points, weights, option, end=0):
    return 100.0 * sum(p[end] * w for p, w in zip(points[option], weights, strict=True)) / sum(weights)


def test_nothing_shows_before_it_is_revealed(told):
    before = told["before"]
    assert before["hidden"]
    assert before["empty"] == "Noch keine Stimme abgegeben."
    assert before["sliders"] == "5,5,5,5,5,5,5"
    assert not before["shown"]
    assert before["said"] == "Abgegeben. Bisher Stimmen: 3, Gruppen: 3."


def test_points_are_the_weighted_sum_of_what_was_stored(told, points):
    weights = shared(list(BALLOTS.values()))
    expected = {
        name: total(points, weights, k) for k, name in enumerate(["status_quo", "kita_netz", "tagespflege"])
    }
    shown = {one["id"]: one["points"] for one in told["after"]["ranking"]}
    assert shown == pytest.approx(expected)
    assert [one["id"] for one in told["after"]["ranking"]] == sorted(
        expected, key=lambda name: -expected[name]
    )


def test_a_group_alone_is_ranked_by_its_own_weights(told, points):
    names = ["status_quo", "kita_netz", "tagespflege"]
    expected = [{name: total(points, one, k) for k, name in enumerate(names)} for one in BALLOTS.values()]
    views = sorted(told["after"]["views"], key=lambda view: view["kita_netz"])
    assert len(views) == len(expected)
    for view, wanted in zip(views, sorted(expected, key=lambda view: view["kita_netz"]), strict=True):
        assert view == pytest.approx(wanted)


def test_options_whose_ranges_overlap_are_level(told, points):
    weights = shared(list(BALLOTS.values()))
    ends = [[total(points, weights, k, end) for end in (1, 2)] for k in range(3)]
    for one in told["after"]["ranking"]:
        k = ["status_quo", "kita_netz", "tagespflege"].index(one["id"])
        better = sum(other[0] > ends[k][1] for other in ends)
        assert f"Rang {better + 1}" in one["text"]


def test_at_the_weight_where_it_flips_two_options_have_the_same_points(told, points, catalog, results):
    labels = [
        one.label for one in criteria_of(catalog, results.effects, ["kita_netz", "tagespflege"]).differing
    ]
    titles = [catalog.scenario(name) for name in ("status_quo", "kita_netz", "tagespflege")]
    weights = shared(list(BALLOTS.values()))
    first = max(range(3), key=lambda k: total(points, weights, k))
    assert told["after"]["flips"]
    for flip in told["after"]["flips"]:
        (criterion,) = [c for c, label in enumerate(labels) if f"„{label}“" in flip["text"]]
        (other,) = [k for k, title in enumerate(titles) if f"„{title}“" in flip["text"]]
        changed = [flip["exact"] if c == criterion else weight for c, weight in enumerate(weights)]
        assert total(points, changed, first) == pytest.approx(total(points, changed, other))
        way = 1.0 if "mehr als" in flip["text"] else -1.0
        changed[criterion] += 0.01 * way
        assert total(points, changed, other) > total(points, changed, first)


def test_groups_have_letters_until_all_agree_to_names(told):
    assert "Gruppe A" in told["after"]["matrix"]
    assert "Eltern" not in told["after"]["matrix"]
    assert "Eltern" in told["after"]["named"]
    assert "Pflegende Angehörige" in told["after"]["named"]


def test_a_limit_of_the_kreis_rules_out_what_breaks_it(told):
    out = [text for text in told["after"]["capped"] if "ausgeschlossen" in text]
    assert any("Weiter wie bisher" in text for text in out)
    assert any("Tagespflege" in text and "über der Grenze des Landkreises" in text for text in out)


def test_the_protocol_holds_all_that_was_recorded(told):
    protocol = told["after"]["protocol"]
    for text in (
        "<b>Wartezeit</b>: zu lang",
        "Eltern zieht „Weiter wie bisher“ vor: Der Weg wird zu weit.",
        "Empfohlen wird A.",
        "Stimmen: 3, Gruppen: 3",
        told["after"]["lead"],
    ):
        assert text in protocol


def test_a_session_is_saved_and_loaded_as_it_was(told):
    assert told["file"] == told["saved"]
    assert told["before"]["download"] == "workshop_probe.json"
    assert told["cleared"]["ballots"] == 0
    assert not told["cleared"]["weigh"]
    loaded = told["loaded"]
    assert loaded["said"] == "Sitzung geladen."
    assert loaded["same"]
    assert loaded["protocol"] == told["after"]["protocol"]


def test_a_file_of_other_results_or_a_broken_one_is_refused(told):
    assert told["cleared"]["other"] == "say-other-page"
    assert told["cleared"]["broken"] == "say-unreadable"
    assert told["cleared"]["weights"] == "say-unreadable"


@pytest.mark.parametrize(
    ("paper", "sheets"),
    [("protocol", [(210, 297)]), ("ballot", [(210, 297)]), ("cards", [(420, 297)] * 3)],
)
def test_minutes_ballot_and_cards_are_printed_on_their_paper(page, tmp_path, paper, sheets):
    assert printed(page, tmp_path, paper) == sheets
