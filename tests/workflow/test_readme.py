"""The commands README.md prints parse and compose; the hindcast runs, for a quarter of a year."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import pytest

from simsocial.cli import cli
from simsocial.cli.checking import check_tables
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.futures import split_futures
from simsocial.experiment.precision import split_auto
from tests.workflow.mistakes import call

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PREFIX = r"(?:uv run --no-project )?(?:\.venv[/\\](?:bin|Scripts)[/\\])?simsocial (.+)"


def printed_commands() -> dict[str, list[str]]:
    """Words after `simsocial` of each command: in console blocks, and as code in the text and the table."""
    blocks = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    text = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    lines += [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", text)]
    found = (re.fullmatch(PREFIX, line) for line in lines)
    return {call[1]: shlex.split(call[1]) for call in found if call}


def printed_settings() -> list[str]:
    """Return the settings of the paragraph below the table, with something of kita_netz in their gaps."""
    paragraph = README.partition("Settings follow the names")[2].partition("Own folders")[0]
    codes = re.findall(r"`([^`]+)`", paragraph)
    gaps = {
        "measures.<name>": "measures.kita_e",
        "laws.<id>": "laws.kita_third_fee_free_year",
        "parameters.<id>": "parameters.fertility.partnered_ratio",
    }
    words = [reduce(lambda code, gap: code.replace(*gap), gaps.items(), code) for code in codes]
    return [word for word in words if word != "key=value"]


COMMANDS = printed_commands()
NEW_BIN = Path("new", "Scripts" if os.name == "nt" else "bin")


def of(command: str) -> list[str]:
    """Printed calls of a command."""
    return [printed for printed, words in COMMANDS.items() if words[0] == command]


def jobs_of(words: Sequence[str]) -> list[list[str]]:
    """Return the jobs of a sweep: all combinations of values with commas."""
    jobs: list[list[str]] = [[]]
    for word in words:
        key, _, values = word.partition("=")
        jobs = [[*job, f"{key}={value}"] for job in jobs for value in values.split(",")]
    return jobs


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """An empty working folder, as a new user has."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_is_printed():
    assert {words[0] for words in COMMANDS.values()} == set(cli.commands)
    assert len(COMMANDS) >= 9
    assert len(printed_settings()) >= 8


@pytest.mark.parametrize("printed", COMMANDS)
def test_it_parses(printed, tmp_path):
    name, *words = COMMANDS[printed]
    if name == "import":
        words[0] = str(tmp_path / words[0])
        Path(words[0]).touch()
    assert cli.commands[name].make_context(name, words).params


@pytest.mark.parametrize("printed", of("compare"))
def test_a_comparison_composes(printed, place):
    _, *words = COMMANDS[printed]
    scenarios = [word for word in words if "=" not in word]
    _, settings = split_futures([word for word in words if "=" in word])
    assert list(compose_scenarios(scenarios, settings)) == scenarios


@pytest.mark.parametrize("printed", of("profile"))
def test_a_profile_composes(printed, place):
    _, name = COMMANDS[printed]
    region = compose_scenarios(["status_quo"], ["region=kreis", f"region.name={name}"])["status_quo"][
        "region"
    ]
    assert (region["kind"], region["name"]) == ("kreis", name)


@pytest.mark.parametrize("printed", of("run"))
def test_every_job_of_a_run_composes(printed, place):
    flags = [word for word in COMMANDS[printed][1:] if word.startswith("-")]
    assert set(flags) <= {"-m"}
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from simsocial.cli import main; main()"
    for job in jobs_of([word for word in COMMANDS[printed][1:] if word not in flags]):
        done = subprocess.run(
            [sys.executable, "-c", program, "run", *job, "--cfg", "job"],
            capture_output=True, encoding="utf-8", timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "horizon:" in done.stdout


def test_the_hindcast_runs_on_what_was_known_at_its_base_date(place):
    (printed,) = [command for command in of("run") if "reference_date" in command]
    changes = ["horizon.end=2016-03", "replicates=1", "twins=0"]
    code, said = call(*COMMANDS[printed], *changes)
    assert code == 0, said
    (written,) = Path("outputs").glob("*/manifest.json")
    assert json.loads(written.read_text(encoding="utf-8"))["horizon"]["known_until"] == "2015-12"


@pytest.mark.parametrize("printed", printed_settings())
def test_a_setting_composes(printed, place):
    _, words = split_auto(shlex.split(printed))
    assert compose_scenarios(["status_quo", "kita_netz"], words)


@pytest.mark.parametrize("printed", of("check"))
def test_a_check_names_the_file_that_is_not_there(printed, place, capsys):
    words = COMMANDS[printed][1:]
    assert not check_tables(words)
    said = capsys.readouterr().out
    assert said.startswith(f"{words[0].partition('=')[2]}: ")
    assert "does not exist" in said


@pytest.mark.parametrize("printed", of("diff"))
def test_a_difference_is_found(printed, place, capsys):
    cli.main(COMMANDS[printed], standalone_mode=False)
    assert capsys.readouterr().out.count("\nmeasures.") >= 3


@pytest.mark.parametrize("name", ["bench", "list", "report"])
def test_its_help_is_there(name, capsys):
    cli.main([name, "--help"], standalone_mode=False)
    assert f"{name} [OPTIONS]" in capsys.readouterr().out


@pytest.mark.long
def test_the_wheel_installs_offline(place):
    """As the README says, but that what simsocial needs is not in `wheels/`: it is lent by this environment.

    Filling the folder by `pip wheel -r requirements.lock` would need the internet.
    """
    line = re.search(r"`pip (install --no-index --find-links wheels simsocial)`", README)
    assert line
    build = ["wheel", "--no-deps", "--no-build-isolation", str(ROOT), "--wheel-dir", "wheels"]
    for command in (
        [sys.executable, "-m", "pip", *build],
        [sys.executable, "-m", "venv", "new"],
        [str(place / NEW_BIN / "python"), "-m", "pip", *line[1].split(), "--no-deps"],
    ):
        subprocess.run(command, capture_output=True, timeout=240, check=True)
    (site,) = (place / "new").rglob("site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    found = [
        subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True).stdout
        for command in (
            [str(place / NEW_BIN / "python"), "-c", "import simsocial; print(simsocial.__file__)"],
            [str(place / NEW_BIN / "simsocial"), "list", "scenarios"],
            [str(place / NEW_BIN / "simsocial"), "run", "--cfg", "job", "scenarios=kita_netz"],
        )
    ]
    assert Path(found[0].strip()).is_relative_to(site)
    assert "kita_netz" in found[1]
    assert "nursery:" in found[2]


def test_what_make_runs_is_what_the_readme_says():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
    demo = re.search(r"^demo:.*\n\t\$\(BIN\)/simsocial (.+)$", makefile, flags=re.MULTILINE)
    assert demo and demo[1] in COMMANDS
