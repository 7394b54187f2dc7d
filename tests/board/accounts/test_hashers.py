"""Passwords are hashed in one normal form."""

import fcntl
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

from board.accounts import hashers
from board.accounts.models import User
from board.settings import base

PASSWORD = "crème brûlée ﬁve ½"


@pytest.fixture(autouse=True)
def _hashers(settings):
    """The hashers of a real site, quickly."""
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr("django.contrib.auth.hashers.PBKDF2PasswordHasher.iterations", 10)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_password_opens_in_every_form(form):
    encoded = make_password(PASSWORD)
    assert identify_hasher(encoded).algorithm == "pbkdf2_sha256_nfkc"
    assert check_password(unicodedata.normalize(form, PASSWORD), encoded)
    assert not check_password(PASSWORD + " ", encoded)
    assert not check_password(PASSWORD.upper(), encoded)


def test_all_of_a_long_password_counts():
    encoded = make_password("k" * 64 + "a")
    assert check_password("k" * 64 + "a", encoded)
    assert not check_password("k" * 64 + "b", encoded)
    assert not check_password("k" * 64, encoded)


def test_earlier_password_opens_as_it_was_typed_and_is_hashed_anew(db, rf):
    earlier = make_password(PASSWORD, hasher="pbkdf2_sha256")
    user = User.objects.create(username="editor", password=earlier)
    assert authenticate(rf.post("/"), username="editor", password=PASSWORD) == user
    user.refresh_from_db()
    assert user.password.startswith("pbkdf2_sha256_nfkc$")
    assert check_password(unicodedata.normalize("NFKD", PASSWORD), user.password)


@pytest.mark.parametrize("algorithm", ["pbkdf2_sha256_nfkc", "pbkdf2_sha256"])
def test_one_password_at_a_time_is_hashed(monkeypatch, algorithm):
    """Sixteen at once would take every core from those who read."""
    hashing, most = [], []

    def hash_slowly(*args, **kwargs):
        hashing.append(1)
        most.append(len(hashing))
        time.sleep(0.005)
        hashing.pop()
        return b"hash"

    monkeypatch.setattr("django.contrib.auth.hashers.pbkdf2", hash_slowly)
    encoded = make_password(PASSWORD, hasher=algorithm)
    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(lambda _: check_password(PASSWORD, encoded), range(16)))
    assert len(most) == 17
    assert max(most) == 1


def test_processes_leave_each_other_a_core(settings, monkeypatch, tmp_path):
    """The file's lock, which another process would hold, is waited for; where there is no folder, hashing goes on."""
    monkeypatch.setattr(hashers, "CORES_THAT_HASH", 1)
    settings.PAGE_CACHE_DIR = str(tmp_path)
    encoded = make_password(PASSWORD)
    with ThreadPoolExecutor(1) as threads, (tmp_path / "hashing" / "0").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        checked = threads.submit(check_password, PASSWORD, encoded)
        time.sleep(0.1)
        assert not checked.done()
        fcntl.flock(other, fcntl.LOCK_UN)
        assert checked.result(10)
    (tmp_path / "file").touch()
    settings.PAGE_CACHE_DIR = str(tmp_path / "file")
    assert check_password(PASSWORD, encoded)
