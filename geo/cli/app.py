"""The command line: one function a command, joined here, and what a command's end means."""

import sys
from errno import EBADF
from io import BytesIO, RawIOBase, TextIOWrapper
from traceback import format_exc
from typing import Annotated

import typer

from gazetteer.errors import GazetteerError
from geo.cli.export import export
from geo.cli.gazetteer import gazetteer_app
from geo.cli.locate import locate
from geo.cli.map import embed, map_
from geo.cli.messages import say, write_report
from geo.cli.read import check, read, review, schema
from geo.cli.routes import measure, route, track
from geo.cli.toponyms import toponyms
from geo.records.errors import GeoError
from maps.errors import MapError

# Typer carries its own copy of click in newer versions, so the base of usage errors is taken from Typer's leaf.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
_INTERRUPTED = 130
_OUR_FAULT = 70
_LONGEST_ERROR = 200

app = typer.Typer(
    name="armsatlas",
    help="From public reporting on arms shipments and strikes to sourced maps, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 -- Typer's callback for an eager flag
    if wanted:
        from importlib.metadata import version

        typer.echo(f"armsatlas {version('armsatlas')}")
        raise typer.Exit


@app.callback()
def common(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """From public reporting on arms shipments and strikes to sourced maps, offline."""


app.command("map")(map_)
for command in (read, toponyms, locate, route, track, measure, check, review, export, embed, schema):
    app.command()(command)
app.add_typer(gazetteer_app, name="gazetteer")


def use_whole_streams() -> None:
    """Make the process's streams fit for any text: what an encoding lacks is spelled out, a closed stream is said."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        sys.stdout = TextIOWrapper(_Closed(), encoding="utf-8", write_through=True)
    if sys.stdin is None:
        sys.stdin = TextIOWrapper(BytesIO(), encoding="utf-8")


class _Closed(RawIOBase):
    """Standard output where it was closed before we began."""

    def writable(self) -> bool:
        """Return that it can be written to, since writing says why it can't."""
        return True

    def write(self, _content: object) -> int:
        """Refuse."""
        raise OSError(EBADF, "it is closed")


def run(arguments: list[str] | None = None) -> int:
    """Run a command with arguments, or the process's own, and return its exit status."""
    try:
        status = int(app(args=arguments, standalone_mode=False) or 0)
        if sys.stdout is not None:
            sys.stdout.flush()
    except typer.Abort:  # an interrupt, as some versions of Typer pass it on
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has closed it (as `head` does); Python must not complain again at exit.
        sys.stdout = None
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort: no command ends in a traceback
        line, status = _judge(error)
        say(line)
    return status


def _judge(error: Exception) -> tuple[str, int]:
    """Return what is said of an error, and the exit status: whose fault it is."""
    if isinstance(error, _UsageError):
        return _usage_line(error), 2
    if isinstance(error, GeoError | GazetteerError | MapError):
        return str(error), 1
    if isinstance(error, OSError):
        # Files are read and written where their errors are known; what is left is a stream that fails.
        sys.stdout = None
        return f"{error.filename or 'standard output'}: can't be read or written ({error.strerror or error})", 1
    if type(error).__module__ == "sqlite3":
        return f"the gazetteer's index is damaged ({error}); 'armsatlas gazetteer build' makes it anew", 1
    written = write_report(format_exc())
    said = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
    return f"broke off ({said}), which is our fault{f'; report: {written}' if written else ''}", _OUR_FAULT


def _usage_line(error: Exception) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "armsatlas"
    return f"{' '.join(message.split())} (see '{command} --help')"
