"""Copies of the checkout in which programs may change the code."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What the tests need and Git does not keep; it is read, never written.
LINKED = [".venv", "tests/browser/tools/node_modules", "tests/browser/lighthouse/node_modules"]


@contextmanager
def copy_of_the_checkout() -> Iterator[Path]:
    """Yield a folder with every file as it stands in the checkout now, committed or not; it is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="board-copy-") as folder:
        copy = Path(folder)
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
        files = [name for name in names.split(b"\0") if name and (ROOT / name.decode()).exists()]
        tar = ["tar", "--create", "--null", "--files-from=-", "--file=-"]
        packed = subprocess.run(tar, cwd=ROOT, input=b"\0".join(files), capture_output=True, check=True).stdout
        subprocess.run(["tar", "--extract", "--file=-"], cwd=copy, input=packed, check=True)
        for name in LINKED:
            if (ROOT / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).symlink_to(ROOT / name)
        # frontend-check compares with what is committed.
        for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "A copy"]):
            author = ["-c", "user.name=A copy", "-c", "user.email=copy@example.org"]
            subprocess.run(["git", *author, *command], cwd=copy, check=True)
        yield copy
