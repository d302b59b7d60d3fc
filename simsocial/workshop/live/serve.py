"""Serve the page of a finished comparison with its levers, until it is interrupted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from simsocial.core.language import say
from simsocial.experiment.pools import local_pool
from simsocial.workshop.live.live import Live
from simsocial.workshop.live.server import LiveServer
from simsocial.workshop.page import page_of, subject_of

__all__ = ["serve"]


def serve(
    folder: Path,
    language: str | None,
    options: Sequence[str],
    host: str,
    port: int,
    tell: Callable[[str], object],
) -> None:
    """Serve until Ctrl-C; the replicate at hand is waited for, and nothing is stored.

    Parameters
    ----------
    folder : Path
        Of the comparison.
    language : str, optional
        ``de`` or ``en``; by default that of the run.
    options : sequence of str
        Options to weigh, by default all.
    host, port : str, int
        Where to listen; port 0 takes a free one.
    tell : callable
        Shows a line to whoever started it.

    Raises
    ------
    SimsocialError
        If the folder is no comparison, its region is not there any more, or the port is taken.
    """
    about = subject_of(folder, language, options)
    live = Live(about.results, about.catalog, about.criteria.differing, about.options)
    page = page_of(about, live.for_page)
    # The worker is forked before there are threads.
    with local_pool(1) as (executor, _), live.open(executor), LiveServer(live, page, host, port) as server:
        tell(
            say(
                "Runs of the status quo: {stored} of {replicates} are stored and used, others simulated anew.",
                stored=live.stored,
                replicates=live.replicates,
            )
        )
        if server.is_open:
            tell(
                say(
                    "Reached from other machines, unencrypted: hand the address with its token to the workshop only."
                )
            )
        tell(say("{address}  (Ctrl-C ends)", address=server.address))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell(say("Ended."))
