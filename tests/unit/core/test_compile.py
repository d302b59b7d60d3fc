"""The cache of compiled kernels notices every edit, also of a helper in another file."""

from __future__ import annotations

import ast
import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba import njit
from numba.core import event

import simsocial
from simsocial.core import compile as compilation
from simsocial.core.columns import NOBODY

PACKAGE = Path(simsocial.__file__).parent

HELPER = """
from simsocial.core.compile import helper


@helper
def factor(value):
    return {factor} * value
"""

KERNEL = """
from simsocial.core.compile import kernel
from simsocial.scaling import factor


@kernel
def scaled(value):
    return factor(value)
"""

RUN = """
import simsocial.kernel
from simsocial.core.compile import is_compiled, run_hash, source_hash
was = is_compiled()
value = simsocial.kernel.scaled(10.0)
print(value, was, sum(simsocial.kernel.scaled.stats.cache_hits.values()), source_hash(), run_hash())
"""


@pytest.fixture
def package(tmp_path):
    """A package with the real compile cache and a kernel whose helper lies in another file."""
    copy = tmp_path / "simsocial"
    copy.mkdir()
    shutil.copy(PACKAGE / "__init__.py", copy / "__init__.py")
    shutil.copytree(PACKAGE / "core", copy / "core", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "scaling.py").write_text(HELPER.format(factor=2.0))
    (copy / "kernel.py").write_text(KERNEL)
    return copy


def _call(package, cache):
    """Run the kernel in a process of its own with a cache folder, and return what it printed and complained of."""
    environment = {**os.environ, "SIMSOCIAL_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    code = f"import sys; sys.path.insert(0, {str(package.parent)!r})\n{RUN}"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout, result.stderr


def _run(package):
    """Return the kernel's value, whether it was compiled before, its cache hits, and both hashes of sources."""
    value, was, hits, *sources = _call(package, package.parent / "cache")[0].split()
    return float(value), was == "True", int(hits), sources


def test_an_edited_helper_in_another_file_changes_the_result(package):
    value, was_compiled, hits, first = _run(package)
    assert (value, was_compiled, hits) == (20.0, False, 0)
    assert _run(package) == (20.0, True, 1, first)
    (package / "scaling.py").write_text(HELPER.format(factor=3.0))
    value, was_compiled, hits, second = _run(package)
    assert (value, was_compiled, hits) == (30.0, False, 0)
    assert first != second


@pytest.mark.parametrize(
    ("layer", "in_runs"), [("report", False), ("analysis", False), ("cli", False), ("measures", True)]
)
def test_an_edit_above_the_kernels_keeps_them_and_above_the_runs_those_too(package, layer, in_runs):
    (package / layer).mkdir()
    (package / layer / "page.py").write_text("title = 1")
    _, _, _, (source, runs) = _run(package)
    (package / layer / "page.py").write_text("title = 2")
    _, was_compiled, hits, (edited, after) = _run(package)
    assert (was_compiled, hits) == (True, 1)
    assert edited != source
    assert (after != runs) == in_runs


def test_no_kernel_lies_in_a_layer_above_them():
    # The bench's yardstick alone: it calls helpers of core only, and numba itself notices an edit of its file.
    yardstick = PACKAGE / "bench" / "limit.py"
    for path in set(PACKAGE.rglob("*.py")) - {yardstick}:
        if path.relative_to(PACKAGE).parts[0] in compilation.ABOVE_KERNELS:
            assert not {"@kernel", "@in_place", "@helper"} & set(path.read_text(encoding="utf-8").split()), (
                path
            )


def test_the_hash_sees_names_and_contents_but_not_where_the_files_lie(tmp_path):
    def write(folder, **files):
        folder = tmp_path / folder
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text)
        return compilation.hash_files(folder.glob("*.py"), folder)

    first = write("one", a="x = 1", b="y = 2")
    assert write("two", a="x = 1", b="y = 2") == first
    assert write("three", a="x = 2", b="y = 2") != first
    assert write("four", a="x = 1", c="y = 2") != first


def test_plugins_take_part_in_the_source_hash(tmp_path, monkeypatch):
    plugin = tmp_path / "plugin.py"
    plugin.write_text("rate = 1")
    monkeypatch.setattr(compilation, "_plugin_sources", (plugin,))
    first, of_runs = compilation.source_hash(), compilation.run_hash()
    plugin.write_text("rate = 2")
    assert compilation.source_hash() != first
    assert compilation.run_hash() != of_runs
    monkeypatch.setattr(compilation, "_plugin_sources", ())
    assert compilation.source_hash() not in (first, "")


def test_kernels_are_neither_parallel_nor_relaxed_in_arithmetic():
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "fastmath=" not in text, path
        assert "parallel=True)" not in text, path
        if path.name not in ("compile.py", "random.py"):
            assert "njit" not in text, f"{path} compiles without the cache that notices edits"


def test_kernels_are_few():
    """Each costs seconds to compile at the first start; small ones are helpers of a large one or numpy."""
    kernels = [
        f"{path.name}: {node.name}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in compilation.ABOVE_KERNELS  # the bench has a yardstick
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Name) and one.id in ("kernel", "in_place") for one in node.decorator_list)
    ]
    assert 15 < len(kernels) <= 25, kernels


def test_a_helper_is_compiled_once_whatever_whole_numbers_its_callers_have():
    @compilation.helper
    def add(one, other):
        return one + other

    @njit
    def call(rows, codes, keys):
        total = add(rows[0], 1) + add(codes[0], rows[1])
        for row in range(3):
            total += add(row, NOBODY)
        # A key needs all of its 64 bits.
        return total, add(keys[0], keys[0])

    rows, codes = np.array([5, 6], dtype=np.int32), np.array([250], dtype=np.uint8)
    assert call(rows, codes, np.array([1 << 63], dtype=np.uint64)) == (6 + 256 + 0, 0)
    assert [tuple(map(str, kinds)) for kinds in add.overloads] == [("int64", "int64"), ("uint64", "uint64")]


def test_a_helper_answers_python_too_before_and_after_a_kernel_called_it():
    """Kernels have it without a wrapper: such machine code cannot be entered from Python, that ends the process."""

    @compilation.helper
    def twice(number):
        return 2 * number

    @njit
    def call(number):
        return twice(number)

    for _ in range(2):
        assert twice(2) == call(2) == 4
    (own,) = twice.overloads.values()
    assert own.fndesc.llvm_cpython_wrapper_name not in [
        made.name for made in own.library.get_defined_functions()
    ]


def test_no_garbage_is_looked_for_while_numba_compiles_and_again_afterwards():
    seen = []

    class Watch(event.Listener):
        """Notes at the begin and the end of each compilation whether garbage is collected."""

        def on_start(self, event):
            seen.append(gc.isenabled())

        on_end = on_start

    @compilation.helper
    def one():
        return 1

    @njit
    def two():
        return 2 * one()

    with event.install_listener("numba:compile", Watch()):
        assert two() == 2
    assert len(seen) >= 4
    assert not any(seen[:-1])
    assert gc.isenabled()


@pytest.mark.parametrize("kind", ["file", "below a file"])
def test_a_cache_folder_that_cannot_be_written_costs_a_sentence_only(package, kind):
    blocked = package.parent / "blocked"
    blocked.write_text("")
    chosen = blocked if kind == "file" else blocked / "cache"
    out, said = _call(package, chosen)
    assert out.startswith("20.0")
    assert "cannot be written" in said
