"""The databases that are made once: what goes with earlier code, and what stays."""

import sqlite3
from contextlib import closing

from tests import databases


def make_a_table(url):
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        database.execute("CREATE TABLE a (b)")


def test_databases_of_earlier_code_go_and_the_lock_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    (tmp_path / "migrated-earlier.sqlite3").touch()
    (tmp_path / "migrated-earlier.sqlite3.pages").mkdir()
    urls = {databases._made_once("migrated", make_a_table) for _ in range(2)}
    assert urls == {f"sqlite:///{tmp_path}/migrated-{databases.fingerprint()}.sqlite3"}
    left = {path.name for path in tmp_path.iterdir()}
    # Without the lock's file a second process would not wait for the first.
    assert len(left) == 2
    assert any(name.endswith(".lock") for name in left)
