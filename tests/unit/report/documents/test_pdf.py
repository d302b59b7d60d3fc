from __future__ import annotations

import os
import stat

import pytest

from simsocial.core.errors import RunError
from simsocial.report.documents.pdf import find_browser, print_to_pdf


def browser_that(folder, script):
    """A program in place of a browser."""
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_browser_that_is_named_is_taken(tmp_path, monkeypatch):
    browser = browser_that(tmp_path, "")
    monkeypatch.setenv("SIMSOCIAL_BROWSER", str(browser))
    assert find_browser() == browser


def test_a_named_browser_that_does_not_exist_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SIMSOCIAL_BROWSER", str(tmp_path / "none"))
    with pytest.raises(RunError, match=r"SIMSOCIAL_BROWSER=.*none is no file.*report\.html"):
        find_browser()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_browser_that_prints_nothing_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SIMSOCIAL_BROWSER", str(browser_that(tmp_path, "echo no display >&2; exit 1")))
    page = tmp_path / "report.html"
    page.write_text("<p>x</p>", encoding="utf-8")
    with pytest.raises(RunError, match=r"did not print .*report\.html: no display"):
        print_to_pdf(page, tmp_path / "report.pdf")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_the_page_is_printed_by_its_address(tmp_path, monkeypatch):
    script = 'for word in "$@"; do case "$word" in --print-to-pdf=*) echo "$@" > "${word#--print-to-pdf=}";; esac; done'
    monkeypatch.setenv("SIMSOCIAL_BROWSER", str(browser_that(tmp_path, script)))
    page = tmp_path / "ein bericht.html"
    page.write_text("<p>x</p>", encoding="utf-8")
    told = print_to_pdf(page, tmp_path / "report.pdf").read_text(encoding="utf-8")
    assert page.resolve().as_uri() in told
    assert "--no-pdf-header-footer" in told
