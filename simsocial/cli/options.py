"""Options that several commands have."""

from __future__ import annotations

import click

from simsocial.core import language

__all__ = ["CSV", "LABELS", "LANGUAGE", "LANGUAGES"]

LANGUAGES = click.Choice(language.LANGUAGES)
LANGUAGE = click.option(
    "--language",
    type=LANGUAGES,
    default=language.language,
    help="Language of titles and labels.  [default: as --lang]",
)
LABELS = click.option(
    "--language",
    type=LANGUAGES,
    help="Language of titles and labels.  [default: as --lang; in CSV English]",
)
CSV = click.option("--csv", "as_csv", is_flag=True, help="CSV, as when the output is no terminal.")
