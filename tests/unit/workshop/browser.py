"""Use a page in an installed browser: a script is put into a copy of it, its outcome is read from the elements."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from simsocial.core.errors import RunError
from simsocial.report.documents.pdf import find_browser

__all__ = ["NEEDS_BROWSER", "printed", "told_at", "use", "with_script"]

try:
    find_browser()
    _MISSING = ""
except RunError as error:
    _MISSING = str(error)

NEEDS_BROWSER = pytest.mark.skipif(bool(_MISSING), reason=_MISSING or "a browser is installed")
"""Mark of tests that are left out, and say why, where no browser is installed."""

_SECONDS = 120
_SHEET = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
_MM_A_POINT = 25.4 / 72.0
_DONE = re.compile(r'<pre id="outcome-of-test">(.*?)</pre>', re.DOTALL)
_WRAPPED = """<script>
(async () => {{
  let told;
  try {{ told = await (async () => {{ {script} }})(); }} catch (error) {{ told = {{error: String(error)}}; }}
  const shown = document.createElement("pre");
  shown.id = "outcome-of-test";
  shown.textContent = JSON.stringify(told);
  document.body.append(shown);
}})();
</script>
</body>"""


def use(page: Path, folder: Path, script: str) -> Any:
    """Run a script in a copy of a page and return what it returns."""
    copy = folder / "used.html"
    copy.write_text(with_script(page.read_text(encoding="utf-8"), script), encoding="utf-8")
    return told_at(copy.as_uri(), folder)


def with_script(content: str, script: str) -> str:
    """Return a page in which a script runs."""
    return content.replace("</body>", _WRAPPED.format(script=script))


def told_at(address: str, folder: Path) -> Any:
    """Return what the script in the page at an address returns."""
    done = _browse(folder, "--virtual-time-budget=5000", "--dump-dom", address)
    found = _DONE.search(done.stdout)
    assert found, f"the script did not come to its end: {done.stderr[-500:]}"
    told = json.loads(html.unescape(found[1]))
    assert "error" not in told, told
    return told


def printed(page: Path, folder: Path, paper: str) -> list[tuple[int, int]]:
    """Print a page and return width and height of its sheets in mm."""
    path = folder / f"{paper}.pdf"
    _browse(folder, "--no-pdf-header-footer", f"--print-to-pdf={path}", f"{page.as_uri()}#{paper}")
    sheets = _SHEET.findall(path.read_bytes())
    return [
        (round(float(width) * _MM_A_POINT), round(float(height) * _MM_A_POINT)) for width, height in sheets
    ]


def _browse(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Call the browser with a profile of its own."""
    command = [str(find_browser()), "--headless", "--disable-gpu", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium refuses root in its sandbox
    command += [f"--user-data-dir={folder / 'browser'}", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
