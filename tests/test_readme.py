"""What the README says is where it says."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Names that are no files of this repository: settings, commands, addresses, what a site writes.
FOLDERS = "board|home|news|resources|search|templates|frontend|static|docs|tools|tests|deploy"
PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]*)`")


def test_every_path_named_in_the_readme_is_there():
    named = set(PATH.findall((ROOT / "README.md").read_text()))
    assert len(named) > 20
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
