"""Scenarios: reading, inheritance, overrides, checks, differences."""

from __future__ import annotations

import pytest

from simsocial import load_scenario
from simsocial.core.calendar import month_index
from simsocial.core.errors import ScenarioError, SimsocialError
from simsocial.core.roots import packaged_root
from simsocial.indicators.known import indicators
from simsocial.region import load_region
from simsocial.scenario import Scenario, diff
from simsocial.services.catalogue import load_catalogue_from_dirs

NAMES = sorted(path.stem for path in packaged_root("scenarios").glob("*.yaml"))
NOTHING = {"kind": "no_change", "start": "2027-08", "decided_by": "kreis", "lever": "plan"}


@pytest.fixture(scope="module")
def musterkreis():
    return load_region("musterkreis")


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue_from_dirs([packaged_root("conf") / "services"])


@pytest.fixture(scope="module")
def indicator_ids(catalogue):
    return [indicator.id for indicator in indicators(catalogue)]


def write(folder, name, text):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_packaged_scenarios_fit_the_musterkreis_and_the_horizon(name, musterkreis, catalogue, indicator_ids):
    scenario = load_scenario(name)
    scenario.validate_against(
        musterkreis, catalogue, first_month=month_index("2027-01"), indicators=indicator_ids
    )
    assert scenario.title["de"] != scenario.title["en"]
    assert scenario.summary["de"] != scenario.summary["en"]
    assert all(entry.reason is not None for entry in scenario.suspected)


def test_there_are_variants_of_the_ten_questions_and_three_bundles():
    assert len(NAMES) >= 25
    assert {"dorfmitte", "wachsen_am_bestand", "fachkraeftepool"} <= set(NAMES)


def test_the_status_quo_has_no_measures():
    assert load_scenario("status_quo").measures == {}


def test_housing_at_once_differs_from_phased_housing_in_its_phases_only():
    found = diff(load_scenario("neubau_c"), load_scenario("neubau_c_sofort"))
    assert {entry.key for entry in found} == {
        f"measures.neubau_c.phases.{month}" for month in ("2027-06", "2030-06", "2033-06")
    }
    dwellings = [
        load_scenario(name).measures["neubau_c"].dwellings for name in ("neubau_c", "neubau_c_sofort")
    ]
    assert dwellings == [120, 120]


def test_measures_stand_in_the_order_of_their_names():
    config = {"measures": {"zebra": NOTHING, "affe": NOTHING}}
    assert list(Scenario.from_config("x", config).measures) == ["affe", "zebra"]


def test_measure_names_with_hydra_keys_around_are_left_alone():
    config = {"seed": 3, "region": {"kind": "musterkreis"}, "measures": {}, "title": {"de": "a", "en": "b"}}
    assert Scenario.from_config("x", config).title == {"de": "a", "en": "b"}


def test_one_title_stands_for_both_languages():
    assert Scenario.from_config("x", {"title": "Meine Kita"}).title == {
        "de": "Meine Kita",
        "en": "Meine Kita",
    }


@pytest.mark.parametrize("title", [3, ["Meine Kita"]])
def test_a_title_that_is_no_text_is_named_with_what_is_valid(title):
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_config("x", {"title": title})
    assert str(caught.value) == (
        f"scenario x:\n  title: {title!r} is not valid. Valid: keys with values (de, en)."
    )


def test_a_scenario_inherits_and_changes_one_key(tmp_path):
    path = write(tmp_path, "spaeter", "defaults: [kita_netz, _self_]\nmeasures: {kita_e: {start: 2028-08}}\n")
    found = diff(load_scenario("kita_netz"), load_scenario(path))
    assert [(entry.key, entry.first, entry.second) for entry in found] == [
        ("measures.kita_e.start", "2027-08", "2028-08")
    ]


def test_inheritance_in_a_circle_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    write(tmp_path / "scenarios", "a", "defaults: [b]\n")
    write(tmp_path / "scenarios", "b", "defaults: [a]\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SimsocialError, match="scenarios=b: its defaults lead back to itself"):
        load_scenario("b")


def test_a_scenario_may_hold_other_settings(tmp_path):
    path = write(tmp_path, "lang", "defaults: [kita_netz, _self_]\nhorizon: {end: 2045-12}\n")
    assert load_scenario(path).measures == load_scenario("kita_netz").measures


def test_overrides_set_and_drop():
    assert (
        load_scenario("kita_netz", ["measures.kita_e.licensed_places=80"]).measures["kita_e"].licensed_places
        == 80
    )
    assert load_scenario("tagespflege", ["~measures.tagespflege_g"]).measures.keys() == {"tagespflege_e"}


@pytest.mark.parametrize(
    "override", ["~measures.nothing", "~nothing.here", "measures.kita_e.start.x=3", "=3"]
)
def test_an_override_that_does_not_fit_is_an_error(override):
    with pytest.raises(SimsocialError, match="Valid"):
        load_scenario("kita_netz", [override])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel: {de: a, en: b}\n", "Did you mean 'title'?"),
        ("title: {fr: a}\n", "title.en: is missing"),
        ("measures: {m: {kind: open_sit}}\n", "Did you mean 'open_site'?"),
        ("measures: [a]\n", "x.yaml: Cannot read"),
        ("targets: [{indicator: births, direction: upp}]\n", "Did you mean 'up'?"),
        ("suspected: [{indicatr: births}]\n", "Did you mean 'indicator'?"),
        ("a: [\n", "is no valid YAML"),
        ("- a\n", "must hold keys with values (title, measures"),
        ("defaults: [kita_netz]\nmeasures: [1]\n", "x"),
        ("defaults: 3\n", "must be a list"),
        ("defaults: [nirgends]\n", "Unknown scenario: 'nirgends'"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_what_is_valid(tmp_path, text, told):
    with pytest.raises(SimsocialError) as caught:
        load_scenario(write(tmp_path, "x", text))
    assert told in str(caught.value)


def test_unknown_names_and_paths_are_told():
    with pytest.raises(SimsocialError, match="Did you mean 'kita_netz'"):
        load_scenario("kita_nezt")
    with pytest.raises(ScenarioError, match="does not exist"):
        load_scenario("nirgends.yaml")


def test_contradicting_measures_are_an_error_of_the_scenario():
    close = {
        "kind": "close_site",
        "start": "2027-08",
        "site": "kita_e1",
        "decided_by": "kreis",
        "lever": "plan",
    }
    with pytest.raises(ScenarioError, match=r"scenario x: measures\.a and measures\.b contradict"):
        Scenario.from_config("x", {"measures": {"a": close, "b": close}})


def test_a_measure_may_use_a_site_that_another_opens(musterkreis, catalogue):
    new = load_scenario("kita_netz").measures["kita_e"].model_dump(mode="json")
    resize = NOTHING | {
        "kind": "resize_site",
        "start": "2029-08",
        "site": "kita_e_neu",
        "licensed_places": 60,
    }
    Scenario.from_config("x", {"measures": {"neu": new, "kleiner": resize}}).validate_against(
        musterkreis, catalogue
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "close_site", "site": "kita_e1", "to": "tag_neu"},
        {
            "kind": "merge_sites", "sites": ["kita_e1", "tag_neu"], "site": "kita_x", "site_kind": "kita",
            "place": "e_dorf1", "provider": "gemeinden", "licensed_places": 60,
        },
    ],
)  # fmt: skip
def test_nobody_moves_to_a_new_site_of_another_kind(entry, musterkreis, catalogue):
    new = {
        "kind": "open_site", "start": "2027-08", "site": "tag_neu", "site_kind": "adult_day_care",
        "place": "e_dorf1", "provider": "gemeinden", "licensed_places": 12,
    }  # fmt: skip
    measures = {"neu": NOTHING | new, "m": NOTHING | {"start": "2028-08"} | entry}
    with pytest.raises(
        ScenarioError, match=r"'tag_neu' is of kind 'adult_day_care'\. Valid: .* of kind 'kita'"
    ):
        Scenario.from_config("x", {"measures": measures}).validate_against(musterkreis, catalogue)


def test_a_target_names_who_set_it_in_one_language_or_two():
    said = ["Kreistag", {"de": "Kreistag", "en": "council"}, None]
    targets = [{"indicator": "births", "direction": "up", "set_by": one} for one in said]
    first, second, third = Scenario.from_config("x", {"targets": targets}).targets
    assert first.set_by.model_dump() == {"de": "Kreistag", "en": "Kreistag"}
    assert second.set_by.model_dump() == said[1]
    assert third.set_by is None


def test_a_measure_before_the_horizon_is_an_error(musterkreis, catalogue):
    scenario = Scenario.from_config("x", {"measures": {"m": NOTHING}})
    scenario.validate_against(musterkreis, catalogue, first_month=month_index("2027-08"))
    with pytest.raises(ScenarioError, match=r"measures\.m\.start: 2027-08 lies before the horizon"):
        scenario.validate_against(musterkreis, catalogue, first_month=month_index("2027-09"))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"indicator": "birth"}, "Did you mean 'births'?"),
        ({"indicator": "births", "area": "Z"}, "'Z' is no area"),
    ],
)
def test_targets_and_suspicions_must_exist(entry, told, musterkreis, catalogue, indicator_ids):
    for key, more in (("targets", {"direction": "up"}), ("suspected", {})):
        scenario = Scenario.from_config("x", {key: [entry | more]})
        with pytest.raises(ScenarioError, match=f"{key}.0") as caught:
            scenario.validate_against(musterkreis, catalogue, indicators=indicator_ids)
        assert told in str(caught.value)


def test_a_suspicion_may_name_what_the_model_does_not_count(musterkreis, catalogue, indicator_ids):
    entry = {
        "indicator": "Wohlbefinden der Eltern",
        "label": {"de": "Wohlbefinden der Eltern", "en": "Well-being of parents"},
        "state": "not_in_model",
    }
    scenario = Scenario.from_config("x", {"suspected": [entry]})
    scenario.validate_against(musterkreis, catalogue, indicators=indicator_ids)
    assert scenario.suspected[0].label is not None


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"indicator": "births", "state": "not_in_model"}, r"suspected\.0\.state: .* counts 'births'"),
        ({"indicator": "wellbeing"}, r"suspected\.0\.indicator: .* has 'state: not_in_model'"),
        (
            {"indicator": "births", "label": {"de": "x", "en": "x"}},
            r"suspected\.0\.label: 'births' has its own",
        ),
    ],
)
def test_what_is_counted_and_what_is_not_are_kept_apart(entry, told, musterkreis, catalogue, indicator_ids):
    scenario = Scenario.from_config("x", {"suspected": [entry]})
    with pytest.raises(ScenarioError, match=told):
        scenario.validate_against(musterkreis, catalogue, indicators=indicator_ids)


def test_uncertain_costs_of_measures_can_be_registered():
    cost, *shares = load_scenario("kita_netz").parameters()
    assert (cost.id, cost.low, cost.value, cost.high) == (
        "measures.kita_e.capital_cost_eur",
        2.6e6,
        3.0e6,
        3.4e6,
    )
    assert {share.id for share in shares} == {
        f"measures.kita_e.capital_payers.{p}" for p in ("municipality", "bund")
    }


def test_every_faulty_measure_is_named_at_once():
    entry = {"start": "2027-08", "decided_by": "kreis", "lever": "own_act"}
    measures = {
        "one": {"kind": "no_such", **entry},
        "two": {"kind": "no_change"},
        "three": {"kind": "no_change", **entry},
    }
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_config("idea", {"measures": measures})
    told = str(caught.value)
    assert "measures.one" in told
    assert "measures.two" in told
    assert "measures.three" not in told


def test_every_measure_that_does_not_fit_is_named_at_once():
    entry = {"kind": "close_site", "start": "2027-08", "decided_by": "kreis", "lever": "own_act"}
    idea = Scenario.from_config(
        "idea", {"measures": {n: {**entry, "site": f"no_{n}"} for n in ("one", "two")}}
    )
    with pytest.raises(ScenarioError) as caught:
        idea.validate_against(
            load_region("musterkreis"), load_catalogue_from_dirs([packaged_root("conf") / "services"])
        )
    assert all(f"'no_{name}'" in str(caught.value) for name in ("one", "two"))


@pytest.mark.parametrize(
    ("decided_by", "lever", "expected"),
    [
        ("Gemeinde", "Zuschuss", ("municipality", "grant")),
        ("Träger", "Verhandlung", ("provider", "negotiation")),
    ],
)
def test_actors_and_levers_are_read_in_german(decided_by, lever, expected):
    entry = {
        "kind": "no_change",
        "start": "2027-08",
        "decided_by": decided_by,
        "lever": lever,
        "needs_consent_of": ["Landkreis"],
    }
    measure = Scenario.from_config("idea", {"measures": {"a": entry}}).measures["a"]
    assert (measure.decided_by, measure.lever) == expected
    assert measure.needs_consent_of == ("kreis",)


@pytest.mark.parametrize("reason", ["Ein Dorf verliert seine Kita.", {"de": "Ein Dorf verliert seine Kita."}])
def test_a_reason_in_one_language_is_enough(reason):
    idea = Scenario.from_config("idea", {"suspected": [{"indicator": "births", "reason": reason}]})
    assert idea.suspected[0].reason.en == idea.suspected[0].reason.de == "Ein Dorf verliert seine Kita."
