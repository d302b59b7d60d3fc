from __future__ import annotations

from types import SimpleNamespace

import pytest

from simsocial.core.errors import RunError
from simsocial.report.documents import pdf


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A page to print, beside a file in place of a browser."""
    browser = tmp_path / "browser"
    browser.touch()
    monkeypatch.setenv("SIMSOCIAL_BROWSER", str(browser))
    path = tmp_path / "ein bericht.html"
    path.write_text("<p>x</p>", encoding="utf-8")
    return path


def test_a_browser_that_is_named_is_taken(page):
    assert pdf.find_browser() == page.with_name("browser")


def test_a_named_browser_that_does_not_exist_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SIMSOCIAL_BROWSER", str(tmp_path / "none"))
    with pytest.raises(RunError, match=r"SIMSOCIAL_BROWSER=.*none is no file.*report\.html"):
        pdf.find_browser()


def test_a_browser_that_prints_nothing_is_told(page, tmp_path, monkeypatch):
    done = SimpleNamespace(stderr="begun\nno display\n", returncode=1)
    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(RunError, match=r"did not print .*ein bericht\.html: no display"):
        pdf.print_to_pdf(page, tmp_path / "report.pdf")


def test_an_old_print_is_not_taken_for_a_new_one(page, tmp_path, monkeypatch):
    (tmp_path / "report.pdf").write_text("old", encoding="utf-8")
    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: SimpleNamespace(stderr="", returncode=3))
    with pytest.raises(RunError, match="exit code 3"):
        pdf.print_to_pdf(page, tmp_path / "report.pdf")


def test_the_page_is_printed_by_its_address(page, tmp_path, monkeypatch):
    def run(command, **_):
        (told,) = (word for word in command if word.startswith("--print-to-pdf="))
        with open(told.partition("=")[2], "w", encoding="utf-8") as file:  # noqa: PTH123 - as a program does
            file.write("\n".join(command))
        return SimpleNamespace(stderr="", returncode=0)

    monkeypatch.setattr(pdf.subprocess, "run", run)
    told = pdf.print_to_pdf(page, tmp_path / "report.pdf").read_text(encoding="utf-8").splitlines()
    assert told[0] == str(page.with_name("browser"))
    assert told[-1] == page.resolve().as_uri()
    assert "--no-pdf-header-footer" in told
