"""The command ``simsocial``: thin commands that load what they need when they are called."""

from __future__ import annotations

from simsocial.cli.entry import cli, main

__all__ = ["cli", "main"]
