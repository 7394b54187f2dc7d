"""The stamp in a file: shared by processes, right after any of them dies."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from board.caching import file_stamp

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from pathlib import Path
from board.caching.file_stamp import FileStamp
stamp = FileStamp(Path(sys.argv[1]))
stamp.open()
print("writing", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def writer(folder, content_stamp):
    """A process that has begun to write."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "writing\n"
    yield process
    process.kill()
    process.communicate()


def test_all_processes_see_a_change_at_once(content_stamp, other_process):
    seen = {content_stamp.read()}
    for _ in range(50):
        content_stamp.open()
        content_stamp.close()
        assert other_process.read() == content_stamp.read()
        seen.add(other_process.read())
    assert len(seen) == 51


def test_what_is_kept_counts_while_a_living_process_writes(content_stamp, writer, folder):
    before = content_stamp.read()
    assert content_stamp.is_busy()
    assert content_stamp.read() == before
    assert (folder / "current").readlink().name == "closed"


def test_a_process_that_is_killed_while_it_writes_is_missed_by_the_next_reader(content_stamp, writer, folder):
    before = content_stamp.read()
    writer.kill()
    writer.wait()
    after = content_stamp.read()
    assert after != before
    assert content_stamp.read() == after
    assert not content_stamp.is_busy()
    assert (folder / "current").readlink().name == after


def test_the_dead_are_missed_while_others_write(content_stamp, other_process, writer):
    other_process.open()
    before = content_stamp.read()
    writer.kill()
    writer.wait()
    assert content_stamp.read() != before
    assert content_stamp.is_busy()
    other_process.close()
    assert not content_stamp.is_busy()


def test_the_dead_are_missed_in_whatever_place_they_were(content_stamp, other_process, request):
    other_process.open()
    writer = request.getfixturevalue("writer")
    writer.kill()
    writer.wait()
    content_stamp.read()
    other_process.close()
    assert not content_stamp.is_busy()


def test_a_new_process_in_the_place_of_a_dead_one_does_not_hide_it(content_stamp, other_process, writer):
    before = content_stamp.map[: file_stamp.TOKEN]
    writer.kill()
    writer.wait()
    other_process.open()
    assert content_stamp.map[: file_stamp.TOKEN] != before


def test_a_folder_that_is_deleted_is_noticed(content_stamp, folder):
    before = content_stamp.read()
    shutil.rmtree(folder)
    again = content_stamp.read()
    assert again != before
    fresh = file_stamp.FileStamp(folder)
    fresh.open()
    fresh.close()
    assert content_stamp.read() == fresh.read() != again


def test_a_folder_that_is_deleted_while_somebody_writes_hides_no_change(content_stamp, other_process, folder):
    content_stamp.open()
    shutil.rmtree(folder)
    before = other_process.read()
    content_stamp.close()
    assert other_process.read() != before
    assert not other_process.is_busy()


def test_there_is_no_room_for_too_many(content_stamp, other_process, monkeypatch):
    content_stamp.open()
    monkeypatch.setattr(file_stamp, "WRITERS", 1)
    with pytest.raises(file_stamp.TooManyWritersError):
        other_process.open()


def test_a_child_does_not_keep_the_place_of_its_parent(content_stamp, other_process):
    content_stamp.open()
    place = content_stamp.place
    child = os.fork()
    if not child:
        os._exit(0 if content_stamp.place is None and content_stamp.place_descriptor is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert content_stamp.place == place
    assert other_process.lock(place) is None


def test_who_died_is_told_of_in_the_log(content_stamp, writer, caplog):
    writer.kill()
    writer.wait()
    content_stamp.read()
    assert "A process died while it wrote" in caplog.text


def test_a_place_that_another_holds_leaves_no_file_open(content_stamp, other_process):
    other_process.open()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        assert content_stamp.lock(0) is None
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    other_process.close()


def test_in_a_new_folder_a_process_takes_a_place_anew(content_stamp, folder):
    content_stamp.open()
    shutil.rmtree(folder)
    content_stamp.read()
    content_stamp.open()
    assert (folder / "writers" / "0").exists()
    content_stamp.close()
