"""A WSGI application that answers with bytes and headers that are at hand: as fast as gunicorn can be from Python."""

import json
import os
from pathlib import Path

# {"/path/": {"headers": [["Content-Type", "…"], …], "file": "name of the file with the body"}}
FOLDER = Path(os.environ["BARE_FOLDER"])
ANSWERS = {
    path: ([tuple(header) for header in answer["headers"]], (FOLDER / answer["file"]).read_bytes())
    for path, answer in json.loads((FOLDER / "answers.json").read_text()).items()
}


def application(environ, start_response):
    """Answer."""
    headers, body = ANSWERS[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return [body]
