"""The user's own folders are searched first."""

from __future__ import annotations

from pathlib import Path

from simsocial.core.roots import packaged_root, roots


def test_packaged_folders_exist() -> None:
    assert packaged_root("conf") is not None
    assert packaged_root("scenarios") is not None


def test_the_users_folder_comes_first(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    found = roots("conf", tmp_path)
    assert found[0] == (tmp_path / "conf").resolve()
    assert found[1] == packaged_root("conf")


def test_folders_that_do_not_exist_are_left_out(tmp_path: Path) -> None:
    assert roots("conf", tmp_path) == [packaged_root("conf")]


def test_the_checkout_itself_is_found_once() -> None:
    packaged = packaged_root("scenarios")
    assert packaged is not None
    assert roots("scenarios", packaged.parent) == [packaged]
