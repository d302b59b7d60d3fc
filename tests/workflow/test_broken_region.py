"""Whatever is wrong in the tables of a region is named with table, row and what is valid."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from simsocial.core.errors import SimsocialError
from simsocial.region import check, load_region
from tests.unit.model.small import SMALL, write_region
from tests.workflow.examples import examples, for_all
from tests.workflow.mistakes import call, told
from tests.workflow.workplace import SETTINGS, write_tables

pytestmark = pytest.mark.usefixtures("without_population_cache")

JUNK = st.one_of(
    st.sampled_from(
        [
            "",
            "-1",
            "x",
            "1.5",
            "1e9",
            "NaN",
            "12.345",
            "1,234",
            "ä;ö",
            "2024-13",
            "99999999999",
            "None",
            "m",
            "0",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=12),
)


@st.composite
def broken_tables(draw):
    """The small region with one to three things changed: cells, columns, rows, whole tables."""
    tables = {name: [line.split(",") for line in lines] for name, lines in SMALL.items()}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(tables)))
        lines = tables[name]
        what = draw(
            st.sampled_from(["cell", "cell", "cell", "header", "row", "twice", "column", "empty", "gone"])
        )
        row = draw(st.integers(0, max(len(lines) - 1, 0)))
        if what == "gone":
            del tables[name]
            tables = tables or {"areas": [["area"]]}
        elif what == "empty":
            tables[name] = lines[:1]
        elif what == "row" and len(lines) > 1:
            del lines[max(row, 1)]
        elif what == "twice" and lines:
            lines.append(list(lines[row]))
        elif lines and lines[row]:
            column = draw(st.integers(0, len(lines[row]) - 1))
            if what == "column":
                for line in lines:
                    del line[column : column + 1]
            elif what == "header":
                lines[0][min(column, len(lines[0]) - 1)] = draw(JUNK)
            else:
                lines[row][column] = draw(JUNK)
    return {name: [",".join(line) for line in lines] for name, lines in tables.items()}


@examples(40, 2000)
def test_a_region_is_fine_or_its_faults_are_named(place, number):
    """Checking and loading agree, and each fault names table and what is valid."""

    @for_all(number, tables=broken_tables())
    def holds(tables):
        write_tables(place / "kaputt", tables)
        report = check.check_region("./kaputt")
        for fault in report.faults:
            assert fault.table
            assert fault.valid
            assert "is not valid. Valid: " in str(fault)
        try:
            region = load_region("./kaputt")
        except SimsocialError as error:
            assert report.faults, error
            assert all(str(fault) in str(error) for fault in report.faults[:30])
        else:
            assert not report.faults
            assert region.inhabitants > 0


@examples(3, 60)
def test_check_and_run_say_it_on_the_command_line(place, number):
    @for_all(number, tables=broken_tables())
    def holds(tables):
        write_tables(place / "kaputt", tables)
        ok = check.check_region("./kaputt").ok
        code, text = call("check", "region=./kaputt")
        if ok:
            assert (code, "No faults found" in text) == (0, True)
            return
        told(code, text)
        told(*call("run", "region=./kaputt", *SETTINGS[1:], "replicates=1"))


def test_a_file_that_is_no_table_is_named(place):
    target = write_region(place / "files")
    for name, data in (
        ("population.csv", b"\x00\xff\xfe\x00binary"),
        ("areas.csv", b""),
        ("sitess.csv", b"a,b\n1,2\n"),
    ):
        kept = (target / name).read_bytes() if (target / name).exists() else None
        (target / name).write_bytes(data)
        told(*call("check", "./files/klein"))
        if kept is None:
            (target / name).unlink()
        else:
            (target / name).write_bytes(kept)
    assert call("check", "./files/klein")[0] == 0
