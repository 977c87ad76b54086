"""The `schema` command."""

import json

import typer


def schema() -> None:
    """Print the JSON Schema of the event file."""
    from geo.records.file import event_file_schema

    typer.echo(json.dumps(event_file_schema(), indent=1, ensure_ascii=False))
