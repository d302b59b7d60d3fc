"""Bytes of a text file as text: Unicode by its marks, else the old code page in which German words make sense."""

from __future__ import annotations

import codecs
import re

from simsocial.core.language import later, say
from simsocial.region.raw_cells import UnreadableError

__all__ = ["to_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = {"cp1252": "Windows", "cp850": "DOS", "mac_roman": "Mac"}
_VALID = later("text in UTF-8 (in a spreadsheet: save as 'CSV UTF-8')")
_FOREIGN = re.compile(r"(.?)([^\x00-\x7f])(.?)", re.DOTALL)
_NEIGHBOURS = set("éèêëáàâãçñóòôõíîïúùûåšžłÉÈÀÇÁÅŠŽ")
"""Letters that names from elsewhere in Europe bring into German tables."""
_SMALL, _CAPITAL = set("äöüß"), set("ÄÖÜ")


def to_text(data: bytes) -> str:
    """Return the text of a file.

    UTF-8, and UTF-16 and UTF-32 with or without their mark, are read as what they are. Anything else is taken for
    the one of Windows-1252, DOS (850) and Mac Roman in which umlauts stand where German has them.

    Parameters
    ----------
    data : bytes
        Content of the file.

    Raises
    ------
    UnreadableError
        If no encoding fits, or several fit equally well.

    Examples
    --------
    >>> [to_text("Großgörschen, Mühlau".encode(name)) for name in ("utf-16", "cp850", "mac_roman")]
    ['Großgörschen, Mühlau', 'Großgörschen, Mühlau', 'Großgörschen, Mühlau']
    """
    for mark, name in (*_MARKS, *_unmarked(data)):
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    say("broken {name} at byte {start}", name=name, start=error.start + 1), say(_VALID)
                ) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _in_old_code(data, data.count(b"\n", 0, error.start) + 1)


def _unmarked(data: bytes) -> tuple[tuple[bytes, str], ...]:
    """Return the encoding of UTF-16 without its mark: every second byte of the header is zero."""
    head = data[:64]
    if len(head) < 4 or len(data) % 2:
        return ()
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 2 <= len(head) * 0.8 or min(even, odd):
        return ()
    return ((b"", "utf-16-le" if odd else "utf-16-be"),)


def _in_old_code(data: bytes, line: int) -> str:
    fits: dict[str, tuple[int, str]] = {}
    for name in _OLD:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        fits[name] = (_plausibility(text), text)
    best = max((score for score, _ in fits.values()), default=-1)
    chosen = [name for name, (score, _) in fits.items() if score == best]
    if best < 0 or (len(chosen) > 1 and "cp1252" not in chosen):
        names = " or ".join(_OLD[name] for name in chosen)
        found = say("letters of an unknown encoding{names}", names=f" ({names}?)" if names else "")
        raise UnreadableError(found, say(_VALID), line)
    return fits[chosen[0]][1]


def _plausibility(text: str) -> int:
    """Count umlauts where German has them, against signs that stand where no text has them."""
    score = 0
    for before, sign, after in _FOREIGN.findall(text):
        inside = before.isalpha() and after.isalpha()
        if sign in _SMALL:
            score += 1 if not before.isupper() or not after.isupper() else -1
        elif sign in _CAPITAL:
            score += -1 if before.islower() else 1
        elif not sign.isprintable() and sign != "\xa0":
            score -= 1
        elif not sign.isalpha():
            # A quotation mark or a frame line within a word.
            score -= inside
        elif sign not in _NEIGHBOURS or (sign.isupper() and before.islower()):
            score -= 1
    return score
