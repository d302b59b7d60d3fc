"""Service kinds from YAML: what is accepted, what is refused and how, and what the engine reads."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.core.roots import packaged_root
from simsocial.parameters import Parameters
from simsocial.services.catalogue import load_catalogue, load_catalogue_from_dirs
from simsocial.services.kind_numbers import COST_COMPONENTS, OF_THE_HOUSE
from simsocial.services.registration import parameters_of

PACKAGED = packaged_root("conf") / "services"
MINIMAL = {
    "label": {"de": "Schuldnerberatung", "en": "debt counselling"},
    "field": "counselling",
    "legal_base": "SGB II § 16a",
    "status": "discretionary",
    "access": "capacity",
    "eligibility": {"from_months": 216},
    "take_up": {"by": "age", "table": {18: 0.01, 65: 0.005}},
    "payers": {"kreis": 0.4, "land": 0.6},
}


def kind(**changes):
    return {"debt_counselling": copy.deepcopy(MINIMAL) | changes}


def plain(kind_id):
    return yaml.safe_load((PACKAGED / f"{kind_id}.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue_from_dirs([PACKAGED])


@pytest.fixture(scope="module")
def parameters(catalogue):
    return catalogue.register(Parameters([]))


def test_kinds_come_in_the_order_of_the_month(catalogue):
    assert set(catalogue.ids) == {path.stem for path in PACKAGED.glob("*.yaml")}
    assert [entry.order for entry in catalogue] == sorted(entry.order for entry in catalogue)
    assert catalogue.ids.index("nursing_home") < catalogue.ids.index("home_care")


def test_nursery_and_kindergarten_share_sites(catalogue):
    assert [entry.id for entry in catalogue.sharing("kita")] == ["kindergarten", "nursery"]
    assert catalogue.site_kinds.count("kita") == 1


def test_order_of_entries_does_not_matter(catalogue):
    config = {entry: plain(entry)[entry] for entry in reversed(catalogue.ids)}
    assert load_catalogue(config).ids == catalogue.ids


def test_a_minimal_kind_needs_eight_keys_and_no_sources():
    only = load_catalogue(kind())["debt_counselling"]
    assert only.site_kind == "debt_counselling"
    registered = load_catalogue(kind()).register(Parameters([]))
    assert only.take_up_table(registered)[[17, 18, 64, 65, 100], 0].tolist() == [0, 0.01, 0.01, 0.005, 0.005]


def test_a_plain_number_is_a_setting_without_range():
    loaded = load_catalogue(kind(cost={"per_case_eur_per_year": 700}))
    parameter = loaded.register(Parameters([]))["services.debt_counselling.cost.per_case_eur_per_year"]
    assert (parameter.value, parameter.low, parameter.high, parameter.grade) == (700, 700, 700, "C")


def test_a_kind_found_earlier_hides_one_found_later(tmp_path):
    own = plain("nursery")
    own["nursery"]["patience_months"] = 2
    (tmp_path / "nursery.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    loaded = load_catalogue_from_dirs([tmp_path, PACKAGED])
    assert loaded["nursery"].number(loaded.register(Parameters([])), "patience_months") == 2
    assert loaded.ids == load_catalogue_from_dirs([PACKAGED]).ids


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"takeup": {}}, "takeup: unknown key. Did you mean 'take_up'?"),
        ({"status": "mandatry"}, "Did you mean 'mandatory'?"),
        ({"cost": {"per_case_eur": 3}}, "Did you mean 'per_case_eur_per_year'?"),
        ({"cost": {"per_case_eur_per_year": {"value": 3, "hihg": 4}}}, "Did you mean 'high'?"),
        ({"payers": {"kreis": 0.5, "land": 0.6}}, "sum to 1.1000"),
        ({"payers": {"shares": {"kries": 1.0}}}, "'kries' is no payer. Did you mean 'kreis'?"),
        ({"payers": {"residual": "kries"}}, "'kries' is no payer. Did you mean 'kreis'?"),
        ({"payers": {"flat_per_case": {"lant": 5.0}, "residual": "kreis"}}, "'lant' is no payer"),
        ({"payers": {"flat_per_case": {"land": 5.0}}}, "name who bears the rest under 'residual'"),
        ({"payers": {"residual": {"kreis": 0.5, "municipality": 0.6}}}, "residual: the shares of the rest"),
        (
            {"payers": {"shares": {"land": 1.2}, "residual": "kreis"}},
            "at most 1 together, they sum to 1.2000",
        ),
        ({"payers": {"shares": {"kreis": 0.2}, "residual": "kreis"}}, "'kreis' pays by two rules"),
        (
            {"payers": {"shares": {"land": 0.2}, "flat_per_place": {"land": 9.0}, "residual": "kreis"}},
            "'land' pays by two rules",
        ),
        ({"cost": {"fixed_share": 0.3}}, "give both fixed_share and calculated_occupancy"),
        ({"payers": {"shares": {"kreis": 0.4, "land": 0.6}, "grade": "D"}}, "ranges for all of them"),
        (
            {"payers": {"shares": {"kreis": 0.4, "land": 0.6}, "ranges": {"kreis": [0.5, 1]}}},
            "must hold the share",
        ),
        ({"take_up": {"by": "age", "table": {18: 1.2}}}, "outside 0..1"),
        ({"take_up": {"by": "age_grade", "table": {18: [0, 0.1]}}}, "needs 6 share(s), found 2"),
        ({"take_up": {"by": "age", "table": {18: 0.1}, "grade": "D"}}, "needs low_factor and high_factor"),
        ({"patience_months": {"value": 3, "low": 4, "high": 5}}, "low <= value <= high"),
        ({"patience_months": {"value": 3, "grade": "D"}}, "needs low and high"),
        ({"eligibility": {"from_months": 36, "until_months": 12}}, "must be below until_months"),
        ({"eligibility": {"from_months": 36, "from": "school_entry"}}, "either from_months or from"),
        ({"eligibility": {"care_grade_from": 4, "care_grade_to": 2}}, "must not exceed care_grade_to"),
        ({"eligibility": {"not_while_served_in": ["nursing_hom"]}}, "'nursing_hom' is no service kind"),
        (
            {"effects": {"x": {"when": "served", "target": "mortalty", "factor": 1}}},
            "Did you mean 'mortality'?",
        ),
        ({"label": "Beratung"}, "label"),
    ],
)
def test_a_mistake_is_named_with_what_is_valid(changes, told):
    with pytest.raises(ConfigError) as caught:
        load_catalogue(kind(**changes))
    assert "services.debt_counselling" in str(caught.value)
    assert told in str(caught.value)


def test_every_mistake_is_told_at_once():
    with pytest.raises(ConfigError) as caught:
        load_catalogue(kind(status="x", access="y", fields=1))
    assert all(word in str(caught.value) for word in ("status", "access", "fields"))


def test_what_belongs_to_a_shared_house_is_stated_once(catalogue):
    config = {entry: plain(entry)[entry] for entry in catalogue.ids}
    config["nursery"]["cost"]["fixed_per_site_eur_per_year"] = 1
    with pytest.raises(
        ConfigError, match=r"services\.nursery\.cost\.fixed_per_site_eur_per_year: belongs to"
    ):
        load_catalogue(config)


@pytest.mark.parametrize("path", OF_THE_HOUSE[:-1])
def test_kinds_that_share_a_house_draw_its_figures_together(catalogue, path):
    for draw in range(5):
        drawn = catalogue.register(Parameters([], draw=draw))
        nursery, kindergarten = (
            catalogue[kind_id].number(drawn, path) for kind_id in ("nursery", "kindergarten")
        )
        assert nursery == kindergarten
        assert (nursery > 0) == catalogue.house("kita").has(path)


def test_unknown_kind_is_told_with_the_nearest(catalogue):
    with pytest.raises(ConfigError, match="Did you mean 'nursery'"):
        catalogue["nurserie"]


def test_a_file_that_is_no_yaml_is_told(tmp_path):
    (tmp_path / "x.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(ConfigError, match="is no valid YAML"):
        load_catalogue_from_dirs([tmp_path])
    (tmp_path / "x.yaml").write_text("- a", encoding="utf-8")
    with pytest.raises(ConfigError, match="expected service kinds"):
        load_catalogue_from_dirs([tmp_path])


def test_overrides_and_draws_reach_what_the_engine_reads(catalogue):
    over = catalogue.register(Parameters([], overrides={"services.nursery.take_up.table": 0.5}))
    base = catalogue.register(Parameters([]))
    nursery = catalogue["nursery"]
    np.testing.assert_allclose(nursery.take_up_table(over), 0.5 * nursery.take_up_table(base))
    drawn = [
        nursery.number(catalogue.register(Parameters([], draw=draw)), "patience_months") for draw in range(20)
    ]
    assert len(set(drawn)) == 20
    assert all(3 <= value <= 12 for value in drawn)


def test_take_up_table_is_zero_where_nobody_is_eligible(catalogue, parameters):
    day_care = catalogue["adult_day_care"].take_up_table(parameters)
    assert day_care.shape == (101, 6)
    assert day_care[:, :2].sum() == 0
    assert catalogue["nursery"].take_up_table(parameters)[3:].sum() == 0
    assert catalogue["kindergarten"].take_up_table(parameters)[7:].sum() == 0


def test_steps_by_age_in_months_are_ascending_shares(catalogue, parameters):
    steps = catalogue["nursery"].take_up_by_age_months(parameters)
    assert [start for start, _ in steps] == sorted({start for start, _ in steps})
    assert all(0 <= share <= 1 for _, share in steps)
    assert catalogue["home_care"].take_up_by_age_months(parameters) == []


@given(ratio=st.floats(0.1, 10), share=st.floats(0.0, 1.0))
@pytest.mark.parametrize("name", ["living_alone", "woman", "age_18_64"])
def test_a_ratio_by_a_predicate_keeps_the_mean_take_up(name, ratio, share):
    take_up = MINIMAL["take_up"] | {f"{name}_ratio": ratio, f"{name}_share": share}
    loaded = load_catalogue(kind(take_up=take_up))
    others, alone = loaded["debt_counselling"].take_up_factors(loaded.register(Parameters([])), name)
    assert share * alone + (1 - share) * others == pytest.approx(1.0)
    assert alone == pytest.approx(ratio * others)


def test_prices_follow_the_index_from_the_price_year():
    loaded = load_catalogue(
        kind(cost={"price_year": 2025, "per_case_eur_per_year": 100}, price_index_per_year=0.1)
    )
    registered = loaded.register(Parameters([]))
    only = loaded["debt_counselling"]
    prices = [
        only.cost_eur_per_year(registered, "per_case", month_index(f"{year}-06")) for year in (2025, 2027)
    ]
    assert prices == pytest.approx([100, 121])
    assert only.cost_eur_per_year(registered, "per_fte", month_index("2027-06")) == 0


def test_a_price_of_another_year_is_brought_forward_from_it():
    prices = {
        "price_year": 2025,
        "per_case_eur_per_year": 100,
        "capital_per_place_eur": {"value": 10, "price_year": 2023},
    }
    loaded = load_catalogue(kind(cost=prices, price_index_per_year=0.1))
    registered = loaded.register(Parameters([]))
    only, month = loaded["debt_counselling"], month_index("2025-06")
    assert only.cost_eur_per_year(registered, "per_case", month) == pytest.approx(100)
    assert only.cost_eur_per_year(registered, "capital_per_place", month) == pytest.approx(12.1)
    assert registered["services.debt_counselling.cost.capital_per_place_eur"].note == "Prices of 2023."


def test_prices_by_date_are_in_prices_of_their_date_and_lead_on_by_the_index():
    prices = {"price_year": 2025, "per_case_eur_per_year": {"value": {2022: 60, 2025: 100}}}
    loaded = load_catalogue(kind(cost=prices, price_index_per_year=0.1))
    registered = loaded.register(Parameters([]))
    only = loaded["debt_counselling"]
    years = (2021, 2022, 2023, 2025, 2027)
    amounts = [only.cost_eur_per_year(registered, "per_case", month_index(f"{year}-06")) for year in years]
    assert amounts == pytest.approx([60 / 1.1, 60, 66, 100, 121])
    overridden = registered.with_overrides({"services.debt_counselling.cost.per_case_eur_per_year": 200})
    assert only.cost_eur_per_year(overridden, "per_case", month_index("2026-06")) == pytest.approx(220)
    late = load_catalogue(kind(cost=prices, price_index_per_year=0.1)).register(
        Parameters([], known_until=month_index("2024-12"))
    )
    assert only.cost_eur_per_year(late, "per_case", month_index("2025-06")) == pytest.approx(60 * 1.1**3)


def test_a_price_by_date_takes_no_price_year():
    price = {"value": {2022: 60, 2025: 100}, "price_year": 2023}
    with pytest.raises(ConfigError, match="values by date are in prices of their dates: remove price_year"):
        load_catalogue(kind(cost={"per_case_eur_per_year": price}))


def test_components_have_their_own_payers_where_stated(catalogue, parameters):
    school = catalogue["primary_school"]
    assert school.payers_of(parameters, "per_fte") == {"land": 1.0}
    assert school.payers_of(parameters, "per_place") == {"kreis": 1.0}
    assert all(
        sum(school.payers_of(parameters, part).values()) == pytest.approx(1) for part in COST_COMPONENTS
    )


def test_distance_leaves_demand_alone_up_to_the_free_minutes(catalogue, parameters):
    loaded = load_catalogue(kind(distance={"free_minutes": 15, "decay_minutes": 60, "maximum_minutes": 30}))
    only = loaded["debt_counselling"]
    factors = only.distance_factors(loaded.register(Parameters([])), [0, 15, 20, 30, 31, np.inf])
    assert factors[:2].tolist() == [1, 1]
    assert 1 > factors[2] > factors[3] > factors[4] == factors[5] == 0


CLAIM = {
    "access": "entitlement",
    "patience_months": 0,
    "after_patience": "elsewhere",
    "staff": {"qualification": "educator", "fte_per_case": 0.1},
    "cost": {
        "per_fte_eur_per_year": 60000,
        "per_case_eur_per_year": 500,
        "elsewhere_ratio": 1.1,
    },
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"after_patience": "leaves"}, "needs patience_months"),
        ({"patience_months": None}, "needs patience_months"),
        ({"cost": CLAIM["cost"] | {"elsewhere_ratio": None}}, "needs patience_months"),
        ({"cost": CLAIM["cost"] | {"elsewhere_per_case_eur_per_year": 6499}}, "not both"),
        ({"cost": CLAIM["cost"] | {"elsewhere_ratio": 0.99}}, "leaves what makes sense"),
        ({"distance": {"decay_minutes": 30}}, "does not fall with distance"),
    ],
)
def test_an_entitlement_is_met_elsewhere_at_no_lower_price(changes, told):
    load_catalogue(kind(**CLAIM))
    with pytest.raises(ConfigError, match=told):
        load_catalogue(kind(**(CLAIM | changes)))


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 500),
    st.floats(allow_nan=True),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)


def _paths(node, prefix=()):
    for key, value in node.items():
        yield (*prefix, key)
        if isinstance(value, dict):
            yield from _paths(value, (*prefix, key))


_FULL = {name: plain(name)[name] for name in ("nursery", "adult_day_care")}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(_FULL)), data=st.data())
def test_whatever_is_written_loads_or_is_a_clear_error(name, data):
    entry = copy.deepcopy(_FULL[name])
    entry["eligibility"].pop("not_while_served_in", None)
    path = data.draw(st.sampled_from(sorted(_paths(entry), key=str)))
    node = entry
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = data.draw(_JUNK)
    try:
        load_catalogue({name: entry}).register(Parameters([]))
    except ConfigError as caught:
        assert f"services.{name}" in str(caught)


def test_packaged_folder_holds_one_kind_a_file():
    for path in Path(PACKAGED).glob("*.yaml"):
        assert list(yaml.safe_load(path.read_text(encoding="utf-8"))) == [path.stem]


def test_a_changed_copy_of_a_kind_keeps_nothing_of_the_original(catalogue):
    kind = catalogue["kindergarten"]
    assert kind.parameter_id("target_quota") in [one.id for one in parameters_of(kind)]
    copy = kind.model_copy(update={"id": "kitchen", "target_quota": None})
    assert copy.parameter_id("target_quota") == "services.kitchen.target_quota"
    assert kind.has("target_quota")
    assert not copy.has("target_quota")
    assert "services.kindergarten.target_quota" not in [one.id for one in parameters_of(copy)]
