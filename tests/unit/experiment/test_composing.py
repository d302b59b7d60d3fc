"""What is composed by name alone comes out as all of it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment import composing
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.known_source import KnownSource

pytestmark = pytest.mark.any_python


@contextmanager
def _refused() -> Iterator[dict[str, dict[str, str]]]:
    raise RuntimeError
    yield {}


@pytest.fixture
def compositions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each composition by Hydra."""
    compose, made = composing._compose, []

    def counted(overrides):
        made.append(1)
        return compose(overrides)

    monkeypatch.setattr(composing, "_compose", counted)
    return made


@pytest.mark.parametrize(
    ("scenario", "words", "compositions_needed"),
    [
        ("status_quo", [], 1),
        ("fachkraeftepool", ["region=kreis", "region.name=Greiz", "seed=3"], 1),
        ("kita_netz", ["services=[nursery,kindergarten]"], 1),
        ("status_quo", ["services.kindergarten.label.de=Kita"], 2),
        ("status_quo", ["~services.adult_day_care"], 2),
        ("status_quo", ["+services.kindergarten.label.fr=Jardin"], 2),
        ("status_quo", ["staff.educator.label.de=Kraft"], 2),
        ("kita_netz", ["parameters.fertility.male_share=0.5", "+parameters.income={}"], 1),
        ("kita_netz", ["parameters.services.nursery.patience_months=2"], 1),
        ("status_quo", ["services.kindergarten='as known'"], 2),
        ("status_quo", ["objective='${oc.select:parameters.fertility.male_share,none}'"], 2),
    ],
)
def test_by_name_it_is_what_it_is_as_a_whole(scenario, words, compositions_needed, compositions, monkeypatch):
    found = compose_scenarios([scenario], words)
    assert len(compositions) == compositions_needed
    monkeypatch.setattr(KnownSource, "names_alone", _refused)
    whole = compose_scenarios([scenario], words)
    assert found == whole
    assert json.dumps(found) == json.dumps(whole)  # in the same order


def test_what_is_handed_out_is_the_caller_s_own():
    first, second = (compose_scenarios(["status_quo"], [])["status_quo"] for _ in range(2))
    first["services"]["kindergarten"]["label"]["de"] = "changed"
    assert second["services"]["kindergarten"]["label"]["de"] != "changed"


def test_a_mistake_in_what_stood_by_name_is_told_as_before():
    with pytest.raises(ConfigError, match=r"kindergarden.*kindergarten"):
        compose_scenarios(["status_quo"], ["services.kindergarden.label.de=x"])
    with pytest.raises(ConfigError, match=r"fertility\.male_shar.*fertility\.male_share"):
        compose_scenarios(["status_quo"], ["parameters.fertility.male_shar=0.5"])
