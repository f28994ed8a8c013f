"""The command line: thin commands over the library, one line for every error.

Data goes to standard output, talk to standard error. Exit code 0 is done, 1 an error that the user can mend, 2 wrong
usage, 130 interrupted.
"""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import typer

from papergraph import cli_asking, cli_building, cli_databases, cli_discovering, cli_giving
from papergraph.extractors.errors import PapergraphError

app = typer.Typer(
    name="papergraph",
    help="A knowledge graph of paper abstracts: every edge shows the sentence that it was read from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _module in (cli_building, cli_giving, cli_databases, cli_asking, cli_discovering):
    for _command, _function in _module.COMMANDS.items():
        app.command(_command)(_function)


@app.callback(invoke_without_command=True)
def _top(version: bool = typer.Option(False, "--version", help="Print the version and leave.")) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(version_of("papergraph"))
        raise typer.Exit


class _Interrupted(BaseException):
    """Ctrl-C, told apart from the KeyboardInterrupt that typer would turn into a silent exit."""


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Interrupted


def main() -> None:
    """Run the command line and leave with its exit code."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        app()
    except PapergraphError as e:
        _leave(str(e), 1)
    except (KeyboardInterrupt, _Interrupted):
        _leave("interrupted; what was there before is untouched", 130)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the reader of our output has left
        sys.exit(0)
    except MemoryError:
        _leave("out of memory; build fewer papers at a time, or add them with --append", 1)
    except OSError as e:
        _leave(f"{e.filename or 'papergraph'}: {e.strerror or e}", 1)


def _leave(message: str, code: int) -> NoReturn:
    line = " ".join(message.split("\n"))
    print(f"papergraph: {line}", file=sys.stderr)  # noqa: T201 - the one place where errors are said
    sys.exit(code)


if __name__ == "__main__":
    main()
