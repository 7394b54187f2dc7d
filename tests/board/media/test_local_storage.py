"""Files on the disk: whole or not there, whatever fails while they are written."""

import os
import subprocess
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from board.media.local_storage import AtomicFileSystemStorage


class FullDisk(ContentFile):
    """A file of which the disk takes the beginning."""

    def chunks(self, chunk_size=None):
        yield self.read(4)
        raise OSError(28, "No space left on device")


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


@pytest.fixture
def storage(tmp_path):
    return AtomicFileSystemStorage(location=tmp_path / "media")


def test_file_is_stored_with_the_rights_and_name_that_django_gives(storage):
    names = [storage.save("a/report.pdf", ContentFile(b"words")) for _ in range(2)]
    assert names[0] == "a/report.pdf" != names[1]
    assert files(storage.location) == sorted(names)
    assert Path(storage.path(names[0])).stat().st_mode & 0o777 == 0o644
    with storage.open(names[1]) as file:
        assert file.read() == b"words"


def test_disk_that_is_full_leaves_nothing_behind(storage):
    with pytest.raises(OSError, match="No space left"):
        storage.save("a/report.pdf", FullDisk(b"words"))
    assert files(storage.location) == []


@pytest.mark.parametrize("call", ["pathlib.Path.replace", "shutil.copymode"])
def test_failure_after_the_bytes_leaves_nothing_behind(storage, monkeypatch, call):
    def fail(*args):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(call, fail)
    with pytest.raises(OSError, match="Input/output"):
        storage.save("report.pdf", ContentFile(b"words"))
    assert files(storage.location) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("A disk is mounted by root alone.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_real_disk_that_is_full_leaves_nothing_behind(small_disk):
    storage = AtomicFileSystemStorage(location=small_disk)
    name = storage.save("half.bin", ContentFile(bytes(600_000)))
    with pytest.raises(OSError, match="No space left"):
        storage.save("other.bin", ContentFile(bytes(600_000)))
    assert files(small_disk) == [name]
