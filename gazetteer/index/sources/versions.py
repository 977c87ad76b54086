"""Versions of sources that are files of `data/`."""

import zlib

from gazetteer.datafiles import data_file


def content_version(*names: str) -> str:
    """Return a checksum of data files, so that an index built from other contents is seen to be out of date.

    Args:
        names: Files or folders below `data/`.
    """
    checksum = 0
    for name in names:
        path = data_file(name)
        for file in sorted(path.glob("*.*")) if path.is_dir() else [path]:
            checksum = zlib.crc32(file.read_bytes(), checksum)
    return f"{checksum:08x}"
