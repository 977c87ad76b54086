"""An output is whole or is not there."""

import os
import signal
import subprocess
import sys
import time

import pytest

from geo.records.errors import OutputError
from geo.records.file import write_output


def test_writes_and_replaces(tmp_path):
    target = tmp_path / "out.json"
    write_output(target, b"one")
    write_output(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_missing_folder_is_one_line(tmp_path):
    with pytest.raises(OutputError, match="can't be written") as error:
        write_output(tmp_path / "no" / "out.json", b"x")
    assert "\n" not in str(error.value)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(OutputError, match="is a folder"):
        write_output(tmp_path, b"x")


def test_keeps_the_mode_of_the_old_file_and_follows_links(tmp_path):
    target, link = tmp_path / "real", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_output(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_killed_while_writing_leaves_the_old_file(tmp_path):
    target = tmp_path / "out.bin"
    target.write_bytes(b"old")
    code = (
        "import os, signal, sys; from geo.records import file\n"
        "def die(fd): os.kill(os.getpid(), signal.SIGKILL)\n"
        "file.os.fsync = die\n"
        f"file.write_output({str(target)!r}, b'new' * 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"


def test_standard_output_gets_bytes_unchanged():
    code = "from geo.records.file import write_output; write_output('-', 'é\\n'.encode())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == "é\n".encode()


def test_what_a_dead_writer_left_is_swept_after_a_day(tmp_path):
    target, day_old = tmp_path / "out.json", time.time() - 90_000
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    names = {
        f".out.json.{gone.pid}.abcdefgh": False,
        ".out.json.abcdefgh": False,
        f".out.json.{os.getpid()}.abcdefgh": True,
        ".other.json.abcdefgh": True,
        ".out.json.backup": True,
    }
    for name in names:
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (day_old, day_old))
    fresh = tmp_path / f".out.json.{gone.pid}.hgfedcba"
    fresh.mkdir()
    write_output(target, b"x")
    assert {name: (tmp_path / name).exists() for name in names} == names
    assert fresh.exists()
