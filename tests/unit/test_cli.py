"""The command line hands over to the package, and says what is wrong without a traceback."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from simsocial.cli import main
from simsocial.cli.listing import print_rows, rows_of
from simsocial.core.errors import RunError

FAST = "services=[]"
"""Without service kinds composing takes a fifth of the time."""

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line in an empty working directory; return exit code, output and messages."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(words)
        code = left.value.code
        captured = capsys.readouterr()
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    return run


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **functions: Any) -> None:
    """Put functions in the place of a module of the package, so that nothing is simulated."""
    module = ModuleType(name)
    for key, function in functions.items():
        setattr(module, key, function)
    monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, dict[str, Any]], Path]]:
    """Stand in for runner, analysis and report; return the calls of the runner."""
    calls: list[tuple[dict[str, dict[str, Any]], Path]] = []

    def run_experiment(
        configs: dict[str, dict[str, Any]],
        folder: Path,
        progress: bool = True,
        command: Sequence[str] | None = None,
    ) -> Path:
        calls.append((configs, folder))
        folder.mkdir(parents=True, exist_ok=True)
        content = {
            "command": command,
            "reference": next(iter(configs)),
            "scenarios": {name: {"config": config} for name, config in configs.items()},
            "runs": [{"scenario": name, "state": "finished"} for name in configs],
        }
        (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
        return folder

    def write_page(folder: Path, language: str) -> Path:
        page = folder / f"report_{language}.html"
        page.write_text("", encoding="utf-8")
        return page

    stand_in(monkeypatch, "simsocial.experiment.runner", run_experiment=run_experiment)
    stand_in(monkeypatch, "simsocial.analysis.effects", write_effects=lambda folder: folder / "effects.csv")
    stand_in(monkeypatch, "simsocial.report.page", write_report=write_page)
    stand_in(monkeypatch, "simsocial.report.profile", write_profile=write_page)
    stand_in(monkeypatch, "simsocial.report.answer", answer=lambda folder, language: ["one", "two", "three"])
    return calls


def test_help_and_version_name_every_command(call: Call) -> None:
    code, out, _ = call("--help")
    assert code == 0
    for command in ("profile", "check", "run", "compare", "hindcast", "report", "list", "diff", "bench"):
        assert command in out
    assert call("--version")[1].startswith("simsocial, version")


def test_the_help_of_every_command_is_short(call: Call) -> None:
    for command in ("profile", "check", "compare", "hindcast", "report", "list", "diff", "bench"):
        code, out, _ = call(command, "--help")
        assert code == 0
        assert out.startswith(f"Usage: simsocial {command}")


def test_a_wrong_command_is_a_mistake(call: Call) -> None:
    code, _, err = call("compair")
    assert code == 2
    assert "compair" in err
    assert "Traceback" not in err


def test_compare_ends_with_paths_and_answer(call: Call, engine: list[Any]) -> None:
    code, out, _ = call("compare", "status_quo", "kita_netz", "replicates=2", FAST)
    assert code == 0
    (configs, folder), *more = engine
    assert not more
    assert list(configs) == ["status_quo", "kita_netz"]
    assert configs["kita_netz"]["replicates"] == 2
    assert folder == Path("outputs/vergleich_kita_netz")
    assert str(folder / "manifest.json") in out
    command = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert command == ["compare", "status_quo", "kita_netz", "replicates=2", FAST]
    assert str(folder / "report_de.html") in out
    assert out.splitlines()[-3:] == ["one", "two", "three"]


def test_compare_adds_the_status_quo_and_says_so(call: Call, engine: list[Any]) -> None:
    code, out, _ = call("compare", "kita_netz", "tagespflege", "report=en", "name=mine", FAST)
    assert code == 0
    configs, folder = engine[0]
    assert list(configs) == ["status_quo", "kita_netz", "tagespflege"]
    assert folder == Path("outputs/mine")
    assert "status_quo (added" in out
    assert "report_en.html" in out


def test_compare_takes_the_first_as_reference(call: Call, engine: list[Any]) -> None:
    call("compare", "kita_netz", "status_quo", FAST)
    assert list(engine[0][0]) == ["kita_netz", "status_quo"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["compare"], "SCENARIO"),
        (["compare", "replicates=3"], "No scenario"),
        (["compare", "status_quo"], "option beside"),
        (["compare", "kita_nezt"], "'kita_netz'"),
        (["compare", "kita_netz", "replicatess=3", FAST], "'replicates'"),
        (["run", "scenarios=kita_nezt"], "'kita_netz'"),
        (["run", "replicatess=3", FAST], "'replicates'"),
        (["run", "--cfg", "job", "seed=abc", FAST], "seed"),
        (["run", "-m", "seed=1,abc", FAST], "abc"),
        (["run", "draws=9", "replicates=5", FAST], "replicates=9"),
        (["profile", "Greiz", "horizn.end=2030-12", FAST], "'horizon'"),
        (["report", "nothing"], "nothing"),
        (["list", "indicator"], "indicators"),
    ],
)
def test_a_mistake_gives_exit_code_2_and_no_traceback(
    call: Call, engine: list[Any], words: list[str], named: str
) -> None:
    code, out, err = call(*words)
    assert code == 2
    assert named in err
    assert "Traceback" not in out + err
    assert not engine


def test_run_is_a_hydra_application(call: Call, engine: list[Any]) -> None:
    code, out, _ = call("run", "scenarios=kita_netz", "seed=3", FAST)
    assert code == 0
    (configs, folder), *more = engine
    assert not more
    assert list(configs) == ["kita_netz"]
    assert configs["kita_netz"]["seed"] == 3
    assert folder.resolve() == Path("outputs/kita_netz").resolve()
    assert (folder / ".hydra" / "overrides.yaml").is_file()
    assert "manifest.json" in out


def test_run_takes_a_path_as_scenario(call: Call, engine: list[Any]) -> None:
    Path("idea.yaml").write_text("defaults: [kita_netz, _self_]\ntitle: {en: Idea}\n", encoding="utf-8")
    assert call("run", "scenarios=idea.yaml", "name=mine", FAST)[0] == 0
    configs, folder = engine[0]
    assert list(configs) == ["idea"]
    assert configs["idea"]["title"]["en"] == "Idea"
    assert folder.name == "mine"


def test_another_region_has_a_folder_of_its_own(call: Call, engine: list[Any]) -> None:
    kreis = ["region=kreis", "region.name=Ilm-Kreis", FAST]
    Path("idea.yaml").write_text("defaults: [kita_netz, _self_]\n", encoding="utf-8")
    for words in (
        ["run"],
        ["run", "scenarios=idea.yaml"],
        ["compare", "kita_netz"],
        ["profile", "Ilm-Kreis"],
    ):
        assert call(*words, *(kreis if words[0] != "profile" else [FAST]))[0] == 0
    assert [folder.name for _, folder in engine] == [
        "status_quo_ilm_kreis", "idea_ilm_kreis", "vergleich_kita_netz_ilm_kreis", "profil_ilm_kreis"
    ]  # fmt: skip
    assert all(next(iter(configs.values()))["name"] == folder.name for configs, folder in engine)
    assert call("run", "region=folder", "region.path=my tables/klein.xlsx", "name=x", FAST)[0] == 0
    assert engine[-1][1].name == "x"


def test_run_sweeps(call: Call, engine: list[Any]) -> None:
    code, _, _ = call("run", "-m", "scenarios=kita_netz,tagespflege", "seed=1,2", FAST)
    assert code == 0
    assert [(next(iter(configs)), next(iter(configs.values()))["seed"]) for configs, _ in engine] == [
        ("kita_netz", 1),
        ("kita_netz", 2),
        ("tagespflege", 1),
        ("tagespflege", 2),
    ]
    folders = {folder.resolve() for _, folder in engine}
    assert len(folders) == 4
    assert {folder.parent for folder in folders} == {Path("outputs/sweep").resolve()}


def test_run_shows_configuration_and_help_of_hydra(call: Call, engine: list[Any]) -> None:
    code, out, _ = call("run", "--cfg", "job", "scenarios=kita_netz", FAST)
    assert code == 0
    assert "replicates: 30" in out
    assert "hydra:" not in out
    code, out, _ = call("run", "--help")
    assert code == 0
    assert "scenarios: " in out
    assert "kita_netz" in out
    assert not engine


def test_run_leaves_arguments_and_environment_as_they_were(
    call: Call, engine: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HYDRA_FULL_ERROR", raising=False)
    before = list(sys.argv)
    call("run", FAST)
    assert sys.argv == before
    import os

    assert os.environ.get("HYDRA_FULL_ERROR", "0") == "0"


@pytest.mark.parametrize(("words", "code"), [(["compare", "kita_netz", FAST], 1), (["run", FAST], 1)])
def test_a_failed_run_gives_exit_code_1(
    call: Call, engine: list[Any], monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RunError("run 3f failed: no such site")

    stand_in(monkeypatch, "simsocial.experiment.runner", run_experiment=fail)
    found, _, err = call(*words)
    assert found == code
    assert "run 3f failed" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["compare", "kita_netz", FAST], ["run", FAST]])
def test_an_interruption_says_how_to_go_on(
    call: Call, engine: list[Any], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    stand_in(monkeypatch, "simsocial.experiment.runner", run_experiment=interrupt)
    code, _, err = call(*words)
    assert code == 130
    assert "the same command goes on" in err


def test_profile_finds_its_place(call: Call, engine: list[Any]) -> None:
    for place, region in (
        ("Greiz", {"kind": "kreis", "name": "Greiz"}),
        ("16076", {"kind": "kreis", "ags": "16076"}),
        ("thueringen", {"kind": "thueringen"}),
        ("./tables.xlsx", {"kind": "folder", "path": "./tables.xlsx"}),
    ):
        code, out, _ = call("profile", place, FAST)
        assert code == 0
        configs, folder = engine[-1]
        assert configs["status_quo"]["region"] == region
        assert folder.name.startswith("profil_")
        assert "report_de.html" in out


def test_check_says_every_fault(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from simsocial.region.faults import CheckReport, Fault

    fault = Fault("areas", 3, "ags", "1607", "5 or 8 digits")
    asked: list[Any] = []

    def check_region(spec: Any) -> CheckReport:
        asked.append(spec)
        return CheckReport("mine", [fault] if spec["kind"] == "folder" else [])

    stand_in(monkeypatch, "simsocial.region.check", check_region=check_region)
    for words in (["region=./mine"], ["./mine"]):
        code, out, _ = call("check", *words, FAST)
        assert code == 2
        for part in ("areas", "3", "ags", "1607", "5 or 8 digits"):
            assert part in out
    assert asked == [{"kind": "folder", "path": "./mine"}] * 2
    code, out, _ = call("check", "region=musterkreis", FAST)
    assert code == 0
    assert "No faults" in out


@pytest.mark.parametrize(
    ("topic", "known"),
    [
        ("indicators", "births"),
        ("services", "nursery"),
        ("measures", "merge_sites"),
        ("parameters", "mortality.death_probability"),
        ("scenarios", "kita_netz"),
        ("processes", "mortality"),
    ],
)
def test_lists_are_csv_where_nobody_looks(call: Call, topic: str, known: str) -> None:
    code, out, _ = call("list", topic)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    ids = [row["id"] for row in rows]
    assert known in ids
    assert ids == sorted(set(ids))
    assert call("list", topic, "--csv")[1] == out


def test_a_faulty_scenario_is_one_marked_row(call: Call) -> None:
    Path("scenarios").mkdir()
    for name, text in (("falsch", "titel: x\n"), ("lang", "title: Lang\nhorizon: {end: 2045-12}\n")):
        Path("scenarios", f"{name}.yaml").write_text(text, encoding="utf-8")
    code, out, _ = call("list", "scenarios")
    assert code == 0
    titles = {row["id"]: row["title"] for row in csv.DictReader(io.StringIO(out))}
    assert titles["lang"] == "Lang"
    assert titles["falsch"].startswith(
        "Error: scenarios/falsch.yaml: Unknown key 'titel'. Did you mean 'title'?"
    )
    assert "kita_netz" in titles


def test_diff_says_in_which_keys_two_scenarios_differ(call: Call) -> None:
    Path("later.yaml").write_text(
        "defaults: [kita_netz, _self_]\nmeasures: {kita_e: {start: 2028-08, lead_months: 9}}\n",
        encoding="utf-8",
    )
    code, out, _ = call("diff", "kita_netz", "later.yaml")
    assert code == 0
    assert "measures.kita_e.start,2027-08,2028-08" in out.splitlines()
    assert out.startswith("key,first,second\n")
    assert call("diff", "kita_netz", "kita_netz")[1] == "No differences.\n"
    code, _, err = call("diff", "kita_netz", "kita_nezt")
    assert code == 2
    assert "'kita_netz'" in err


def test_lists_speak_both_languages(call: Call) -> None:
    german, english = (call("list", "services", "--language", language)[1] for language in ("de", "en"))
    assert "Tagespflege" in german
    assert "Tagespflege" not in english


def test_bench_passes_the_path_on(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    stand_in(monkeypatch, "simsocial.bench", run_bench=lambda *words, **more: asked.append((*words, more)))
    assert call("bench", "--json", "figures.json", "--only", "core,mesa", "--quick")[0] == 0
    assert call("bench")[0] == 0
    assert asked == [
        (Path("figures.json"), ["core", "mesa"], {"quick": True}),
        (None, None, {"quick": False}),
    ]


def test_report_is_written_again(call: Call, engine: list[Any]) -> None:
    call("compare", "kita_netz", FAST)
    code, out, _ = call("report", "vergleich_kita_netz", "--language", "en")
    assert code == 0
    assert "report_en.html" in out
    assert "report_de.html" in call("report", "vergleich_kita_netz")[1]
    assert "'vergleich_kita_netz'" in call("report", "vergleich_kita_nez")[2]


def test_a_report_written_again_speaks_the_language_of_its_run(call: Call, engine: list[Any]) -> None:
    call("compare", "kita_netz", "report=en", FAST)
    assert "report_en.html" in call("report", "vergleich_kita_netz")[1]
    assert "report_de.html" in call("report", "vergleich_kita_netz", "--language", "de")[1]


def test_sites_of_a_region_are_listed(call: Call) -> None:
    _, out, _ = call("list", "sites")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["kita_e1"]["kind"] == "kita"
    assert int(rows["kita_e1"]["licensed_places"]) > 0
    code, _, err = call("list", "indicators", "region=kreis")
    assert code == 2
    assert "Valid" in err


@pytest.mark.parametrize("topic", ["indicators", "parameters", "scenarios", "sites"])
def test_a_list_on_a_terminal_of_100_columns_cuts_no_id(
    topic: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = rows_of(topic, "de")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    print_rows(rows, as_csv=False)
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 100
    assert [row["id"] for row in rows if str(row["id"]) not in shown.replace("\n", "")] == []
