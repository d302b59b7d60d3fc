"""A setting on the command line or a service kind is taken, or its mistake is named with what is valid."""

from __future__ import annotations

import shutil

import pytest
import yaml
from hypothesis import strategies as st

from simsocial.core.roots import packaged_root
from tests.workflow.examples import examples, for_all
from tests.workflow.mistakes import call, told
from tests.workflow.workplace import SETTINGS

pytestmark = pytest.mark.usefixtures("without_population_cache")

KEYS = (
    "seed", "replicates", "workers", "twins", "draws", "name", "region", "region.path", "horizon", "horizon.start",
    "horizon.end", "horizon.spin_up", "horizon.known_until", "executor.kind", "report.language", "services",
    "processes", "processes.mortality", "parameters.fertility.male_share", "parameters", "experiment", "measures",
    "title", "services.nursery.order", "targets", "suspected", "hydra.run.dir", "seeds", "horizn.end", "parameters.x",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(
        ["", "null", "-1", "0", "1", "abc", "[1,2]", "{a: 1}", "2024-00", "2020-01", "./nowhere", "kreis", "true",
         "1.5", "nan", "inf", "'", "${x}", "${oc.env:HOME}", "999999999999999999999"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=6),
)  # fmt: skip
OVERRIDE = st.tuples(st.sampled_from(["", "", "", "+", "++", "~"]), st.sampled_from(KEYS), WORDS)


@examples(12, 400)
def test_a_setting_is_taken_or_its_mistake_is_named(place, number):
    @for_all(number, parts=st.lists(OVERRIDE, min_size=1, max_size=2))
    def holds(parts):
        words = [f"{sign}{key}={value}" for sign, key, value in parts]
        code, said = call("check", *SETTINGS, *words)
        assert "Traceback" not in said
        if code == 0:
            assert "No faults found" in said
        else:
            told(code, said)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["compare", "status_quo", "kita_zo"], "kita_zu"),
        (["compare", "status_quo", "kita_zu", "region=./klain"], "klain"),
        (["compare", "status_quo", "kita_zu", *SETTINGS, "horizon.start=2024-03"], "horizon.spin_up=2"),
        (["compare", "status_quo", "kita_zu", *SETTINGS, "horizon.start=2019-01"], "begins in 2024-01"),
        (["compare", "status_quo", "kita_zu", *SETTINGS, "horizon.start=2025-01"], "lies before"),
        (
            ["compare", "status_quo", "kita_zu", *SETTINGS, "measures.m_close_site.start=2023-01"],
            "2024-01 or later",
        ),
        (["run", *SETTINGS, "processes.mortalty=false"], "mortality"),
        (["run", *SETTINGS, "services=[nursry]"], "nursery"),
        (["run", *SETTINGS, "parameters.fertility.male_shar=1"], "male_share"),
        (["run", *SETTINGS, "parameters.fertility.male_share=abc"], "abc"),
        (["run", "region=kreis"], "region.ags"),
        (["run", "region=kreis", "region.name=Graiz"], "Greiz"),
        (["profile", "Graiz"], "Greiz"),
        (["check", "./nowhere"], "nowhere"),
        (["check", "nowhere.xlsx"], "does not exist"),
        (["profile", "nowhere.xlsx"], "does not exist"),
        (["report", "nowhere"], "nowhere"),
        (["list", "measure"], "measures"),
    ],
)
def test_a_mistake_is_answered_with_the_nearest(place, words, named):
    code, said = call(*words)
    assert code == 2, said
    assert named in said
    assert "Traceback" not in said


def test_a_service_kind_that_is_wrong_is_named(place):
    own = place / "conf" / "services"
    own.mkdir(parents=True)
    source = yaml.safe_load((packaged_root("conf") / "services" / "nursery.yaml").read_text(encoding="utf-8"))
    try:
        for change, named in (
            ({"statuss": "mandatory"}, "status"),
            ({"take_up": 3}, "take_up"),
            ({"payers": {"kreis": 0.5}}, "sum to 1"),
            ({"eligibility": {"not_while_served_in": ["nursry"]}}, "nursery"),
        ):
            (own / "krabbel.yaml").write_text(
                yaml.safe_dump({"krabbel": {**source["nursery"], **change}}), encoding="utf-8"
            )
            code, said = call("run", *SETTINGS)
            assert code == 2, said
            assert named in said
            assert "Traceback" not in said
        (own / "krabbel.yaml").write_text("a: [1, 2\n", encoding="utf-8")
        code, said = call("list", "services")
        assert code == 2, said
        assert "krabbel.yaml" in said
    finally:
        shutil.rmtree(place / "conf")
