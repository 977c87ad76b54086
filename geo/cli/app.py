"""The command line: one function a command, each in a module of its own, joined here."""

import sys
from typing import Annotated

import typer

from gazetteer.errors import GazetteerError
from geo.cli.export import export
from geo.cli.gazetteer import gazetteer_app, locate
from geo.cli.map import embed, map_
from geo.cli.read import check, read
from geo.cli.review import review
from geo.cli.routes import measure, route
from geo.cli.schema import schema
from geo.cli.toponyms import toponyms
from geo.records.errors import GeoError
from maps.errors import MapError

# Typer carries its own copy of click in newer versions, so the base of usage errors is taken from Typer's leaf.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
_INTERRUPTED = 130

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
for command in (read, toponyms, locate, route, measure, check, review, export, embed, schema):
    app.command()(command)
app.add_typer(gazetteer_app, name="gazetteer")


def main() -> None:
    """Run a command and exit: 0 done, 1 bad input or data, 2 usage; one line on standard error says what is wrong."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run a command with arguments, or the process's own, and return its exit status."""
    try:
        return int(app(args=arguments, standalone_mode=False) or 0)
    except _UsageError as error:
        _say(_usage_line(error))
        return 2
    except (GeoError, GazetteerError, MapError) as error:
        _say(str(error))
        return 1
    except BrokenPipeError:
        # The reader of our output has closed it (as `head` does); Python must not complain again at exit.
        sys.stdout = None
        return 1
    except (KeyboardInterrupt, typer.Abort):
        _say("stopped; nothing was left half-written")
        return _INTERRUPTED


def _usage_line(error: Exception) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "armsatlas"
    return f"{' '.join(message.split())} (see '{command} --help')"


def _say(message: str) -> None:
    print("armsatlas:", message.replace("\n", " "), file=sys.stderr)  # noqa: T201 -- the one place that reports errors
