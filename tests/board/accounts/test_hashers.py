"""Passwords are hashed in one normal form."""

import unicodedata

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

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
