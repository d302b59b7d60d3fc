"""Compilation of kernels with a cache that notices every edit.

numba's own cache looks at the file of the compiled function only: an edited helper in another file
would silently keep the old machine code. The cache folder is therefore named by the hash of all package
sources that a kernel can reach, the numba version and the processor. Kernels are never parallel (the second
core runs the second replicate) and never use ``fastmath`` (results must not depend on the compiler's mood).
"""

from __future__ import annotations

import atexit
import functools
import gc
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numba
import platformdirs
from numba import njit, types
from numba.core import event
from numba.core.options import DefaultOptions
from numba.core.registry import CPUDispatcher

from simsocial.core.language import say

__all__ = [
    "ABOVE_KERNELS",
    "ABOVE_RUNS",
    "cache_root",
    "hash_files",
    "helper",
    "in_place",
    "is_compiled",
    "kernel",
    "run_hash",
    "source_hash",
    "use_plugin_sources",
]

_PACKAGE = Path(__file__).resolve().parent.parent
_VARIABLE = "SIMSOCIAL_CACHE"
_plugin_sources: tuple[Path, ...] = ()

ABOVE_KERNELS = frozenset(
    ("analysis", "bench", "cli", "experiment", "measures", "report", "scenario.py", "workshop")
)
"""Layers above all kernels: imports point down, so editing them changes no machine code."""

ABOVE_RUNS = frozenset(("__main__.py", "analysis", "bench", "cli", "report", "workshop"))
"""Layers that read what runs have stored, or ask for runs: editing them changes none."""


def cache_root() -> Path:
    """Return the user's cache folder; the variable ``SIMSOCIAL_CACHE`` overrides it.

    Where it cannot be written, a folder of this command alone takes its place, and that is said.
    """
    chosen = os.environ.get(_VARIABLE)
    return _usable(
        Path(chosen) if chosen else Path(platformdirs.user_cache_dir("simsocial", appauthor=False))
    )


@functools.cache
def _usable(wanted: Path) -> Path:
    """Return the folder if it can be written, else a temporary one that goes with the command."""
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError as error:
        told = say(
            "Cache folder {wanted} cannot be written ({strerror}): the engine is compiled for this command "
            "only, about a minute. {variable}=FOLDER names another one.",
            wanted=wanted,
            strerror=error.strerror,
            variable=_VARIABLE,
        )
        sys.stderr.write(f"{told}\n")
    made = Path(tempfile.mkdtemp(prefix="simsocial-"))
    # Workers that are started anew find the same one.
    os.environ[_VARIABLE] = str(made)
    atexit.register(_remove_of, os.getpid(), made)
    return made


def _remove_of(process: int, folder: Path) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


def hash_files(paths: Iterable[Path], base: Path) -> str:
    """Return a short hash over names and contents of files, independent of where they lie."""
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(paths):
        name = path.relative_to(base) if path.is_relative_to(base) else Path(path.name)
        digest.update(name.as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.cache
def _hash_without(layers: frozenset[str]) -> str:
    below = (p for p in _PACKAGE.rglob("*.py") if p.relative_to(_PACKAGE).parts[0] not in layers)
    return hash_files(below, _PACKAGE)


def source_hash() -> str:
    """Return the hash of all package sources and of the user's plugins.

    Any edit of a Python file, also of a helper in another file than the kernel, changes it.
    """
    return _with_plugins(_hash_without(frozenset()))


def run_hash() -> str:
    """Return the hash of the sources that a run uses, and of the user's plugins: all but :data:`ABOVE_RUNS`."""
    return _with_plugins(_hash_without(ABOVE_RUNS))


def _with_plugins(package: str) -> str:
    if not _plugin_sources:
        return package
    plugins = hash_files(_plugin_sources, _PACKAGE)
    return hashlib.blake2b((package + plugins).encode(), digest_size=12).hexdigest()


def use_plugin_sources(paths: Iterable[Path]) -> None:
    """Let the user's plugin files take part in the source hash; call before they are imported."""
    global _plugin_sources  # noqa: PLW0603 - set once at start-up, before any kernel is loaded
    _plugin_sources = tuple(sorted(paths))
    _use_cache_folder()


def _cache_folder() -> Path:
    sources = _with_plugins(_hash_without(ABOVE_KERNELS))
    machine = f"{sources}-{numba.__version__}-{platform.python_version()}-{_processor()}"
    name = hashlib.blake2b(machine.encode(), digest_size=12).hexdigest()
    return cache_root() / "kernels" / name


def _processor() -> str:
    from llvmlite import binding

    return f"{binding.get_host_cpu_name()}-{binding.get_host_cpu_features().flatten()}"


def _use_cache_folder() -> None:
    numba.config.CACHE_DIR = str(_cache_folder())


def is_compiled() -> bool:
    """Tell whether kernels of exactly their sources lie in the cache already."""
    folder = _cache_folder()
    return folder.is_dir() and any(folder.rglob("*.nbc"))


_use_cache_folder()

# Without memory management no column is counted as a reference: whole tables can be handed to helpers, at
# a quarter of the cost an event has otherwise.
_UNCOUNTED = {"_nrt": False} if hasattr(DefaultOptions, "_nrt") else {}
# A helper gets tables of dozens of columns by value: copying them would cost more than the work of most helpers.
_HELPED = {**_UNCOUNTED, "no_cpython_wrapper": True, "forceinline": True}

# Nobody calls the engine's functions from C.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_cfunc_wrapper": True}

_KERNEL = njit(cache=True, **_OPTIONS)
_IN_PLACE = njit(cache=True, **_OPTIONS, **_UNCOUNTED)


class _NoCollection(event.Listener):
    """Keeps Python from looking for garbage while numba compiles, where there are millions of objects and little of it.

    A sixth of the time of compilation goes into it otherwise.
    """

    def __init__(self) -> None:
        self._depth, self._was_enabled = 0, True

    def on_start(self, event: event.Event) -> None:  # noqa: ARG002 - as numba calls it
        if self._depth == 0:
            self._was_enabled = gc.isenabled()
            gc.disable()
        self._depth += 1

    def on_end(self, event: event.Event) -> None:  # noqa: ARG002 - as numba calls it
        self._depth -= 1
        if self._depth == 0 and self._was_enabled:
            gc.enable()


event.register("numba:compile", _NoCollection())


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a plain function of arrays and scalars on first use and cache it on disk."""
    compiled: Callable[..., Any] = _KERNEL(function)
    return compiled


def in_place(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a kernel that writes into the arrays it is given and makes none of its own.

    Most kernels are of this kind; those that go from event to event and call helpers should be.
    """
    compiled: Callable[..., Any] = _IN_PLACE(function)
    return compiled


def helper(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a small function that kernels call and that makes no array; it is cached as part of them.

    It gets whole numbers as 64-bit ones, whatever the caller has: a row from a column or a loop, a constant.
    Otherwise it would be compiled once for each mixture of them.
    """
    compiled: Callable[..., Any] = _Helper(function, targetoptions={"nopython": True, **_OPTIONS, **_HELPED})
    return compiled


class _Helper(CPUDispatcher):
    """A function for kernels, each mixture of whole numbers widened to one.

    What unpacks Python's objects for a function takes a third of the time of compilation where tables of columns are
    handed on: helpers go without. A call from Python compiles the function once more, with it.
    """

    def get_call_template(self, args: tuple[types.Type, ...], kws: Mapping[str, types.Type]) -> Any:
        return super().get_call_template(
            tuple(map(_widened, args)), {name: _widened(given) for name, given in kws.items()}
        )

    @functools.cached_property
    def _from_python(self) -> Callable[..., Any]:
        compiled: Callable[..., Any] = _IN_PLACE(self.py_func)
        return compiled

    def __call__(self, *args: object, **kws: object) -> Any:
        return self._from_python(*args, **kws)


def _widened(given: types.Type) -> types.Type:
    """Return the type of an argument, whole numbers that fit into 64 bits with a sign as such."""
    general = types.unliteral(given)
    if isinstance(general, types.Integer) and (general.signed or general.bitwidth < 64):
        return types.int64
    return general
