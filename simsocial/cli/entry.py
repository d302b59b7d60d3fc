"""The group of commands, and what every command does with errors and interruptions."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence

import click

from simsocial import __version__
from simsocial.cli.commands import compare, new, profile, repeat, run, sweep
from simsocial.cli.commands_of_data import calibrate, check, hindcast, import_
from simsocial.cli.commands_of_registries import bench, diff, list_, odd, scenarios
from simsocial.cli.commands_of_results import export, report
from simsocial.cli.language import OPTION, speak, spoken
from simsocial.cli.new_region import new_region
from simsocial.cli.options import LANGUAGES
from simsocial.cli.searching import search
from simsocial.cli.sensing import sensitivity
from simsocial.cli.synergy import synergy
from simsocial.cli.why import why
from simsocial.cli.workshop import workshop
from simsocial.core.errors import InvariantError, RunError, SimsocialError
from simsocial.core.language import language, later, say

__all__ = ["cli", "main"]

EXIT_OF_MISTAKE = 2
EXIT_OF_FAILURE = 1
EXIT_OF_INTERRUPTION = 130
KEPT = later("Finished replicates are kept: the same command goes on where it stopped.")
_OBJECTS_UNTIL_SEARCH = 100_000
"""Objects made until Python looks for garbage, instead of 700: loading libraries makes millions that all stay."""
_OF_THE_DISK = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENAMETOOLONG,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="simsocial", help="Show the version and exit.")
@click.option(
    OPTION, type=LANGUAGES, expose_value=False, help="Language of help, errors and all that is printed."
)
def cli() -> None:
    """What-if simulation for municipal social planning.

    Statements of the form "if, then" with range and source, no forecast.

    \b
    simsocial profile Greiz                    where a Kreis stands
    simsocial check tables.xlsx                your own tables, fault by fault
    simsocial compare status_quo kita_netz     what an option changes
    """  # noqa: D301 - click keeps the lines after a real backspace


for _command in (
    profile,
    check,
    import_,
    run,
    sweep,
    repeat,
    compare,
    synergy,
    why,
    search,
    sensitivity,
    hindcast,
    calibrate,
    report,
    export,
    workshop,
    list_,
    scenarios,
    new,
    new_region,
    odd,
    diff,
    bench,
):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 2 for a mistake in the input, never a traceback."""
    gc.set_threshold(_OBJECTS_UNTIL_SEARCH)
    code = _code(arguments)
    # On its way out Python would look through all that is left for garbage.
    gc.freeze()
    sys.exit(code)


def _code(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A Windows console without UTF-8 shows a replacement instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        words = speak(sys.argv[1:] if arguments is None else arguments, os.environ)
        command = cli if language() == "en" else spoken(cli)
        code = command.main(args=words, prog_name="simsocial", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\n" + say("Interrupted. {kept}", kept=say(KEPT)), err=True)
        return EXIT_OF_INTERRUPTION
    except (RunError, InvariantError) as error:
        click.echo(say("Error: {error}", error=error), err=True)
        return EXIT_OF_FAILURE
    except SimsocialError as error:
        click.echo(say("Error: {error}", error=error), err=True)
        return EXIT_OF_MISTAKE
    except BrokenPipeError:
        # Whoever reads our output (for example `head`) has enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        what = error.filename or say("A file of the results")
        click.echo(
            say(
                "Error: {what} cannot be written: {strerror}. {kept}",
                what=what,
                strerror=error.strerror,
                kept=say(KEPT),
            ),
            err=True,
        )
        return EXIT_OF_FAILURE
    return code if isinstance(code, int) else 0
