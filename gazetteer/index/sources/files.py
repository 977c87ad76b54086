"""Which source a file is for."""

import json
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.index.packs import PackSource, is_pack
from gazetteer.index.sources.geonames_dump import COLUMNS, GeonamesCodesSource, GeonamesDumpSource, open_text, table_of
from gazetteer.index.sources.own_table import OwnTableSource
from gazetteer.index.sources.whos_on_first import WhosOnFirstSource, looks_like_whos_on_first


def source_for_file(
    path: Path,
) -> "GeonamesDumpSource | GeonamesCodesSource | OwnTableSource | PackSource | WhosOnFirstSource":
    """Return the source that reads a file, by what its first line holds.

    GeoNames dumps (19 tab-separated columns), its tables of codes and alternate names, each plain or zipped; Who's On
    First JSON Lines; packs; otherwise a table or GeoJSON of one's own.
    """
    if is_pack(path):
        return PackSource(path)
    packed = path.suffix.lower() == ".zip"
    with open_text(path) as lines:
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    table = table_of(first)
    if table is not None:
        return GeonamesCodesSource(path, table)
    if packed:
        return GeonamesDumpSource(path)
    if not first:
        raise SourceError(f"{path}: empty; expected a table of places")
    if first.count("\t") == COLUMNS - 1 and first.split("\t", 1)[0].isdigit():
        return GeonamesDumpSource(path)
    if first.lstrip().startswith("{") and _is_whos_on_first(first):
        return WhosOnFirstSource(path)
    return OwnTableSource(path)


def _is_whos_on_first(line: str) -> bool:
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and looks_like_whos_on_first(first)
