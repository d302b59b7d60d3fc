"""The command that writes what is handed in from finished results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simsocial.analysis.results import Results
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts

__all__ = ["FORMS", "export_results"]

FORMS = ("csv", "xlsx", "docx", "pdf")


def export_results(
    folder: Path, forms: Sequence[str], language: str | None, template: Path | None
) -> list[Path]:
    """Write finished results in the forms that are wanted, into ``export/`` beside them.

    Parameters
    ----------
    folder : Path
        Folder of results.
    forms : sequence of str
        Of :data:`FORMS`.
    language : str, optional
        ``de`` or ``en``; by default that of the run.
    template : Path, optional
        A .docx of one's own for the draft resolution.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ConfigError
        If a template is given and no draft resolution is wanted, or the template is faulty.
    """
    if template is not None and "docx" not in forms:
        raise ConfigError(
            say("--template {template} is for the draft resolution: add --form docx.", template=template)
        )
    results = Results(folder)
    texts = Texts(language or results.language)
    catalog = Catalog(texts, results.manifest)
    target = folder / "export"
    target.mkdir(exist_ok=True)
    written: list[Path] = []
    if "csv" in forms:
        from simsocial.report.documents.csv_files import write_csv_files

        written += write_csv_files(catalog, results, target)
    if "xlsx" in forms:
        from simsocial.report.documents.workbook import write_workbook

        written.append(write_workbook(catalog, results, target))
    if "docx" in forms:
        from simsocial.report.documents.resolution_file import write_resolutions

        written += write_resolutions(catalog, results, target, template)
        if not results.options and results.has_indicators:
            from simsocial.report.documents.chapter import write_chapter

            written.append(write_chapter(catalog, results, target))
    if "pdf" in forms:
        written.append(_pdf(results, target, texts.language))
    return written


def _pdf(results: Results, target: Path, language: str) -> Path:
    """Print the report or the profile, written anew in the language that is wanted."""
    from simsocial.report.documents.pdf import print_to_pdf
    from simsocial.report.page import write_report
    from simsocial.report.profile import write_profile

    page = results.folder / "profile.html"
    if page.is_file():
        write_profile(results.folder, language)
    else:
        page = write_report(results, language)
    return print_to_pdf(page, target / f"{page.stem}.pdf")
