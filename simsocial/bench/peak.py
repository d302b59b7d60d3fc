"""How much memory a process has ever held, what is made holds, and what one month needs for a while."""

from __future__ import annotations

import gc
import importlib
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

__all__ = ["held_bytes", "peak_bytes", "temporary_bytes"]


def peak_bytes() -> float:
    """Return the most memory this process has held, in bytes; nan where the system does not say."""
    status = Path("/proc/self/status")
    if status.is_file():
        # The peak of getrusage is inherited from the process that started this one; this one is not.
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return 1024.0 * float(line.split()[1])
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return float("nan")
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return unit * float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def held_bytes(make: Callable[[], object]) -> int:
    """Return how many bytes what an action returns holds, whatever it needed for a while."""
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del made
    return held


def temporary_bytes(act: Callable[[], object]) -> int:
    """Return how many bytes more than before an action held at its peak."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    act()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - before
