"""The content version in a file: shared by processes, and renewed when one of them dies."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from board.engines.pagecache import file_version

ROOT = Path(__file__).resolve().parents[4]
WRITER = """
import sys
from pathlib import Path
from board.engines.pagecache.file_version import FileContentVersion
version = FileContentVersion(Path(sys.argv[1]))
version.begin_write()
print("writing", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def writer(folder, content_version):
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


def test_change_is_seen_by_all_processes_at_once(content_version, other_process):
    seen = {content_version.read()}
    for _ in range(50):
        content_version.begin_write()
        content_version.end_write()
        assert other_process.read() == content_version.read()
        seen.add(other_process.read())
    assert len(seen) == 51


def test_version_stays_while_a_living_process_writes(content_version, writer, folder):
    before = content_version.read()
    assert content_version.is_being_written()
    assert content_version.read() == before
    assert (folder / "current").readlink().name == "closed"


def test_next_reader_renews_version_for_a_killed_writer(content_version, writer, folder):
    before = content_version.read()
    writer.kill()
    writer.wait()
    after = content_version.read()
    assert after != before
    assert content_version.read() == after
    assert not content_version.is_being_written()
    assert (folder / "current").readlink().name == after


def test_killed_writer_is_noticed_while_others_write(content_version, other_process, writer):
    other_process.begin_write()
    before = content_version.read()
    writer.kill()
    writer.wait()
    assert content_version.read() != before
    assert content_version.is_being_written()
    other_process.end_write()
    assert not content_version.is_being_written()


def test_writer_that_takes_a_dead_writers_slot_renews_version(content_version, other_process, writer):
    before = content_version.map[: file_version.TOKEN_BYTES]
    writer.kill()
    writer.wait()
    other_process.begin_write()
    assert content_version.map[: file_version.TOKEN_BYTES] != before


def test_deleted_folder_starts_a_new_version(content_version, folder):
    before = content_version.read()
    shutil.rmtree(folder)
    again = content_version.read()
    assert again != before
    fresh = file_version.FileContentVersion(folder)
    fresh.begin_write()
    fresh.end_write()
    assert content_version.read() == fresh.read() != again


def test_folder_deleted_during_a_write_hides_no_change(content_version, other_process, folder):
    content_version.begin_write()
    shutil.rmtree(folder)
    before = other_process.read()
    content_version.end_write()
    assert other_process.read() != before
    assert not other_process.is_being_written()


def test_write_without_a_free_slot_is_refused(content_version, other_process, monkeypatch):
    content_version.begin_write()
    monkeypatch.setattr(file_version, "MAX_WRITERS", 1)
    with pytest.raises(file_version.TooManyWritersError):
        other_process.begin_write()


def test_forked_child_releases_its_parents_slot(content_version, other_process):
    content_version.begin_write()
    slot = content_version.slot
    child = os.fork()
    if not child:
        os._exit(0 if content_version.slot is None and content_version.slot_descriptor is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert content_version.slot == slot
    assert other_process.lock_slot(slot) is None


def test_dead_writer_is_noticed_in_any_slot(content_version, other_process, request):
    other_process.begin_write()
    writer = request.getfixturevalue("writer")
    writer.kill()
    writer.wait()
    content_version.read()
    other_process.end_write()
    assert not content_version.is_being_written()


def test_dead_writer_is_logged(content_version, writer, caplog):
    writer.kill()
    writer.wait()
    content_version.read()
    assert "A process died while it wrote" in caplog.text


def test_slot_of_another_process_leaves_no_file_open(content_version, other_process):
    other_process.begin_write()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        assert content_version.lock_slot(0) is None
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    other_process.end_write()


def test_slot_is_taken_anew_in_a_new_folder(content_version, folder):
    content_version.begin_write()
    shutil.rmtree(folder)
    content_version.read()
    content_version.begin_write()
    assert (folder / "writers" / "0").exists()
    content_version.end_write()
