"""``compare``, ``profile``, ``report``, ``check`` and ``bench`` hand over to the package."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simsocial.analysis.auto import Choice
from simsocial.analysis.effects import COLUMNS
from simsocial.analysis.enough import Need
from simsocial.cli.comparison import _tell_reached
from tests.unit.cli.standing_in import FAST, Call, stand_in


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


def test_the_end_of_auto_says_in_words_where_no_interval_can_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {
        "found": ("t", 1.0, 2.0),
        "seldom": ("rare", math.nan, math.nan),
        "never": ("untouched", 0.0, 0.0),
    }
    pd.DataFrame(
        [("zu", name, "region", "all", "2024-2028", *row) for name, row in rows.items()],
        columns=["scenario", "indicator", "area", "group_kind", "period", "test", "mean_low", "mean_high"],
    ).reindex(columns=COLUMNS).to_csv(tmp_path / "effects.csv", index=False)
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    needs = tuple(Need("zu", name, "region", 16, 16, 1.0, 1.0, 0.6, 20.0, 12.0) for name in rows)
    _tell_reached(tmp_path, Choice(12, "precise", needs))
    nothing = "no 95 % interval can be told, since too few runs differ"
    assert capsys.readouterr().err.splitlines() == [
        "zu: found (region): 95 % interval +-0.5, asked +-0.6",
        f"zu: seldom (region): {nothing}, asked +-0.6",
        f"zu: never (region): {nothing}, asked +-0.6",
    ]


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
    code, out, err = call("check", "./mine", "./yours", FAST)
    assert (code, "./yours" in err, len(asked)) == (2, True, 2)
    code, out, _ = call("check", "region=musterkreis", FAST)
    assert code == 0
    assert "No faults" in out


def test_bench_passes_the_path_on(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    stand_in(monkeypatch, "simsocial.bench", run_bench=lambda *words, **more: asked.append((*words, more)))
    assert call("bench", "--json", "figures.json", "--only", "core,mesa", "--quick")[0] == 0
    assert call("bench")[0] == 0
    assert call("bench", "--profile")[0] == 0
    assert asked == [
        (Path("figures.json"), ["core", "mesa"], {"quick": True, "profile": False}),
        (None, None, {"quick": False, "profile": False}),
        (None, None, {"quick": False, "profile": True}),
    ]


@pytest.mark.parametrize("name", ["a=b", "~k", "+1", "süd ost"])
def test_a_word_that_is_the_name_of_a_scenario_is_no_setting(
    call: Call, engine: list[Any], name: str
) -> None:
    Path("scenarios").mkdir()
    Path("scenarios", f"{name}.yaml").write_text("title: x\n", encoding="utf-8")
    code, out, err = call("compare", name, "seed=2", "name=x", FAST)
    assert code == 0, out + err
    ((configs, _),) = engine
    assert list(configs) == ["status_quo", name]


def test_compare_runs_each_future_below_its_folder(call: Call, engine: list[Any]) -> None:
    code, _, err = call(
        "compare", "kita_netz", "futures=low_births,price_surge", "replicates=20", "name=x", FAST
    )
    assert code == 0
    assert [folder.as_posix() for _, folder in engine] == [
        "outputs/x", "outputs/x/futures/low_births", "outputs/x/futures/price_surge"
    ]  # fmt: skip
    settings = [configs["kita_netz"] for configs, _ in engine]
    assert [one["future"].get("id") for one in settings] == [None, "low_births", "price_surge"]
    assert [one["replicates"] for one in settings] == [20, 14, 14]
    assert len({one["seed"] for one in settings}) == 1
    assert "low_births (14 replicates" in err
    assert call("compare", "kita_netz", "futures=low_birth", FAST)[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "kita_netz", "draws=20"), "the draws are the units"),
        (("compare", "kita_netz", "precision=much"), "precision=much is invalid"),
        (("compare", "kita_netz", "precision={kita_ocupancy: 2}"), "'kita_occupancy'"),
        (("compare", "kita_netz", "min_replicates=20", "max_replicates=10"), "more than max_replicates=10"),
        (("run",), "only a comparison has effects"),
        (("profile", "Greiz"), "only a comparison has effects"),
        (("synergy", "kita_netz"), "only a comparison has effects"),
    ],
)
def test_auto_is_refused_where_no_number_makes_an_effect_more_precise(
    call: Call, engine: list[Any], words: tuple[str, ...], said: str
) -> None:
    code, _, err = call(*words, "replicates=auto", FAST)
    assert code == 2
    assert said in err
    assert not engine
