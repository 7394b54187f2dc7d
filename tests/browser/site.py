"""The demo site with more content, served by gunicorn as `make serve` does."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.served import free_port
from tests.browser.pages import PageType
from tests.serving import ROOT, environment, serve

ADD_MORE_CONTENT = "from tests.browser.more_content import add; add()"
PEOPLE = {"editor", "moderator", "chair", "admin"}


@dataclass
class DemoSite:
    """Where the demo site answers, the passwords by user name, and what the server has written."""

    url: str
    passwords: dict
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


def manage(environment: dict, *arguments: str) -> str:
    """Run manage.py and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


@contextmanager
def demo(folder: Path) -> Iterator[DemoSite]:
    """Load the demo into a folder and serve it until the block ends."""
    port = free_port()
    variables = {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "EMAIL_URL": "dummymail://",
    }
    loading = environment(MEDIA_ROOT=str(folder / "media"), **variables)
    manage(loading, "migrate", "--verbosity", "0")
    printed = manage(loading, "load_demo")
    passwords = dict(re.findall(r"^\s*(editor|moderator|chair|admin)\s+(\S+)", printed, re.MULTILINE))
    assert set(passwords) == PEOPLE, printed
    manage(loading, "shell", "--no-imports", "--command", ADD_MORE_CONTENT)
    with serve(folder, port, DJANGO_SETTINGS_MODULE="tests.browser.settings", **variables) as url:
        yield DemoSite(url, passwords, str(folder / "serve.log"))
