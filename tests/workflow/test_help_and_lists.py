"""The commands as a new user types them, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def simsocial(*words: str, folder: Path, code: int = 0, path: Path = ROOT) -> str:
    """Run the command line in a folder; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "simsocial", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def printed_by(program: str, folder: Path) -> str:
    """Return what a Python program prints that is run in a folder with this source tree."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout


def test_help_loads_neither_numbers_nor_tables(tmp_path: Path) -> None:
    """The help must answer at once; that is kept by what is imported, since tests are not timed."""
    program = (
        "import sys\nfrom simsocial.cli import cli\ncli.main(['--help'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'pandas', 'numba', 'mesa', 'hydra', 'matplotlib'} & set(sys.modules)))"
    )
    printed = printed_by(program, tmp_path)
    assert printed.splitlines()[-1] == "[]"
    assert "compare" in printed


def test_importing_the_package_loads_nothing_else(tmp_path: Path) -> None:
    program = "import sys, simsocial; print(len({'numpy', 'pandas', 'click'} & set(sys.modules)))"
    assert printed_by(program, tmp_path).strip() == "0"


def test_hydra_shows_configuration_and_groups(tmp_path: Path) -> None:
    shown = simsocial("run", "--cfg", "job", "scenarios=kita_netz", "seed=7", folder=tmp_path)
    assert "seed: 7" in shown
    assert "measures:" in shown
    groups = simsocial("run", "--help", folder=tmp_path)
    for group in ("region: ", "horizon: ", "experiment: ", "services: ", "scenarios: "):
        assert group in groups
    assert not (tmp_path / "outputs").exists()


def test_mistakes_leave_with_exit_code_2(tmp_path: Path) -> None:
    assert "'kita_netz'" in simsocial("compare", "kita_nezt", folder=tmp_path, code=2)
    assert "'replicates'" in simsocial("run", "replicatess=2", folder=tmp_path, code=2)


def test_an_installed_wheel_finds_conf_and_scenarios(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "--target",
            "wheel",
            "--directory",
            str(tmp_path / "dist"),
        ],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    work = tmp_path / "work"
    work.mkdir()
    shown = simsocial("run", "--cfg", "job", "scenarios=kita_netz", folder=work, path=tmp_path / "site")
    assert "nursery:" in shown
