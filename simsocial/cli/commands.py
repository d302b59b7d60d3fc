"""Commands that simulate. Each parses its words, loads what it needs and calls one function of the package."""

from __future__ import annotations

from pathlib import Path

import click

from simsocial.cli.options import LANGUAGE

__all__ = ["compare", "new", "profile", "repeat", "run", "sweep"]


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    add_help_option=False,
    short_help="Simulate one scenario, or many with -m.",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def run(words: tuple[str, ...]) -> None:
    """Simulate one scenario, or several with -m; everything after `run` goes to Hydra."""
    from simsocial.cli.hydra_app import run_application

    run_application(words)


@click.command()
@click.argument("manifest", metavar="MANIFEST", type=click.Path(exists=True, path_type=Path))
@click.option("--name", help="Of the new folder.  [default: that of the first with _repeated]")
def repeat(manifest: Path, name: str | None) -> None:
    """Run again what a manifest tells.

    MANIFEST is outputs/NAME/manifest.json, or its folder. All is simulated anew in a folder of its own. What differs
    (versions, sources, libraries, tables of the region) is said, and whether the tables came out equal: if not, the
    exit code is 1.
    """
    from simsocial.cli.repeating import repeat_runs

    repeat_runs(manifest, name)


@click.command()
@click.argument("name", metavar="FILE")
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--yes", is_flag=True, help="Go on without asking, however long it takes.")
def sweep(name: str, overrides: tuple[str, ...], yes: bool) -> None:
    """Simulate scenarios at many points.

    FILE is a path, or a name in conf/sweeps. It says which scenarios, factors (parameters and keys of measures) and
    design (docs/sweeps.md). All points throw the same dice. sweep.parquet has a column for each factor; each chosen
    indicator has a picture of its response.
    """
    from simsocial.cli.sweeping import sweep_file

    sweep_file(name, overrides, yes=yes)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="SCENARIO... [KEY=VALUE]...")
def compare(words: tuple[str, ...]) -> None:
    """Compare options with a reference.

    The first SCENARIO is the reference, the others are options: names (see: simsocial scenarios) or
    paths to YAML files. Without status_quo among them, it is added as the reference. KEY=VALUE are settings
    that hold for all, for example replicates=10 region=kreis region.name=Greiz. futures=all (or names: simsocial
    list futures) runs the same comparison in each future too, and says which option one would regret.
    """
    from simsocial.cli.comparison import compare_scenarios

    compare_scenarios(words)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--kind", default="resize_site", show_default=True, help="Kind of measure that it begins with.")
@LANGUAGE
def new(name: str, kind: str, language: str) -> None:
    """Write a commented scenario to begin with.

    It lies in ./scenarios, fits the Musterkreis and runs as it is.
    """
    from simsocial.cli.new_scenario import write_scenario

    path = write_scenario(name, kind, language)
    click.echo(f"{path}\nsimsocial compare status_quo {name}")


@click.command()
@click.argument("place", metavar="PLACE")
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
def profile(place: str, overrides: tuple[str, ...]) -> None:
    """Show a Kreis under the status quo.

    PLACE is the name or official key (AGS) of a Thuringian Kreis, musterkreis, thueringen, or a path to your
    own region.
    """
    from simsocial.cli.comparison import profile_place

    profile_place(place, overrides)
