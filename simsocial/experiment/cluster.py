"""Workers on several machines: a scheduler of Dask, reached by its address.

What a worker does is written to the folder of results, which all machines must see under the same path. A worker that
is lost loses what it was at; the scheduler gives that to another one, which writes the same tables.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from simsocial.core.compile import run_hash
from simsocial.core.errors import ConfigError, RunError
from simsocial.core.language import language, say, speaking
from simsocial.experiment.plugins import VARIABLE, load_plugins

if TYPE_CHECKING:
    from concurrent.futures import Future

    from distributed import Client

__all__ = ["dask_pool"]

Asked = ParamSpec("Asked")
Found = TypeVar("Found")

_SECONDS = 30
"""How long the scheduler may take to answer, and a first worker to be there."""


@contextmanager
def dask_pool(address: str | None) -> Iterator[tuple[Executor, int]]:
    """Open an executor whose work is done by the workers of a scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler, for example ``tcp://10.0.0.1:8786``.

    Raises
    ------
    ConfigError
        If the address or Dask is missing, nobody answers, or a worker is not fit for the work.
    RunError
        If workers were lost again and again.
    """
    if not address:
        message = say(
            "executor=dask needs executor.address=tcp://HOST:8786, that of a running scheduler "
            "(docs/cluster.md)."
        )
        raise ConfigError(message)
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        message = say("executor=dask needs Dask: pip install simsocial[cluster]")
        raise ConfigError(message) from None
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        message = say(
            "executor.address={address}: no scheduler answers ({error}). Valid: that of a running one.",
            address=address,
            error=error,
        )
        raise ConfigError(message) from None
    try:
        workers = _fit_workers(client, address)
        executor = _Spread(client)
        try:
            yield executor, workers
        except KilledWorker as error:
            message = say(
                "{error}. Finished replicates are kept: the same command goes on where it stopped.",
                error=error,
            )
            raise RunError(message) from None
        finally:
            executor.shutdown(cancel_futures=True)
    finally:
        client.close()


def _fit_workers(client: Client, address: str) -> int:
    """Return the number of workers, each with one thread and the sources of this process."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        message = say(
            "executor.address={address}: has no worker. Valid: start some with 'dask worker {address}'.",
            address=address,
        )
        raise ConfigError(message) from None
    threads = client.nthreads()
    if max(threads.values()) > 1:
        message = say(
            "executor.address={address}: a worker has {threads} threads. Valid: --nthreads 1, and "
            "--nworkers for more of them; a run is never shared out.",
            address=address,
            threads=max(threads.values()),
        )
        raise ConfigError(message)
    sources = client.run(_sources, os.environ.get(VARIABLE, ""))
    others = [where for where, found in sources.items() if found != run_hash()]
    if others:
        message = say(
            "{others}: other sources of simsocial or plugins. Valid: the same version everywhere.",
            others=", ".join(others),
        )
        raise ConfigError(message)
    return len(threads)


def _sources(plugins: str) -> str:
    """Load the same plugins in a worker and return the hash of the sources it runs."""
    os.environ[VARIABLE] = plugins
    load_plugins()
    return run_hash()


def _in_worker(folder: str, plugins: str, spoken: str, task: Callable[[], Found]) -> Found:
    """Do a piece of work in a worker, one that came later too, in folder and language of who asked for it."""
    os.chdir(folder)
    with speaking(spoken):
        _sources(plugins)
        return task()


class _Spread(Executor):
    """An executor on top of a client.

    Dask's own takes equal calls for one and cannot drop what has not begun.
    """

    def __init__(self, client: Client) -> None:
        self._inner = client.get_executor(pure=False)

    def submit(
        self, fn: Callable[Asked, Found], /, *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Future[Found]:
        """Give a call to a worker."""
        task: Any = partial(fn, *args, **kwargs)
        future: Future[Found] = self._inner.submit(
            _in_worker, str(Path.cwd()), os.environ.get(VARIABLE, ""), language(), task
        )
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for all calls, or drop those that are not done."""
        self._inner.shutdown(wait=wait and not cancel_futures)
