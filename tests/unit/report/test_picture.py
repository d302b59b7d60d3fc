from __future__ import annotations

import re

from simsocial.report.picture import Picture

SVG = """<?xml version="1.0"?>
<svg width="10pt" height="10pt" viewBox="0 0 10 10">
 <metadata>made by</metadata>
 <defs><clipPath id="p1"><rect x="0"/></clipPath></defs>
 <g id="line_1"/>
 <g id="text_1">
  <text style="font-size: 8px; font-family: 'DejaVu Sans', sans-serif; fill: #000" x="1.234567">0.12345 a</text>
  <path d="M 1.999999 2
L 3 4" clip-path="url(#p1)"/>
 </g>
</svg>
"""


def test_an_inlined_picture_is_smaller_and_says_the_same(tmp_path):
    path = tmp_path / "one.svg"
    path.write_text(SVG, encoding="utf-8")
    inline = Picture("one", 'Titel "x"', "", path, path).inline()
    assert "0.12345 a</text>" in inline  # figures of the picture are no coordinates
    assert 'x="1.23"' in inline
    assert "M 1.99 2 L 3 4" in inline
    assert re.findall(r"font-family", inline) == ["font-family"]
    assert 'clip-path="url(#one-p1)"' in inline
    assert '<clipPath id="one-p1">' in inline
    assert "line_1" not in inline
    assert "made by" not in inline
    assert 'aria-label="Titel &quot;x&quot;"' in inline
    assert len(inline) < len(SVG)
