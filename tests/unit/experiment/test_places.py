"""One word chooses a region: a path, a name, an official key."""

from __future__ import annotations

from pathlib import Path

from simsocial.experiment.compose import compose_scenarios, with_paths
from simsocial.experiment.places import region_words
from tests.unit.experiment.composing import FAST


def test_a_region_may_be_a_path(folder: Path) -> None:
    words = [FAST, "region=./my tables/it's.xlsx"]
    assert compose_scenarios(["status_quo"], words)["status_quo"]["region"] == {
        "kind": "folder",
        "path": "./my tables/it's.xlsx",
    }
    (folder / "tables").mkdir()
    assert with_paths(["region=tables"]) == ["region=folder", "region.path='tables'"]
    assert with_paths(["region=kreis", "region.name=Greiz"]) == ["region=kreis", "region.name=Greiz"]


def test_a_place_is_an_option_of_the_users_own_a_path_or_a_kreis(folder: Path) -> None:
    (folder / "conf" / "region").mkdir(parents=True)
    (folder / "conf" / "region" / "meins.yaml").write_text("{kind: folder, path: ./t}\n", encoding="utf-8")
    for name in ("meins", "tables"):
        (folder / name).mkdir()
    assert region_words("meins") == ["region=meins"]
    assert region_words("tables") == with_paths(["region=tables"])
    assert region_words("missing.xlsx") == with_paths(["region=missing.xlsx"])
    assert region_words("Greiz") == ["region=kreis", "region.name='Greiz'"]


def test_official_keys_stay_strings(folder: Path) -> None:
    for written in ("16077", "'16077'"):
        region = compose_scenarios(["status_quo"], [FAST, "region=kreis", f"region.ags={written}"])[
            "status_quo"
        ]["region"]
        assert region == {"kind": "kreis", "ags": "16077"}
