"""The demo site with more content, served by gunicorn as `make serve` does."""

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.served import free_port
from tests.browser.pages import PageType
from tests.databases import FOLDER, fingerprint, migrated_database, only_one_process
from tests.serving import ROOT, SECRET_KEY, environment, serve

LONDON = ZoneInfo("Europe/London")
PEOPLE = {"editor", "moderator", "chair", "admin"}
# What decides the loaded demo, beside what decides the tables.
OURS = ["loading", "more_content", "pages", "settings", "settings_for_loading", "urls"]
SOURCES = [
    "home/demo/*.toml",
    "templates/**/*.html",
    "tests/factories.py",
    *(f"tests/browser/{name}.py" for name in OURS),
]


@dataclass
class DemoSite:
    """
    Where the demo site answers, the passwords by user name, and what the server has written.

    ``templates`` are those of ours that each page of the tests' table is made with, by name of the page.
    """

    url: str
    passwords: dict
    templates: dict
    log: str

    @property
    def new_board_url(self) -> str:
        """Return where the second board answers, which has no content yet."""
        return self.url.replace("127.0.0.1", "localhost")

    def address(self, page_type: PageType) -> str:
        """Return the full address of a page."""
        return (self.new_board_url if page_type.is_new_board else self.url) + page_type.path

    def write(self, path: Path) -> None:
        """Store it for other processes."""
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: str) -> "DemoSite":
        """Return what another process has stored."""
        return cls(**json.loads(Path(path).read_text()))


@contextmanager
def demo(folder: Path) -> Iterator[DemoSite]:
    """Copy the loaded demo into a folder and serve it until the block ends."""
    with only_one_process("demo"):
        shutil.copytree(loaded_demo(), folder / "demo")
    port, copy = free_port(), folder / "demo"
    lead_to(port, copy / "site.sqlite3")
    loaded = json.loads((copy / "loaded.json").read_text())
    with serve(copy, port, DJANGO_SETTINGS_MODULE="tests.browser.settings", **variables_of(copy, port)) as url:
        yield DemoSite(url, loaded["passwords"], loaded["templates"], str(copy / "serve.log"))


def loaded_demo() -> Path:
    """
    Return the folder of a loaded demo that is only ever copied; load it where this code has none of today.

    It begins on the day on which it is loaded: its events lie so many days ahead.
    """
    digest = hashlib.sha256(fingerprint().encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    folder = FOLDER / f"demo-{digest.hexdigest()[:20]}-{dt.datetime.now(LONDON):%Y-%m-%d}"
    if not folder.exists():
        for earlier in FOLDER.glob("demo-*"):
            shutil.rmtree(earlier)
        unfinished = FOLDER / "demo-unfinished"
        unfinished.mkdir(parents=True)
        load(unfinished)
        unfinished.rename(folder)
    return folder


def load(folder: Path) -> None:
    """Load the demo into an empty folder."""
    migrated = migrated_database()
    assert migrated.startswith("sqlite:///"), "The browser tests serve the demo on SQLite."
    database = folder / "site.sqlite3"
    shutil.copy(migrated.removeprefix("sqlite:///"), database)
    subprocess.run(
        [sys.executable, "-m", "tests.browser.loading", folder / "loaded.json"],
        cwd=ROOT,
        env=environment(
            SECRET_KEY=SECRET_KEY,
            MEDIA_ROOT=str(folder / "media"),
            STATIC_ROOT=str(folder),  # Nothing is collected yet, and WhiteNoise warns of a folder that is not there.
            **variables_of(folder, port=80),
        ),
        check=True,
    )
    assert json.loads((folder / "loaded.json").read_text())["passwords"].keys() == PEOPLE
    # The page cache begins anew in each copy.
    shutil.rmtree(folder / "site.sqlite3.pages")
    with closing(sqlite3.connect(database)) as connection:
        # A copy is one file, without a log beside it.
        connection.execute("PRAGMA journal_mode=DELETE")


def variables_of(folder: Path, port: int) -> dict[str, str]:
    """Return the variables of the site that lies in a folder."""
    return {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "EMAIL_URL": "dummymail://",
    }


def lead_to(port: int, database: Path) -> None:
    """Give both boards of a loaded demo the port at which they are served, as ``load_demo --address-only`` does."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE wagtailcore_site SET port = ?", [port])
