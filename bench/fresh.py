"""
A project as ``wagtail start`` makes it, with the models and templates that Wagtail's own tutorial leads to.

After its first lesson an item shows title, date, introduction and body. At its end every page has a menu and a foot
that editors keep, and an item its author and tags, which is the nearest to what a page of this site shows. It is
https://docs.wagtail.org/en/stable/getting_started/tutorial.html and what follows it, without pictures.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from . import served

# Folders of templates, and what the setting of that name chooses between.
LESSONS = ("first", "last")
LAID_OVER = Path(__file__).with_name("fresh_project")


def project(folder: Path, items: int) -> dict[str, str]:
    """Make the project in the folder ``fresh``, fill it, and return its environment, to which LESSONS may be added."""
    home = folder / "fresh"
    home.mkdir()

    def run(command: list[str], **how) -> None:
        subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, **how)

    run([str(served.PROGRAMS / "wagtail"), "start", "mysite", str(home)])
    shutil.copytree(LAID_OVER, home, dirs_exist_ok=True)
    variables = {
        **{name: value for name, value in served.environment(home).items() if name in {"PATH", "HOME", "LANG"}},
        "DJANGO_SETTINGS_MODULE": "mysite.settings.production",
        "PYTHONPATH": str(home),
    }
    for command in (
        ["makemigrations", "base", "blog", "home"],
        ["migrate"],
        ["collectstatic", "--noinput"],
        ["shell", "-c", f"import fill; fill.fill({items})"],
    ):
        run([sys.executable, "manage.py", *command, "--verbosity", "0"], env=variables)
    return variables
