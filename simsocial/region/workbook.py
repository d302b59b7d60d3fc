"""Read the sheets of an XLSX workbook as text cells: every cell the file holds, or a word why not.

The parts are read as a stream and by themselves: what a workbook says about its own size is not
believed, and drawings, charts or styles that are broken do not matter.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from simsocial.core.language import later, say
from simsocial.region.csv_file import file_bytes
from simsocial.region.raw_cells import MOST_BYTES, MOST_CELLS, MOST_CHARACTERS, RawCells, UnreadableError
from simsocial.region.worksheet import SheetReader, is_date_format, unescaped

__all__ = ["Sheet", "read_workbook"]

_VALID = later("an .xlsx workbook that a spreadsheet can open; open it there and save it anew")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, expat.ExpatError,
    RuntimeError, ValueError, LookupError, EOFError, OSError, OverflowError,
)  # fmt: skip
"""What damaged archives and parts raise; an unknown compression raises a kind of RuntimeError."""
_OLE = b"\xd0\xcf\x11\xe0"
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_CHUNK = 1 << 16

Attributes = Mapping[str, str]
Handler = Callable[[str, Attributes], None]


@dataclass(frozen=True)
class Sheet:
    """A sheet by its title, with its cells or the reason why they cannot be read."""

    title: str
    cells: RawCells | UnreadableError


def read_workbook(path: Path, wanted: Callable[[str], bool]) -> list[Sheet]:
    """Return the sheets of a workbook; those not wanted stay unread and empty.

    Parameters
    ----------
    path : Path
        The workbook.
    wanted : callable
        Says by its title whether a sheet is to be read.

    Raises
    ------
    UnreadableError
        If the workbook as a whole cannot be read.
    """
    data = file_bytes(path, say(_VALID))
    if data.startswith(_OLE):
        raise UnreadableError(
            say("locked with a password, or in the old .xls format"),
            say("an .xlsx workbook without password"),
        )
    with _readable(say("the archive")):
        archive = zipfile.ZipFile(BytesIO(data))
        package = _Package(archive)
    with archive:
        book = _Book(package)
        return [
            Sheet(title, book.cells(part) if wanted(title) else RawCells())
            for title, part in book.sheets.items()
        ]


@contextmanager
def _readable(part: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableError(
            say("damaged in {part}: {told}", part=part, told=str(error).strip(chr(39))), say(_VALID)
        ) from error


class _Package:
    """The parts of the archive by name, whatever the case and slashes of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in archive.infolist():
            name = entry.filename.replace("\\", "/").lower()
            if name in self._entries:
                message = say("{filename} is there twice", filename=entry.filename)
                raise zipfile.BadZipFile(message)
            if entry.flag_bits & 1:
                raise UnreadableError(
                    say("locked with a password"), say("an .xlsx workbook without password")
                )
            self._entries[name] = entry

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def parse(
        self, part: str, start: Handler, end: Callable[[str], None], text: Callable[[str], None]
    ) -> None:
        """Send the elements of a part to handlers, by their names without namespace."""
        with _readable(part):
            if part not in self:
                message = say("it is missing")
                raise KeyError(message)
            parser = expat.ParserCreate(namespace_separator=" ")
            parser.buffer_text = True
            parser.StartDoctypeDeclHandler = _no_document_type
            parser.StartElementHandler = lambda tag, given: start(
                _local(tag), {_local(name): value for name, value in given.items()}
            )
            parser.EndElementHandler = lambda tag: end(_local(tag))
            parser.CharacterDataHandler = text
            size = 0
            with self._archive.open(self._entries[part.lower()]) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > MOST_BYTES:
                        raise UnreadableError(
                            say(
                                "{part} is larger than {most_bytes:,} bytes", part=part, most_bytes=MOST_BYTES
                            ),
                            say("at most {most_bytes:,} bytes", most_bytes=MOST_BYTES),
                        )
                    parser.Parse(chunk)
            parser.Parse(b"", True)

    def elements(self, part: str, *tags: str) -> list[tuple[str, Attributes]]:
        """Return the elements of these names with their attributes."""
        found: list[tuple[str, Attributes]] = []

        def start(tag: str, given: Attributes) -> None:
            if tag in tags:
                found.append((tag, given))

        self.parse(part, start, lambda _: None, lambda _: None)
        return found

    def relations(self, part: str) -> dict[str, Attributes]:
        """Return the relations of a part by their ids."""
        folder, _, name = part.rpartition("/")
        found = self.elements(f"{folder}/_rels/{name}.rels".removeprefix("/"), "Relationship")
        return {given.get("Id", ""): given for _, given in found}


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _no_document_type(*_: object) -> None:
    message = say("a document type, which no spreadsheet writes")
    raise ValueError(message)


class _Book:
    """What the sheets of a workbook share: their parts, texts, date formats and first day."""

    def __init__(self, package: _Package) -> None:
        self._package = package
        main = next(
            (
                given.get("Target", "").lstrip("/")
                for given in package.relations("").values()
                if given.get("Type", "").endswith("/officeDocument")
            ),
            "xl/workbook.xml",
        )
        self._folder = main.rpartition("/")[0]
        relations = package.relations(main)
        self.sheets: dict[str, str] = {}
        self._from_1904 = False
        for tag, given in package.elements(main, "sheet", "workbookPr"):
            if tag == "workbookPr":
                self._from_1904 = given.get("date1904") in {"1", "true"}
                continue
            relation, title = relations.get(given.get("id", ""), {}), given.get("name", "")
            if relation.get("Type", "").rpartition("/")[2] in {"chartsheet", "dialogsheet"}:
                continue
            if title in self.sheets:
                raise UnreadableError(say("two sheets named {title}", title=title), say("each sheet once"))
            self.sheets[title] = self._part(relation.get("Target", "")) or say(
                "the sheet {title}", title=title
            )
        by_type = {
            given.get("Type", "").rpartition("/")[2]: given.get("Target", "") for given in relations.values()
        }
        self._strings_part = self._part(by_type.get("sharedStrings", "sharedStrings.xml"))
        self._styles_part = self._part(by_type.get("styles", "styles.xml"))
        self._strings: list[str] | None = None
        self._dates: set[int] | None = None

    def cells(self, part: str) -> RawCells | UnreadableError:
        """Return the cells of a sheet, or why it cannot be read."""
        try:
            if self._strings is None:
                self._strings = self._read_strings()
            if self._dates is None:
                self._dates = self._date_styles()
            reader = SheetReader(self._strings, self._dates, from_1904=self._from_1904)
            self._package.parse(part, reader.start, reader.end, reader.text)
            return reader.finish()
        except UnreadableError as error:
            return error

    def _part(self, target: str) -> str:
        """Return the name of a part that the workbook's relations name."""
        if not target or target.startswith("/"):
            return target.lstrip("/")
        names = [name for name in self._folder.split("/") if name]
        for name in target.split("/"):
            if name == "..":
                names = names[:-1]
            elif name not in {"", "."}:
                names.append(name)
        return "/".join(names)

    def _read_strings(self) -> list[str]:
        """Return the shared texts; without the part there are none, and each cell that names one is a fault."""
        if self._strings_part not in self._package:
            return []
        strings: list[str] = []
        pieces: list[str] = []
        inside = {"t": 0, "rPh": 0}

        def start(tag: str, _: Attributes) -> None:
            if tag == "si":
                pieces.clear()
            elif tag in inside:
                inside[tag] += 1

        def end(tag: str) -> None:
            if tag in inside:
                inside[tag] -= 1
            elif tag == "si":
                if len(strings) >= MOST_CELLS:
                    raise UnreadableError(
                        say("too many texts"), say("at most {most_cells:,} texts", most_cells=MOST_CELLS)
                    )
                strings.append(unescaped("".join(pieces)))

        def text(data: str) -> None:
            if inside["t"] and not inside["rPh"] and sum(map(len, pieces)) <= MOST_CHARACTERS:
                pieces.append(data)

        self._package.parse(self._strings_part, start, end, text)
        return strings

    def _date_styles(self) -> set[int]:
        """Return the numbers of the cell styles that show a date."""
        if self._styles_part not in self._package:
            return set()
        dates = set(_BUILT_IN_DATES)
        styles: list[int] = []
        depth = {"cellXfs": 0}

        def start(tag: str, given: Attributes) -> None:
            if tag in depth:
                depth[tag] += 1
            elif tag == "numFmt" and is_date_format(given.get("formatCode", "")):
                dates.add(int(given.get("numFmtId", "-1")))
            elif tag == "xf" and depth["cellXfs"] and len(styles) < MOST_CHARACTERS:
                styles.append(int(given.get("numFmtId", "0")))

        def end(tag: str) -> None:
            if tag in depth:
                depth[tag] -= 1

        self._package.parse(self._styles_part, start, end, lambda _: None)
        return {number for number, kind in enumerate(styles) if kind in dates}
