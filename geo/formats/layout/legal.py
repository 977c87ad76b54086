"""What every export says of itself: who made it, who is to be credited, under which licences."""

from importlib.metadata import version

from geo.formats.layout.features import Feature
from geo.formats.options import ExportOptions

NOTE = (
    "Positions are never finer than their sources: see precision and drawn_as. Lines with schematic=true are computed; "
    "no source traces them. Status, claimed_by and denied_by belong beside whatever is shown."
)


class Credits:
    """Gathers whose data an export holds."""

    def __init__(self) -> None:
        self._licences: dict[str, str | None] = {}

    def add(self, feature: Feature) -> None:
        """Take in a feature's attribution and licence."""
        licence = feature.values["licence"]
        for credit in str(feature.values["attribution"] or "").split("; "):
            if credit:
                self._licences[credit] = str(licence) if licence else None

    @property
    def attribution(self) -> list[str]:
        """Who is to be credited."""
        return sorted(self._licences)

    @property
    def licences(self) -> list[str]:
        """SPDX identifiers that bind whoever passes the file on."""
        return sorted({licence for licence in self._licences.values() if licence})


def generator() -> str:
    """Return the program's name and version."""
    return f"armsatlas {version('armsatlas')}"


def about_rows(credits_seen: Credits, options: ExportOptions) -> list[tuple[str, str | None]]:
    """Return what an export says of itself as names and values."""
    return [
        ("generator", generator()),
        ("attribution", "; ".join(credits_seen.attribution) or None),
        ("licences", "; ".join(credits_seen.licences) or None),
        ("generalised", options.generalised),
        ("note", NOTE),
    ]
