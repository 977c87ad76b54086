"""What the tests of every package share: an index of their own, and the shared material where there is any."""

import os
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
# Set before anything opens a gazetteer; kept between runs, since an index rebuilds itself when its sources change.
os.environ["ARMSATLAS_CACHE"] = str(TOP / "build" / "test-cache")
os.environ.pop("ARMSATLAS_GAZETTEER", None)


@pytest.fixture(scope="session")
def gazetteer():
    """The default gazetteer, over the real index."""
    from gazetteer import Gazetteer

    return Gazetteer.open()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material shared with developers, which no test may need."""
    folder = TOP.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent: the five texts and their answer key are not part of the project")
    return folder
