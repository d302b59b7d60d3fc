"""Whatever is done to the tables of a region, no row is lost silently: it is read, or a fault names it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import strategies as st

from simsocial.region.check import check_region
from simsocial.region.table_columns import TABLE_COLUMNS
from simsocial.region.tables import read_tables
from tests.unit.model.small import SMALL
from tests.workflow.examples import examples, for_all

ROWS = {name: [line.split(",") for line in lines] for name, lines in SMALL.items()}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman", "latin-1", "utf-7", "cp037")
JUNK = st.one_of(
    st.sampled_from(
        [
            "", "-1", "1_000", "1,000", "1.000", "1e9", "NaN", "inf", "true", "٣", "２０２３", "#REF!", "=1+1", "@A1",
            "region", "<script>", "a" * 40_000, "\r", "\n", "\x00", "\u200b", "\ud83d\ude00", '"', '"a', "a\u0308",
            "ä", "\ufeff", "2023-12-31T10:00", "31.12.2023", "31.12.23", ";", "\t", "9" * 30, "-", "None",
        ]
    ).map(lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16")),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)  # fmt: skip
TAGS = (
    "r=",
    "s=",
    "t=",
    "<v>",
    "</v>",
    "<c ",
    "</c>",
    "<row",
    "</row>",
    "<is>",
    "inlineStr",
    'ref="',
    "Target=",
    "Id=",
)
XML_JUNK = st.one_of(
    st.sampled_from(
        [
            "", "<", ">", "&", "&#0;", "&bomb;", '"', "<v>", "</v>", 't="s"', 't="b"', 't="e"', 't="d"', "XFD1048576",
            "A1", "A0", "1A", "-1", "1e999", "99999999999", "<f>1</f>", "\x00", "ä", "</sheetData>", "<!DOCTYPE a>",
        ]
    ),
    st.text(max_size=4),
)  # fmt: skip


def _workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in rows.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append([int(cell) if cell.isascii() and cell.isdigit() else cell for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WORKBOOK = _workbook(ROWS)
PARTS = _parts(WORKBOOK)
TABLE_PARTS = [name for name in PARTS if "theme" not in name and "docProps" not in name]


def _judge(path: Path):
    """Require an answer without traceback: faults on one line each, or none; return the tables and their faults."""
    report = check_region(path)
    for fault in report.faults:
        text = str(fault)
        assert "is not valid. Valid: " in text
        assert text.isprintable()
        assert len(text) < 3000
    return read_tables(path)[0], report.faults


def _account(written, tables, faults):
    """Require that each row below the header with something in it (its number by table) was read or is named."""
    whole = {fault.table for fault in faults if fault.row is None or fault.table not in tables}
    for name, numbers in written.items():
        if name in TABLE_COLUMNS and name not in whole:
            known = set(tables[name].cells.index) if name in tables else set()
            known |= {fault.row for fault in faults if fault.table == name}
            # The first row is the header.
            assert set(numbers[1:]) <= known, (name, sorted(set(numbers[1:]) - known))


@st.composite
def _damaged_rows(draw):
    rows = {name: [list(row) for row in table] for name, table in ROWS.items()}
    for _ in range(draw(st.integers(0, 3))):
        table = rows[draw(st.sampled_from(sorted(rows)))]
        row = draw(st.integers(0, len(table) - 1))
        what = draw(st.sampled_from(["cell", "cell", "append", "cut", "twice", "blank"]))
        if what == "cell":
            table[row][draw(st.integers(0, len(table[row]) - 1))] = draw(JUNK)
        elif what == "append":
            table[row].append(draw(JUNK))
        elif what == "cut" and len(table[row]) > 1:
            table[row].pop()
        elif what == "twice":
            table.append(list(table[row]))
        elif what == "blank":
            table.insert(row, [""] * len(table[row]))
    return rows


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & {'"', separator, "\n", "\r"} else cell


@st.composite
def _folders(draw):
    """Tables as bytes by file name, and the lines of each that hold something; None where bytes were changed."""
    rows, separator = draw(_damaged_rows()), draw(st.sampled_from([",", ";", "\t"]))
    encoding, end = draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    files, written = {}, {}
    for name, table in rows.items():
        lines, number, kept = [], 1, []
        for row in table:
            line = separator.join(_quoted(cell, separator) for cell in row)
            if any(cell.strip() for cell in row):
                kept.append(number)
            number += 1 + line.count("\n")
            lines.append(line)
        files[f"{name}.csv"], written[name] = (end.join(lines) + end).encode(encoding, "replace"), kept
    if draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(sorted(files)))
        data = bytearray(files[name])
        for _ in range(draw(st.integers(1, 4))):
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        files[name], written[name.removesuffix(".csv")] = bytes(data), []
    return files, written


@examples(80, 800)
def test_every_line_of_a_folder_is_read_or_named(tmp_path, number):
    folder = tmp_path / "region"
    folder.mkdir()

    @for_all(number, drawn=_folders())
    def holds(drawn):
        files, written = drawn
        for name, data in files.items():
            (folder / name).write_bytes(data)
        _account(written, *_judge(folder))


@st.composite
def _damaged_archives(draw):
    """A workbook whose parts are changed, cut, dropped or doubled, or whose bytes are."""
    if draw(st.integers(0, 3)) == 0:
        data = bytearray(WORKBOOK)
        for _ in range(draw(st.integers(1, 6))):
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        return bytes(data[: draw(st.integers(1, len(data)))]) if draw(st.booleans()) else bytes(data)
    parts = dict(PARTS)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(TABLE_PARTS))
        text = parts.get(name, b"").decode("utf-8", "replace")
        what = draw(st.sampled_from(["junk", "junk", "junk", "cut", "gone", "tag"]))
        if what == "gone":
            parts.pop(name, None)
        elif what == "cut":
            parts[name] = text[: draw(st.integers(0, len(text)))].encode()
        else:
            places = [found.start() for found in re.finditer(draw(st.sampled_from(TAGS)), text)]
            at = draw(st.sampled_from(places)) if places else draw(st.integers(0, len(text)))
            end = at + draw(st.integers(0, 8)) if what == "junk" else at
            parts[name] = (text[:at] + draw(XML_JUNK) + text[end:]).encode("utf-8", "replace")
    target = io.BytesIO()
    with zipfile.ZipFile(
        target, "w", draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    ) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


@examples(70, 700)
def test_a_damaged_workbook_is_answered_without_a_traceback(tmp_path, number):
    path = tmp_path / "region.xlsx"

    @for_all(number, data=_damaged_archives())
    def holds(data):
        path.write_bytes(data)
        _judge(path)


@examples(50, 500)
def test_every_row_of_a_workbook_is_read_or_named(tmp_path, number):
    """Sound archives with strange cells, a wrong dimension and rows in another order."""
    path = tmp_path / "region.xlsx"
    invalid = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

    @for_all(
        number,
        rows=_damaged_rows(),
        dimension=st.sampled_from(["A1", "A1:B2", "B7:XFD1048576", "?"]),
        data=st.data(),
    )
    def holds(rows, dimension, data):
        clean = {
            name: [[invalid.sub("", cell)[:32_767] for cell in row] for row in table]
            for name, table in rows.items()
        }
        parts = _parts(_workbook(clean))
        for name in [name for name in parts if "worksheets/" in name]:
            text = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', parts[name].decode())
            found = re.findall(r"<row .*?</row>", text, re.DOTALL)
            if found and data.draw(st.booleans()):
                body = "".join(reversed(found))
                text = re.sub(r"<row .*</row>", lambda _, body=body: body, text, flags=re.DOTALL)
            parts[name] = text.encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        written = {
            name: [number for number, row in enumerate(table, start=1) if any(cell.strip() for cell in row)]
            for name, table in clean.items()
        }
        _account(written, *_judge(path))


@pytest.mark.parametrize("name", sorted(ROWS))
def test_the_account_would_notice_a_lost_row(tmp_path, name):
    path = tmp_path / "region.xlsx"
    path.write_bytes(WORKBOOK)
    tables, faults = _judge(path)
    tables[name] = type(tables[name])(name, name, tables[name].cells.iloc[:-1], {})
    with pytest.raises(AssertionError):
        _account({name: range(1, len(ROWS[name]) + 1)}, tables, faults)
