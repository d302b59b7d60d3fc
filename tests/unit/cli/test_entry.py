"""Help, exit codes and messages are the same for every command."""

from __future__ import annotations

from typing import Any

import pytest

from simsocial.cli.entry import cli
from simsocial.core.errors import RunError
from tests.unit.cli.standing_in import FAST, Call, stand_in


def test_help_and_version_name_every_command(call: Call) -> None:
    code, out, _ = call("--help")
    assert code == 0
    for command in (
        "profile",
        "check",
        "run",
        "compare",
        "hindcast",
        "report",
        "list",
        "odd",
        "diff",
        "bench",
    ):
        assert command in out
    assert call("--version")[1].startswith("simsocial, version")


def test_the_help_of_every_command_is_short(call: Call) -> None:
    for command in ("profile", "check", "compare", "hindcast", "report", "list", "odd", "diff", "bench"):
        code, out, _ = call(command, "--help")
        assert code == 0
        assert out.startswith(f"Usage: simsocial {command}")


def test_a_default_in_words_stands_in_the_help_which_is_translated() -> None:
    in_words = [
        (name, option.name)
        for name, command in cli.commands.items()
        for option in command.params
        if isinstance(getattr(option, "show_default", None), str)
    ]
    assert in_words == []


def test_a_wrong_command_is_a_mistake(call: Call) -> None:
    code, _, err = call("compair")
    assert code == 2
    assert "compair" in err
    assert "Traceback" not in err


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
        (["hindcast", "--from", "2015", "--to", "2018", "--replicates", "0"], "x>=1"),
        (["hindcast", "--from", "2015", "--to", "2018", "--draws", "-1"], "x>=0"),
        (["hindcast", "--from", "2015", "--to", "2018", "replicates=3"], "--replicates"),
        (["hindcast", "--from", "2015", "--to", "2018", "horizon.end=2017-12"], "--from and --to"),
        (["hindcast", "--from", "2015", "--to", "2018", "region=musterkreis"], "--kreis"),
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
