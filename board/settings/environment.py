"""Where the site lies, and the variables that it is set up by."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything the site writes lies here, unless a variable says otherwise.
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
