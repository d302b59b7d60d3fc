"""Options that several commands have."""

from __future__ import annotations

import click

__all__ = ["CSV", "LANGUAGES"]

LANGUAGES = click.Choice(["de", "en"])
CSV = click.option("--csv", "as_csv", is_flag=True, help="CSV, as when the output is no terminal.")
