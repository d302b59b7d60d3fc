"""Where configuration and scenarios are found: the user's own folders first.

The packaged folders lie beside the package in a checkout (``/conf``, ``/scenarios``) and inside it in an
installed wheel (``simsocial/_data/conf``). The user's own lie in the working directory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

__all__ = ["Root", "packaged_root", "roots"]

Root = Literal["conf", "scenarios"]

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged_root(name: Root) -> Path | None:
    """Return the folder of `name` that comes with simsocial.

    Parameters
    ----------
    name
        ``"conf"`` or ``"scenarios"``.

    Returns
    -------
    Path or None
        The absolute folder, None where there is none.
    """
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else None


def roots(name: Root, start: Path | None = None) -> list[Path]:
    """Return the folders of `name` in the order in which they are searched.

    Parameters
    ----------
    name
        ``"conf"`` or ``"scenarios"``.
    start
        The user's folder; the working directory by default.

    Returns
    -------
    list of Path
        Absolute, existing folders: the user's ``./<name>`` first, then the packaged one.

    Examples
    --------
    >>> [folder.name for folder in roots("scenarios")][-1]
    'scenarios'
    """
    own = (start or Path.cwd()).resolve() / name
    packaged = packaged_root(name)
    found = [own] if own.is_dir() else []
    if packaged is not None and packaged.resolve() not in found:
        found.append(packaged)
    return found
