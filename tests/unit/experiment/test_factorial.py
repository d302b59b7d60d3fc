"""Corners of a bundle: all subsets of its measures, and which bundles are refused."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ScenarioError
from simsocial.experiment.factorial import WITHOUT, compose_factorial, corner_name, factors_of, read_groups
from tests.unit.cli.standing_in import FAST


def test_corners_are_all_subsets_and_hold_only_their_measures():
    configs = compose_factorial("dorfmitte", ["replicates=2", FAST])
    assert len(configs) == 8
    assert next(iter(configs)) == WITHOUT
    for name, config in configs.items():
        assert set(config["measures"]) == factors_of(name)
    assert {config["name"] for config in configs.values()} == {"synergie_dorfmitte"}
    assert {config["twins"] for config in configs.values()} == {0}


def test_the_reference_is_the_bundle_without_its_measures_and_not_without_its_laws():
    configs = compose_factorial("dorfmitte", [FAST, "laws.kita_third_fee_free_year=true"])
    assert configs[WITHOUT]["measures"] == {}
    assert configs[WITHOUT]["laws"] == {"kita_third_fee_free_year": True}


def test_a_group_is_switched_as_one():
    groups = read_groups(["haus=kita_kleiner+tagespflege_im_haus"])
    configs = compose_factorial("dorfmitte", [FAST, "name=mine"], groups)
    assert set(configs) == {WITHOUT, "haus", "rat_im_haus", "haus+rat_im_haus"}
    assert set(configs["haus"]["measures"]) == {"kita_kleiner", "tagespflege_im_haus"}
    assert configs["haus"]["title"]["de"] == "haus: Kita E4 mit 30 Plätzen + 1"
    assert configs[WITHOUT]["name"] == "mine"


def test_the_order_of_factors_does_not_name_another_corner():
    assert corner_name("ba") == corner_name("ab") == "a+b"


@pytest.mark.parametrize(
    ("bundle", "words", "groups", "said"),
    [
        ("many.yaml", [], [], r"64 scenarios.*up to 5.*--group"),
        ("dorfmitte", ["~measures.kita_kleiner", "~measures.rat_im_haus"], [], "takes two"),
        ("dorfmitte", [], ["x=kita_kleiner+rat"], r"'rat' is no measure.*rat_im_haus"),
        ("dorfmitte", [], ["x=kita_kleiner", "y=kita_kleiner"], "two groups"),
        ("dorfmitte", [], ["without=kita_kleiner"], "name is taken"),
        ("dorfmitte", [], ["rat_im_haus=kita_kleiner"], "name is taken"),
        ("dorfmitte", [], ["=kita_kleiner"], "NAME=MEASURE"),
        ("dorfmitte", [], ["x=kita_kleiner+"], "NAME=MEASURE"),
    ],
)
def test_what_cannot_be_a_factorial_is_refused_with_the_reason(
    tmp_path, monkeypatch, bundle, words, groups, said
):
    monkeypatch.chdir(tmp_path)
    one = "kind: change_value, decided_by: kreis, lever: none, start: 2027-01, op: add, by: 0.001, order: "
    measures = "".join(f"  m{n}: {{{one}{n}, id: fertility.male_share}}\n" for n in range(6))
    (tmp_path / "many.yaml").write_text(f"title: {{de: x, en: x}}\nmeasures:\n{measures}", encoding="utf-8")
    with pytest.raises(ScenarioError, match=said):
        compose_factorial(bundle, [FAST, *words], read_groups(groups))
