"""What holds for every file of the package and no tool checks."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import simsocial

PACKAGE = Path(simsocial.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def functions(path):
    """Return the functions of a file, methods too."""
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


@pytest.mark.parametrize("folder", sorted({path.parent.relative_to(PACKAGE).as_posix() for path in FILES}))
def test_what_takes_many_arguments_takes_bundles_of_them(folder):
    """Arguments by position are easily exchanged: 15 at most, kernels included."""
    many = {
        f"{path.name}: {function.name}": len(function.args.posonlyargs) + len(function.args.args)
        for path in FILES
        if path.parent == PACKAGE / folder
        for function in functions(path)
    }
    assert not {name: number for name, number in many.items() if number > 15}


def test_kind_and_place_are_no_columns_of_anything_else():
    """A kind is one of services, a place a settlement: of people and households neither is another word."""
    from simsocial.core.columns import Cases, Households, Persons

    assert "kind" in Cases._fields
    assert not {"kind"} & {*Persons._fields, *Households._fields}
    assert {"place"} <= {*Persons._fields} & {*Households._fields}
