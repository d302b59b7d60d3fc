"""The report as PDF, printed by a browser that is installed: every office computer has one.

The page's own print rules give A4, page numbers, date and version; nothing is loaded from a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["find_browser", "print_to_pdf"]

_VARIABLE = "SIMSOCIAL_BROWSER"
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
_FOLDERS = (
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_SECONDS = 180


def find_browser() -> Path:
    """Return the browser that prints: the one of ``SIMSOCIAL_BROWSER``, or the first that is installed.

    Raises
    ------
    RunError
        If there is none.
    """
    chosen = os.environ.get(_VARIABLE)
    candidates = [chosen] if chosen else [*map(shutil.which, _NAMES), *_FOLDERS]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return Path(candidate)
    what = say("none was found")
    if chosen:
        what = say("{variable}={chosen} is no file", variable=_VARIABLE, chosen=chosen)
    message = say(
        "A PDF is printed by Chromium, Chrome or Edge; {what}. Valid: install one, name it by "
        "{variable}=PATH, or open report.html and print it there.",
        what=what,
        variable=_VARIABLE,
    )
    raise RunError(message)


def print_to_pdf(page: Path, path: Path) -> Path:
    """Print an HTML page that lies on this computer.

    Parameters
    ----------
    page : Path
        The HTML file.
    path : Path
        The PDF.

    Raises
    ------
    RunError
        If there is no browser, or it prints nothing.
    """
    browser = find_browser()
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="simsocial-") as profile:
        command = [
            str(browser),
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
            f"--print-to-pdf={path.resolve()}",
            page.resolve().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses root in its sandbox
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RunError(
                say("{browser} did not print {page}: {error}", browser=browser, page=page, error=error)
            ) from error
    if not path.is_file():
        told = done.stderr.strip().splitlines()[-1:] or [say("exit code {code}", code=done.returncode)]
        raise RunError(
            say("{browser} did not print {page}: {told}", browser=browser, page=page, told=told[0])
        )
    return path
