"""Settings out of a manifest, as they were when the runs were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["settings_as_run"]


def settings_as_run(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as they were before JSON made texts of the ages by which tables of services go.

    Parameters
    ----------
    stored : mapping
        ``config`` of a scenario in a manifest.

    Examples
    --------
    >>> settings_as_run({"services": {"kita": {"take_up": {"36": 0.9}}}, "staff": {}, "payers": {}})["services"]
    {'kita': {'take_up': {36: 0.9}}}
    """
    tables = {key: _with_numbers(stored[key]) for key in ("services", "staff", "payers")}
    return {**stored, **tables}


def _with_numbers(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_numbers(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {int(key) if key.isdecimal() else key: _with_numbers(value) for key, value in node.items()}
