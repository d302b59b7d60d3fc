"""A scenario is taken, or the mistake in it is named with what is valid."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import strategies as st

from simsocial.core.errors import SimsocialError
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.setup import setup_of
from tests.unit.model.measures import MEASURES, WHO
from tests.workflow.examples import examples, for_all
from tests.workflow.mistakes import call, clear, told
from tests.workflow.workplace import SETTINGS

pytestmark = pytest.mark.usefixtures("without_population_cache")

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.floats(), st.text(max_size=8),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(["kita_a", "2024-03", "2023-01", "kita", "a_stadt", "municipality", "2024-3", "${seed}", "???"]),
)  # fmt: skip


@st.composite
def scenarios(draw):
    """A scenario of one to three measures in which some keys hold something else, are missing or misspelt."""
    kinds = draw(st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, max_size=3, unique=True))
    measures = {f"m{number}": {**WHO, **MEASURES[kind], "kind": kind} for number, kind in enumerate(kinds)}
    content = {"title": {"de": "x", "en": "x"}, "measures": measures, "targets": [], "suspected": []}
    for _ in range(draw(st.integers(1, 3))):
        part = draw(st.sampled_from([content, *measures.values(), *measures.values()]))
        key = draw(st.sampled_from(sorted(part)))
        what = draw(st.sampled_from(["value", "value", "value", "misspelt", "missing", "more"]))
        if what == "value":
            part[key] = draw(VALUES)
        elif what == "misspelt":
            part[key + "x"] = part.pop(key)
        elif what == "missing":
            del part[key]
        else:
            part[draw(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8))] = (
                draw(VALUES)
            )
        if not part:
            break
    return content


@examples(10, 300)
def test_a_scenario_is_taken_or_its_mistake_is_named(place, number):
    @for_all(number, content=scenarios())
    def holds(content):
        (place / "idee.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        try:
            for name, config in compose_scenarios(["./idee.yaml"], SETTINGS).items():
                setup_of(name, config)
        except SimsocialError as error:
            assert "idee" in str(error)
            clear(str(error))


@examples(3, 60)
def test_a_scenario_runs_or_its_mistake_is_told_on_the_command_line(place, number):
    @for_all(number, content=scenarios())
    def holds(content):
        (place / "plan.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        code, said = call(
            "run", "scenarios=./plan.yaml", *SETTINGS, "horizon.end=2024-01", "replicates=1", "twins=0"
        )
        if code != 0:
            told(code, said)
        assert "Traceback" not in said


@examples(5, 200)
def test_any_text_as_a_scenario_file_is_answered(place, number):
    printable = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t")

    @for_all(number, text=st.text(printable, max_size=60))
    def holds(text):
        (place / "text.yaml").write_text(text, encoding="utf-8")
        code, said = call("run", "--cfg", "job", "scenarios=./text.yaml")
        assert code in (0, 2)
        assert "Traceback" not in said
        if code == 2:
            assert "text" in said
