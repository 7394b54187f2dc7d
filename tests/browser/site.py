"""The demo site with more content, served by gunicorn as `make serve` does."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.served import free_port
from tests.browser.pages import PageType
from tests.databases import FOLDER, fingerprint, loaded_demo, only_one_process, put_into_one_file, today
from tests.serving import ROOT, SECRET_KEY, environment, serve

PEOPLE = {"editor", "moderator", "chair", "admin"}
PASSWORDS, TEMPLATES = "passwords.json", "templates.json"
# What decides the site, beside what decides the loaded demo.
OURS = ["loading", "more_content", "pages", "settings", "settings_for_loading", "urls"]
SOURCES = [
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
    def passkey_url(self) -> str:
        """Return the address by name, since browsers make no passkeys for an address made of numbers."""
        return self.new_board_url

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

    @property
    def folder(self) -> Path:
        """Return where its database, files and log lie."""
        return Path(self.log).parent

    def run(self, *arguments: str) -> str:
        """Run a module of Python with the site's database and files; return what it has printed."""
        port = int(self.url.rpartition(":")[2])
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=loading_environment(self.folder, port, static=self.folder / "static"),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    @classmethod
    def read(cls, path: str) -> "DemoSite":
        """Return what another process has stored."""
        return cls(**json.loads(Path(path).read_text()))


@contextmanager
def demo(folder: Path) -> Iterator[DemoSite]:
    """Copy the loaded demo into a folder and serve it until the block ends."""
    with only_one_process("demo"):
        shutil.copytree(loaded_site(), folder / "demo")
    port, copy = free_port(), folder / "demo"
    lead_to(port, copy / "site.sqlite3")
    passwords, templates = (json.loads((copy / name).read_text()) for name in (PASSWORDS, TEMPLATES))
    with serve(copy, port, DJANGO_SETTINGS_MODULE="tests.browser.settings", **variables_of(copy, port)) as url:
        yield DemoSite(url, passwords, templates, str(copy / "serve.log"))


def loaded_site() -> Path:
    """Return the folder of the demo with more content, which is only ever copied; make it where today has none yet."""
    folder = FOLDER / f"demo-{fingerprint(*SOURCES)}-{today()}"
    if not folder.exists():
        for earlier in FOLDER.glob("demo-*"):
            shutil.rmtree(earlier)
        unfinished = FOLDER / "demo-unfinished"
        unfinished.mkdir(parents=True)
        load(unfinished)
        unfinished.rename(folder)
    return folder


def load(folder: Path) -> None:
    """Put the demo with more content into an empty folder."""
    loaded = loaded_demo()
    assert loaded.url.startswith("sqlite:///"), "The browser tests serve the demo on SQLite."
    database = folder / "site.sqlite3"
    shutil.copy(loaded.url.removeprefix("sqlite:///"), database)
    shutil.copytree(loaded.media, folder / "media")
    passwords = dict(re.findall(r"^\s*(editor|moderator|chair|admin)\s+(\S+)", loaded.printed, re.MULTILINE))
    assert set(passwords) == PEOPLE, loaded.printed
    (folder / PASSWORDS).write_text(json.dumps(passwords))
    subprocess.run(
        [sys.executable, "-m", "tests.browser.loading", folder / TEMPLATES],
        cwd=ROOT,
        # Nothing is collected yet, and WhiteNoise warns of a folder that is not there.
        env=loading_environment(folder, port=80, static=folder),
        check=True,
    )
    # The page cache begins anew in each copy.
    shutil.rmtree(folder / "site.sqlite3.pages")
    put_into_one_file(database)


def loading_environment(folder: Path, port: int, static: Path) -> dict[str, str]:
    """Return the environment of a program that adds content to the site that lies in a folder."""
    variables = variables_of(folder, port)
    return environment(SECRET_KEY=SECRET_KEY, MEDIA_ROOT=str(folder / "media"), STATIC_ROOT=str(static), **variables)


def variables_of(folder: Path, port: int) -> dict[str, str]:
    """Return the variables of the site that lies in a folder."""
    return {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "EMAIL_URL": "dummymail://",
        # As in the demo.
        "SECOND_FACTOR": "skippable",
    }


def lead_to(port: int, database: Path) -> None:
    """Give both boards of a loaded demo the port at which they are served, as ``load_demo --address-only`` does."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE wagtailcore_site SET port = ?", [port])
