"""The language of the command line, and help texts in it."""

from __future__ import annotations

import copy
import gettext
import inspect
import locale
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from simsocial.core.language import LANGUAGES, VARIABLE, language, later, say

__all__ = ["OPTION", "speak", "spoken"]

OPTION = "--lang"
_DOMAIN = "click"
_KINDS_OF_PATH = (later("file"), later("path"), later("directory"))
"""What click calls a path in its errors; it names them before a language is chosen."""
_CATALOGUES_OF_CLICK = Path(__file__).parent / "locale"


def speak(words: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Choose the language for this process and those it starts.

    Parameters
    ----------
    words : sequence of str
        Of the command line; ``--lang`` may stand anywhere among them.
    environment : mapping
        Variables; the first that is set counts: SIMSOCIAL_LANG, LC_ALL, LC_MESSAGES, LANG. Without any, as on
        Windows, the locale of the system does.

    Returns
    -------
    list of str
        The other words.

    Raises
    ------
    click.UsageError
        If the language is none of those there are.
    """
    named = next(filter(None, map(environment.get, (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"))), None)
    named = (named or locale.getlocale()[0] or "").lower()
    # Windows names languages in English: German_Germany.
    os.environ[VARIABLE] = "de" if named.startswith(("de", "german")) else "en"
    others: list[str] = []
    rest = iter(words)
    for word in rest:
        option, _, value = word.partition("=")
        if option == OPTION:
            chosen = value or next(rest, "")
            if chosen not in LANGUAGES:
                raise click.UsageError(say("--lang '{chosen}' is no language. Valid: de, en.", chosen=chosen))
            os.environ[VARIABLE] = chosen
        else:
            others.append(word)
    # The libraries that read command lines ask gettext for their own words.
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(_DOMAIN, _CATALOGUES_OF_CLICK)
    gettext.textdomain(_DOMAIN)
    return others


def spoken(command: click.Command, said: Callable[[str], str] = say) -> click.Command:
    """Return a command, with those below it, whose help is in the language that is spoken.

    Parameters
    ----------
    command : click.Command
        As it is written.
    said : callable
        Returns a text in another language.
    """
    found = copy.copy(command)
    found.help = said(inspect.cleandoc(command.help)) if command.help else None
    found.short_help = said(command.short_help) if command.short_help else None
    found.options_metavar = said("[OPTIONS]")
    found.params = [_parameter(one, said) for one in command.params]
    if isinstance(found, click.Group):
        found.subcommand_metavar = said("COMMAND [ARGS]...")
        found.commands = {name: spoken(one, said) for name, one in found.commands.items()}
    return found


def _parameter(parameter: click.Parameter, said: Callable[[str], str]) -> click.Parameter:
    found = copy.copy(parameter)
    if isinstance(found, click.Option):
        found.help = said(found.help) if found.help else None
    if found.metavar or _takes_a_value(found):
        found.metavar = said(found.metavar or found.type.name.upper())
    if found.type.name in _KINDS_OF_PATH:
        found.type = copy.copy(found.type)
        found.type.name = say(found.type.name)
    return found


def _takes_a_value(parameter: click.Parameter) -> bool:
    """Return whether help shows a word, such as FILE, for what is to be given."""
    return (
        isinstance(parameter, click.Option)
        and not parameter.is_flag
        and not isinstance(parameter.type, click.Choice)
    )
