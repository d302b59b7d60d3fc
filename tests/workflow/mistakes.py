"""How a mistake must be answered: named with what is valid, exit code 2, never a traceback."""

from __future__ import annotations

import contextlib
import io
import re

import pytest

from simsocial.cli import main

__all__ = ["call", "clear", "told"]

KEPT = (
    "Valid", "Did you mean", "is missing", "nput should", "needs", "set it", "must", "lies before", "cannot", "has no",
    "twice", "contradict",
)  # fmt: skip
"""Words with which a message says what would be right."""


def call(*words):
    """Call the command line as a user would; return exit code and everything it wrote."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(words)
    return left.value.code, out.getvalue() + err.getvalue()


def clear(text):
    """Require that a message says what would be right."""
    assert "Traceback" not in text
    assert any(word in text for word in KEPT), text


def told(code, text):
    """Require a mistake that is named with what is valid."""
    assert code == 2, text
    clear(text)
    assert re.search(r"Error: .{20}|is not valid", text), text
