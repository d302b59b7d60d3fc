"""``simsocial diff``: in what two scenarios differ, before anything is run."""

from __future__ import annotations

from collections.abc import Sequence

import click

__all__ = ["print_differences"]


def print_differences(
    names: tuple[str, str], overrides: Sequence[str], language: str, *, as_csv: bool
) -> None:
    """Print what measures are in words and figures, then keys and values.

    Parameters
    ----------
    names
        Names or paths of two scenarios.
    overrides
        Settings that hold for both.
    language
        ``de`` or ``en``.
    as_csv
        Whether keys and values alone are wanted, as CSV.
    """
    from simsocial.cli.printed_rows import print_rows
    from simsocial.experiment.differences import differences
    from simsocial.experiment.scenarios import load_in_region
    from simsocial.report.texts import Texts

    texts = Texts(language)
    (first, region), (second, _) = (load_in_region(name, overrides) for name in names)
    rows = [row._asdict() for row in differences(first, second)]
    if not rows and not as_csv:
        click.echo(texts("planned-none"))
        return
    if not as_csv:
        from simsocial.experiment.outlines import outlines_of
        from simsocial.report.outline_words import difference_lines

        outlines = (outlines_of(one, region) for one in (first, second))
        for line in difference_lines(texts, (first.id, second.id), *outlines):
            click.echo(line)
    print_rows(rows, as_csv=as_csv)
