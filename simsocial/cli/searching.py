"""``simsocial search``: portfolios of measures under a budget."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import click

from simsocial.cli.comparison import OUTPUTS, split_words
from simsocial.core.language import say

if TYPE_CHECKING:
    from simsocial.experiment.search import Search

__all__ = ["search"]


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="SCENARIO... [KEY=VALUE]...")
@click.option(
    "--trials", type=click.IntRange(min=2), default=60, show_default=True, help="Portfolios that are tried."
)
@click.option(
    "--vary",
    multiple=True,
    metavar="MEASURE.KEY=V,V",
    help="Sizes or starts to choose from.",
)
@click.option("--yes", is_flag=True, help="Begin without asking, however long it takes.")
def search(words: tuple[str, ...], trials: int, vary: tuple[str, ...], yes: bool) -> None:
    """Search for good portfolios of measures.

    Measures of the SCENARIOs are taken together in many ways; searched for are gains in all their targets at low cost
    of the Kreis, within frames if some are set (budget.kreis_eur_per_year=500000 budget.fte.social_worker=2).
    Portfolios that no other one beats are written as scenario files.
    """
    from simsocial.analysis.portfolios import judge, objectives_of
    from simsocial.experiment.search import Search

    names, overrides = split_words(words)
    found = Search(names, overrides, vary, OUTPUTS)
    found.run(trials, judge, objectives_of, yes=yes, command=["search", *words])
    _write(found)


def _write(found: Search) -> None:
    """Write table, picture and the front as scenario files, and print the paths."""
    from simsocial.analysis.criteria import COST
    from simsocial.analysis.portfolios import portfolio_table
    from simsocial.core.inert import inert_table
    from simsocial.experiment.portfolios import write_portfolio
    from simsocial.experiment.scenarios import load_scenario
    from simsocial.report.catalog import Catalog
    from simsocial.report.figure_front import draw_front
    from simsocial.report.texts import Texts

    manifest = json.loads((found.folder / "manifest.json").read_text(encoding="utf-8"))
    table = portfolio_table(found.tried, manifest)
    path = found.folder / "portfolios.csv"
    inert_table(table).to_csv(path, index=False, float_format="%.10g")
    figures = found.folder / "figures"
    figures.mkdir(exist_ok=True)
    catalog = Catalog(Texts(found.settings["report"]["language"]), manifest)
    picture = draw_front(catalog, table, f"{COST}@region", figures)
    shutil.rmtree(found.folder / "scenarios", ignore_errors=True)
    files = []
    for name in table.loc[table["on_front"], "portfolio"]:
        files.append(write_portfolio(found.tried[name][0], found.configs, found.folder / "scenarios"))
        load_scenario(str(files[-1]))
    click.echo("\n" + say("Written:"))
    for written in (path, *([picture.svg] if picture else []), *files):
        click.echo(f"  {written}")
    left_out = len(found.tried) - int(table["within_frames"].sum())
    click.echo(
        say(
            "{tried} portfolios tried, {left_out} outside the frames, {best} beaten by none. Best "
            "values and {replicates} replicates: compare those in question, for example simsocial "
            "compare {file}",
            tried=len(found.tried),
            left_out=left_out,
            best=len(files),
            replicates=found.settings["replicates"],
            file=files[0] if files else say("FILE"),
        )
    )
