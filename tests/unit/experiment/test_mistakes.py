"""A mistake in the settings is named with the nearest valid key or value."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment.compose import compose_scenarios
from tests.unit.experiment.composing import FAST, mistake

pytestmark = pytest.mark.any_python


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("replicatess=3", ["replicatess", "'replicates'"]),
        ("regio=kreis", ["regio", "'region'"]),
        ("region=kreiss", ["kreiss", "'kreis'"]),
        ("region.agss=3", ["agss", "'ags'", "region"]),
        ("horizon.strt=2027-01", ["strt", "'start'"]),
        ("measures.close_one.strt=2028-01", ["strt", "'start'", "+measures.close_one.strt"]),
        ("measures.close_three.start=2028-01", ["close_three", "close_two"]),
        ("~measures.close_won", ["close_won", "close_one, close_two"]),
        ("services=[nursry]", ["nursry", "'nursery'"]),
        ("services.nursry.patience_months=1", ["nursry", "'nursery'"]),
        ("processes.mortalty=false", ["mortalty", "'mortality'"]),
        ("parameters.fertility.total_fertility=1", ["'fertility.total_fertility_rate'"]),
        ("+parameters.fertility.total_fertility=1", ["'fertility.total_fertility_rate'"]),
        ("parameters.fertility.total_fertility_rate=abc", ["abc", "number"]),
        ("+seeed=1", ["seeed", "'seed'"]),
        ("++seeed=1", ["seeed", "'seed'"]),
        ("~seed", ["seed"]),
        ("~draws", ["'draws' cannot be removed: set it"]),
        ("report=fr", ["fr", "de, en"]),
        ("report.language=fr", ["fr", "de, en"]),
        ("executor.kind=cloud", ["cloud", "processes, serial"]),
        ("seed=abc", ["seed", "abc"]),
        ("replicates=0", ["replicates", "0", "from 1"]),
        ("workers=0", ["workers"]),
        ("twins=-1", ["twins"]),
        ("name=a/b", ["a/b"]),
        ("horizon.start=2027-13", ["2027-13", "YYYY-MM"]),
        ("horizon.end=2026-01", ["2026-01", "horizon.start"]),
        ("horizon.end=2050-01", ["2050-01", "2049-12"]),
        ("horizon.spin_up=-1", ["-1"]),
        ("horizon.known_until=yesterday", ["yesterday", "YYYY-MM"]),
        ("region=kreis", ["region.ags", "region.name"]),
        ("region.ags=16077", ["region=kreis"]),
        ("region=folder", ["region.path"]),
        ("hydra.jab.name=x", ["hydra.jab"]),
        ("scenarios=mine", ["before the settings"]),
        ("seed=1,2", ["seed=1,2"]),
        ("seed=[1", ["[1"]),
        ("a b", ["a b"]),
        ("=3", []),
        ("seed", ["seed"]),
        ("region=kreis,folder", ["region"]),
        ("measures=3", ["measures"]),
        ("horizon=null", []),
        ("seed=${nope}", ["nope"]),
        ("measures.close_one.kind=close_sit", ["close_one", "'close_site'"]),
        ("measures.close_one.start=soon", ["close_one", "soon", "YYYY-MM"]),
        ("+measures.close_one.sight=kita_e1", ["close_one", "'site'"]),
        ("measures.close_one=3", ["close_one"]),
    ],
)
def test_a_mistake_names_the_key_and_the_nearest_valid_one(folder: Path, word: str, named: list[str]) -> None:
    message = mistake(["mine"], word)
    for part in named:
        assert part in message


def test_a_plus_before_a_number_is_refused_on_the_command_line(folder: Path) -> None:
    message = mistake(["mine"], "measures.close_one.lead_months=+12")
    assert "not as 12 more. Valid: 12" in message


def test_draws_need_as_many_replicates(folder: Path) -> None:
    message = mistake(["status_quo"], "draws=100", "replicates=5")
    for part in ("replicates=100", "replicates=200", "draws=100 alone"):
        assert part in message
    for words in (
        ["draws=0", "replicates=5"],
        ["draws=9"],
        ["draws=5", "replicates=10"],
        ["experiment=thorough", "draws=9"],
    ):
        assert compose_scenarios(["status_quo"], [FAST, *words])


@pytest.mark.parametrize(
    "word",
    [
        "replicates=1_000",
        "replicates=٣",
        "draws=true",
        "parameters.travel.detour_factor=1_0",
        "measures={}",
        "targets=[]",
        "horizon.start='２０２７-01'",
        "region.path=${oc.env:NO_SUCH_VARIABLE}",
    ],
)
def test_a_value_that_is_no_plain_one_is_refused_with_what_is_valid(folder: Path, word: str) -> None:
    with pytest.raises(ConfigError, match="Valid"):
        compose_scenarios(["status_quo"], [FAST, word])
