"""Where configuration and scenarios are found: the user's own folders first.

The packaged folders lie beside the package in a checkout (``/conf``, ``/scenarios``) and inside it in an
installed wheel (``simsocial/_data/conf``). The user's own lie in the working directory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

__all__ = ["Kind", "packaged_root", "roots"]

Kind = Literal["conf", "scenarios"]

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged_root(kind: Kind) -> Path | None:
    """Return the folder of `kind` that comes with simsocial.

    Parameters
    ----------
    kind
        ``"conf"`` or ``"scenarios"``.

    Returns
    -------
    Path or None
        The absolute folder, None where there is none.
    """
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    installed = _PACKAGE / "_data" / kind
    return installed if installed.is_dir() else None


def roots(kind: Kind, start: Path | None = None) -> list[Path]:
    """Return the folders of `kind` in the order in which they are searched.

    Parameters
    ----------
    kind
        ``"conf"`` or ``"scenarios"``.
    start
        The user's folder; the working directory by default.

    Returns
    -------
    list of Path
        Absolute, existing folders: the user's ``./<kind>`` first, then the packaged one.

    Examples
    --------
    >>> [folder.name for folder in roots("scenarios")][-1]
    'scenarios'
    """
    own = (start or Path.cwd()).resolve() / kind
    packaged = packaged_root(kind)
    found = [own] if own.is_dir() else []
    if packaged is not None and packaged.resolve() not in found:
        found.append(packaged)
    return found
