"""``simsocial bench``: speed and memory of the engine, measured here and now, beside their limits."""

from __future__ import annotations

from simsocial.bench.run import run_bench

__all__ = ["run_bench"]
