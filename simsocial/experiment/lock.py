"""One command at a time in a folder of results: two would mix their runs and answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["alone_in"]

_NAME = ".lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other commands out of a folder of results until this one is done; it may be asked for again inside.

    Parameters
    ----------
    folder : Path
        Made if there is none.

    Raises
    ------
    RunError
        If another process works there.

    Examples
    --------
    >>> import tempfile
    >>> with alone_in(Path(tempfile.mkdtemp()) / "idea"):
    ...     pass
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _NAME, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout:
        message = say(
            "Another simsocial command is working in {folder}. Valid: wait for it, or name=... for "
            "a folder of its own.",
            folder=folder,
        )
        raise RunError(message) from None
    try:
        yield
    finally:
        lock.release()
