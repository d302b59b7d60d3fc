"""The page that belongs to a folder of results, whichever command has made it."""

from __future__ import annotations

from pathlib import Path

from simsocial.analysis.results import Results
from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["pages_of"]


def pages_of(folder: Path, language: str, since: Path | None = None) -> tuple[Path, list[str]]:
    """Write the page of stored results again; return its path and the answer.

    Parameters
    ----------
    folder : Path
        Folder of a comparison, profile, bundle or explanation.
    language : str
        ``de`` or ``en``.
    since : Path, optional
        Folder of an earlier comparison that a comparison is held against.

    Raises
    ------
    RunError
        If `since` is given for what is no comparison.
    """
    if since is not None and not (folder / "report.html").is_file():
        raise RunError(
            say(
                "--since: {folder} is no comparison. Valid: a folder that 'simsocial compare' wrote.",
                folder=folder,
            )
        )
    if (folder / "synergy.html").is_file():
        from simsocial.report.synergy import synergy_answer, write_synergy_page

        return write_synergy_page(folder, language), synergy_answer(folder, language)
    if (folder / "why.html").is_file():
        from simsocial.report.why import why_answer, write_why_page

        return write_why_page(folder, language), why_answer(folder, language)
    from simsocial.report.answer import answer
    from simsocial.report.page import write_report
    from simsocial.report.profile import write_profile

    results = Results(folder)
    lines = answer(results, language)
    if (folder / "profile.html").is_file():
        return write_profile(folder, language), lines
    return write_report(results, language, lines, since), lines
