"""Whatever region and scenario somebody writes, no invariant breaks."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simsocial.model import SocialModel
from simsocial.region import load_region, synthesis
from tests.workflow.random_worlds import KINDS, regions, scenarios

END = "2024-09"
STABLE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(autouse=True, scope="module")
def _without_population_cache():
    """A hundred populations that nobody asks for again would push the user's own out of the cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthesis, "remember", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("worlds") / "welt"


def world(folder, tables):
    """Write tables and load them as a region."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_region(folder)


def live(folder, catalogue, values, data, seen):
    region = world(folder, data.draw(regions()))
    scenario = data.draw(scenarios(region, catalogue))
    seed = data.draw(st.integers(0, 9))
    frames = []
    for option in (None, scenario):
        parameters = values if option is None else values.register(*option.parameters())
        model = SocialModel(
            region,
            option,
            seed,
            parameters=parameters,
            catalogue=catalogue,
            spin_up=0,
            end=END,
            check_every_month=True,
        )
        frames.append(model.run().recorder.frame())
    kinds = {measure.kind for measure in scenario.measures.values()}
    seen["worlds"] += 1
    seen.update(kinds)
    # An empty scenario and one of null measures change nothing, all others should.
    seen["changed"] += not frames[0]["value"].equals(frames[1]["value"])
    if kinds <= {"no_change"}:
        assert frames[0].equals(frames[1])


def check(seen):
    assert seen["changed"] >= 0.8 * seen["worlds"], seen
    assert set(KINDS) <= set(seen), seen


def test_no_world_breaks_an_invariant(folder, catalogue, values):
    seen = Counter()

    @settings(STABLE, max_examples=40)
    @given(data=st.data())
    def lives(data):
        live(folder, catalogue, values, data, seen)

    lives()
    check(seen)


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_no_world_of_many_breaks_an_invariant(folder, catalogue, values):
    seen = Counter()

    @settings(STABLE, max_examples=600)
    @given(data=st.data())
    def lives(data):
        live(folder, catalogue, values, data, seen)

    lives()
    check(seen)
