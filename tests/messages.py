"""All messages of the package and their German: ``python -m tests.messages`` renews the catalogues.

It writes what is said anew, without its German, into the catalogue named by the folder of the first file that says it,
drops what nobody says any more, prints what lacks its German, and compiles the words of click.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import simsocial
from simsocial.bench.figures import FIGURES
from simsocial.bench.parts import PARTS, summary_of
from simsocial.cli import cli
from simsocial.cli.language import spoken
from simsocial.cli.model_rows import summary
from simsocial.core.columns import CASES, HOUSEHOLDS, PERSONS
from simsocial.core.language import CATALOGUES
from simsocial.core.roots import roots
from simsocial.measures import measure_kinds
from simsocial.measures.registry import measure_model
from simsocial.model.schedule import known_processes
from simsocial.parameters import Parameters
from simsocial.parameters.parameter import Parameter
from simsocial.services.catalogue import load_catalogue_from_dirs
from simsocial.shapes.legal_calendar import load_legal_calendar

PACKAGE = Path(simsocial.__file__).parent
GERMAN = CATALOGUES / "de"
CLICK = PACKAGE / "cli" / "locale" / "de" / "LC_MESSAGES" / "click.po"


def said() -> dict[str, str]:
    """Return the catalogue of each message: the folder of the first file that says it."""
    found = dict.fromkeys([*help_texts(), *summaries()], "cli")
    for name, texts in (
        ("sources", sources()),
        ("notes", notes()),
        ("model", parts()),
        ("bench", measured()),
    ):
        found |= dict.fromkeys(texts, f"data/{name}")
    for name, tree in trees().items():
        folder, _, rest = name.partition("/")
        for call in says(tree):
            if isinstance(call.args[0], ast.Constant):
                found.setdefault(call.args[0].value, folder if rest else "top")
    return found


@functools.cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax of each file of the package by its path."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def says(tree: ast.AST) -> Iterator[ast.Call]:
    """Iterate over the calls that say a message, those inside texts too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "later"):
            yield node


def help_texts() -> list[str]:
    """Return what the help of all commands shows."""
    texts: list[str] = []

    def noted(text: str) -> str:
        texts.append(text)
        return text

    spoken(cli, noted)
    return texts


def summaries() -> list[str]:
    """Return what the list of measures says of each kind of the package."""
    models = (measure_model(kind) for kind in measure_kinds())
    return [summary(model) for model in models if model.__module__.startswith("simsocial.")]


def figures() -> list[Parameter]:
    """Return all figures of the package, those of laws too."""
    laws = load_legal_calendar()
    kinds = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
    values = kinds.register(Parameters.load())
    return [*values, *(one for one in laws.parameters() if one.id not in values)]


def sources() -> set[str]:
    """Return the sources of all figures, laws and scenarios of the package."""
    of_laws = (law.sources.get(law.source, law.source) for law in load_legal_calendar().values())
    return {
        text for text in (*(figure.source for figure in figures()), *of_laws, *of_scenarios("source")) if text
    }


def notes() -> set[str]:
    """Return what is noted on figures and laws, and in scenarios."""
    of_laws = (law.note for law in load_legal_calendar().values())
    return {
        text for text in (*(figure.note for figure in figures()), *of_laws, *of_scenarios("note")) if text
    }


def of_scenarios(key: str) -> Iterator[str]:
    """Iterate over the texts of a key in the figures that scenarios of the package state."""
    for root in roots("scenarios"):
        for path in sorted(root.glob("*.yaml")):
            yield from _texts_of(yaml.safe_load(path.read_text(encoding="utf-8")), key)


def _texts_of(content: object, key: str) -> Iterator[str]:
    """Iterate over the texts of a key anywhere in a file."""
    for name, value in content.items() if isinstance(content, dict) else ():
        if name == key and isinstance(value, str):
            yield value
        else:
            yield from _texts_of(value, key)


def parts() -> set[str]:
    """Return what processes of the package do and columns hold, in one line each."""
    own = [one for one in known_processes().values() if one.__module__.startswith("simsocial.")]
    columns = (*PERSONS, *HOUSEHOLDS, *CASES, *(column for process in own for column in process.columns))
    return {*map(summary, own), *(column.description for column in columns)}


def measured() -> set[str]:
    """Return what the bench measures."""
    return {*map(summary_of, PARTS), *(figure.meaning for figure in FIGURES.values())}


def catalogues() -> list[Path]:
    """Return the files that hold German, those of the texts of data behind the messages."""
    return [*sorted(GERMAN.glob("*.po")), *sorted(GERMAN.glob("*/*.po"))]


def entries(path: Path) -> Iterator[tuple[str, str]]:
    """Iterate over the messages of a catalogue and their German."""
    with path.open("rb") as stream:
        yield from ((str(one.id), str(one.string)) for one in read_po(stream) if one.id)


def renew() -> tuple[int, list[str]]:
    """Write the catalogues anew; return how many messages there are, and those without German."""
    known = {message: german for path in catalogues() for message, german in entries(path)}
    messages = said()
    written = {path.relative_to(GERMAN).with_suffix("").as_posix() for path in catalogues()}
    for name in sorted(set(messages.values()) | written):
        catalogue = Catalog("de", fuzzy=False)
        for message in sorted(one for one, where in messages.items() if where == name):
            catalogue.add(message, known.get(message, ""))
        path = GERMAN / f"{name}.po"
        if not len(catalogue):
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as stream:
            stream.write(HEADER)
            write_po(stream, catalogue, width=110, omit_header=True)
    with CLICK.open("rb") as source, CLICK.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source))
    return len(messages), [message for message in messages if not known.get(message)]


HEADER = b'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


if __name__ == "__main__":
    count, lacking = renew()
    sys.stdout.write("".join(f"{message}\n" for message in lacking))
    sys.stdout.write(f"{count - len(lacking)} of {count} messages have their German.\n")
