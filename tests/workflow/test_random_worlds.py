"""Whatever region and scenario somebody writes, no invariant breaks."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import strategies as st

from simsocial.model import SocialModel
from simsocial.region import load_region
from tests.workflow.examples import examples, for_all
from tests.workflow.random_worlds import KINDS, regions, scenarios
from tests.workflow.workplace import write_tables

END = "2024-09"
pytestmark = pytest.mark.usefixtures("without_population_cache")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("worlds") / "welt"


def live(folder, catalogues, values, data, seen, first):
    catalogue = data.draw(st.sampled_from(catalogues))
    region = load_region(write_tables(folder, data.draw(regions())))
    scenario = data.draw(scenarios(region, catalogue, first))
    seed = data.draw(st.integers(0, 9))
    frames = []
    for option in (None, scenario):
        parameters = values if option is None else values.adding(*option.parameters())
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
    # A scenario of null measures changes nothing, all others should.
    seen["acting"] += not kinds <= {"no_change"}
    seen["changed"] += not frames[0]["value"].equals(frames[1]["value"])
    if kinds <= {"no_change"}:
        assert frames[0].equals(frames[1])


@examples(7, 100)
def test_no_world_breaks_an_invariant(folder, catalogue, all_kinds, values, number):
    """So many worlds for each kind of measure, with few kinds or all."""
    seen = Counter()

    def explore(kind):
        @for_all(number, data=st.data())
        def lives(data):
            live(folder, (catalogue, all_kinds), values, data, seen, kind)

    for kind in KINDS:
        explore(kind)
    assert set(KINDS) <= set(seen), seen
    assert seen["changed"] >= 0.8 * seen["acting"], seen
