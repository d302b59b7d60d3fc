"""Whatever is written wrongly, the command line says what is valid and ends with 2, never with a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simsocial.cli import main
from simsocial.core.errors import SimsocialError
from simsocial.core.roots import packaged_root
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.setup import setup_of
from simsocial.region import check, load_region, synthesis
from tests.unit.model.measures import MEASURES, WHO
from tests.unit.model.small import SMALL, write_region
from tests.workflow.workplace import SETTINGS, write_workplace

STABLE = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
KEPT = (
    "Valid", "Did you mean", "is missing", "nput should", "needs", "set it", "must", "lies before", "cannot", "has no",
    "twice", "contradict",
)  # fmt: skip
"""Words with which a message says what would be right."""


def examples(quick, many):
    """Few examples in every test run, many in the long one."""
    return pytest.mark.parametrize(
        "number", [quick, pytest.param(many, marks=[pytest.mark.long, pytest.mark.timeout(3000)])]
    )


def for_all(number, **strategies):
    """Check a function for a fixed sequence of examples."""

    def check_all(function):
        settings(STABLE, max_examples=number)(given(**strategies)(function))()

    return check_all


@pytest.fixture(autouse=True, scope="module")
def _without_population_cache():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthesis, "remember", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working folder that stays for the module; what a test writes is written anew for each example."""
    folder = write_workplace(tmp_path_factory.mktemp("broken"))
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


def call(*words):
    """Call the command line as a user would; return exit code and everything it wrote."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(words)
    return left.value.code, out.getvalue() + err.getvalue()


def clear(text):
    """Require that a message says what would be right."""
    assert "Traceback" not in text
    assert any(word in text for word in KEPT), text


def told(code, text):
    """Require a mistake that is named with what is valid."""
    assert code == 2, text
    clear(text)
    assert re.search(r"Error: .{20}|is not valid", text), text


# --- tables of a region ------------------------------------------------------------------------------

JUNK = st.one_of(
    st.sampled_from(
        [
            "",
            "-1",
            "x",
            "1.5",
            "1e9",
            "NaN",
            "12.345",
            "1,234",
            "ä;ö",
            "2024-13",
            "99999999999",
            "None",
            "m",
            "0",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=12),
)


@st.composite
def broken_tables(draw):
    """The small region with one to three things changed: cells, columns, rows, whole tables."""
    tables = {name: [line.split(",") for line in lines] for name, lines in SMALL.items()}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(tables)))
        lines = tables[name]
        what = draw(
            st.sampled_from(["cell", "cell", "cell", "header", "row", "twice", "column", "empty", "gone"])
        )
        row = draw(st.integers(0, max(len(lines) - 1, 0)))
        if what == "gone":
            del tables[name]
            tables = tables or {"areas": [["area"]]}
        elif what == "empty":
            tables[name] = lines[:1]
        elif what == "row" and len(lines) > 1:
            del lines[max(row, 1)]
        elif what == "twice" and lines:
            lines.append(list(lines[row]))
        elif lines and lines[row]:
            column = draw(st.integers(0, len(lines[row]) - 1))
            if what == "column":
                for line in lines:
                    del line[column : column + 1]
            elif what == "header":
                lines[0][min(column, len(lines[0]) - 1)] = draw(JUNK)
            else:
                lines[row][column] = draw(JUNK)
    return {name: [",".join(line) for line in lines] for name, lines in tables.items()}


def write_tables(place, tables):
    shutil.rmtree(place / "kaputt", ignore_errors=True)
    (place / "kaputt").mkdir()
    for name, lines in tables.items():
        (place / "kaputt" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@examples(40, 2000)
def test_a_region_is_fine_or_its_faults_are_named(place, number):
    """Checking and loading agree, and each fault names table and what is valid."""

    @for_all(number, tables=broken_tables())
    def holds(tables):
        write_tables(place, tables)
        report = check.check_region("./kaputt")
        for fault in report.faults:
            assert fault.table
            assert fault.valid
            assert "is not valid. Valid: " in str(fault)
        try:
            region = load_region("./kaputt")
        except SimsocialError as error:
            assert report.faults, error
            assert all(str(fault) in str(error) for fault in report.faults[:30])
        else:
            assert not report.faults
            assert region.inhabitants > 0


@examples(3, 60)
def test_check_and_run_say_it_on_the_command_line(place, number):
    @for_all(number, tables=broken_tables())
    def holds(tables):
        write_tables(place, tables)
        ok = check.check_region("./kaputt").ok
        code, text = call("check", "region=./kaputt")
        if ok:
            assert (code, "No faults found" in text) == (0, True)
            return
        told(code, text)
        told(*call("run", "region=./kaputt", *SETTINGS[1:], "replicates=1"))


def test_a_file_that_is_no_table_is_named(place):
    target = write_region(place / "files")
    for name, data in (
        ("population.csv", b"\x00\xff\xfe\x00binary"),
        ("areas.csv", b""),
        ("sitess.csv", b"a,b\n1,2\n"),
    ):
        kept = (target / name).read_bytes() if (target / name).exists() else None
        (target / name).write_bytes(data)
        told(*call("check", "./files/klein"))
        if kept is None:
            (target / name).unlink()
        else:
            (target / name).write_bytes(kept)
    assert call("check", "./files/klein")[0] == 0


# --- scenarios ---------------------------------------------------------------------------------------

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


# --- settings on the command line --------------------------------------------------------------------

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
