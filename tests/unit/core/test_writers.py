"""Columns are written by the modules that the schema names, and by no others."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import simsocial
from simsocial.core.columns import CASES, HOUSEHOLDS, PERSONS
from simsocial.model.schedule import known_processes

PACKAGE = Path(simsocial.__file__).parent
TABLES = {
    "persons": {column.name: column.writers for column in PERSONS},
    "households": {column.name: column.writers for column in HOUSEHOLDS},
    "cases": {column.name: column.writers for column in CASES},
}


def _column(node):
    """Return (table, column) of an expression such as ``state.persons.key``, None of any other."""
    if not isinstance(node, ast.Attribute):
        return None
    owner = node.value
    table = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", None)
    return (table, node.attr) if node.attr in TABLES.get(table, ()) else None


def _pairs(target, value):
    """Return the single assignments of one to several names."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]


def _written(function):
    """Return the columns whose rows a function assigns, also under local names of the columns."""
    alias, found = {}, set()
    assignments = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    for node in assignments:
        for target, value in (pair for one in node.targets for pair in _pairs(one, node.value)):
            if isinstance(target, ast.Name) and _column(value):
                alias[target.id] = _column(value)
    targets = [one for node in assignments for one in node.targets]
    targets += [node.target for node in ast.walk(function) if isinstance(node, ast.AugAssign)]
    for target in targets:
        for part in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(part, ast.Subscript):
                name = part.value.id if isinstance(part.value, ast.Name) else None
                found.add(_column(part.value) or alias.get(name))
    return found - {None}


def _writers():
    """Return the modules that write each column."""
    writers = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for column in _written(node):
                    writers[column].add(module)
    return writers


def test_each_column_is_written_by_the_modules_that_the_schema_names():
    found = _writers()
    # Rules of a process are written for it: its module is the writer.
    for process in known_processes().values():
        for column in process.columns:
            if column.name in TABLES[column.table]:
                found[column.table, column.name].add(process.__module__.removeprefix("simsocial."))
    stated = {(table, name): set(who) for table, columns in TABLES.items() for name, who in columns.items()}
    assert found == stated


def test_local_names_of_columns_and_changes_in_place_are_seen():
    source = """
def kernel(persons, state):
    key, grades = persons.key, persons.care_grade
    grades[3] = 1
    state.cases.priority[2] |= 1
    state.households.place[key[0]], other = 4, 5
"""
    expected = {("persons", "care_grade"), ("cases", "priority"), ("households", "place")}
    assert _written(ast.parse(source).body[0]) == expected
