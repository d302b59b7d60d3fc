"""All faults of a scenario in one go, as a check of tables says them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from simsocial.core.errors import ScenarioError

__all__ = ["Faults", "faults_of"]


class Faults:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self._messages: list[str] = []

    def __bool__(self) -> bool:
        """Whether something is wrong."""
        return bool(self._messages)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note a ScenarioError and go on behind the block."""
        try:
            yield
        except ScenarioError as caught:
            self._messages.append(str(caught))

    def __str__(self) -> str:
        """Return the messages, each on lines of its own."""
        return "\n".join(self._messages)


@contextmanager
def faults_of(where: str) -> Iterator[Faults]:
    """Collect faults and raise them together at the end.

    Parameters
    ----------
    where : str
        What they are faults of, to begin the message with.

    Raises
    ------
    ScenarioError
        With every fault.

    Examples
    --------
    >>> with faults_of("scenario idea") as faults:
    ...     for number in (1, 2):
    ...         with faults.noted():
    ...             raise ScenarioError(f"fault {number}")
    Traceback (most recent call last):
    simsocial.core.errors.ScenarioError: scenario idea: fault 1
    fault 2
    """
    faults = Faults()
    with faults.noted():
        yield faults
    if faults:
        message = f"{where}: {faults}"
        raise ScenarioError(message)
