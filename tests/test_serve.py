"""`make serve`: gunicorn under production settings, on the database that the suite runs on."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from bench.served import free_port
from tests.databases import own_database
from tests.serving import ROOT, SECRET_KEY, environment, serve

pytestmark = pytest.mark.own_database

PUBLIC = ["/", "/news/", "/news/statements/", "/news/feed/", "/resources/", "/search/?q=neglect", "/sitemap.xml"]


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    """A database of its own."""
    with own_database(tmp_path_factory.mktemp("serve")) as url:
        yield url


@pytest.fixture(scope="module")
def site(database_url, tmp_path_factory):
    """The address of a served site."""
    with serve(tmp_path_factory.mktemp("served"), free_port(), DATABASE_URL=database_url) as url:
        yield url


def get(url):
    """Return status, headers and body, of errors too."""
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


@pytest.mark.test_all("From nothing, with every migration; the browser tests are served by the same program.")
@pytest.mark.xdist_group("serve")
class TestServed:
    def test_one_process_serves_for_all_of_these(self, request):
        """Grouping is a matter between pytest-xdist and pytest, and stops without a word when they fall out."""
        if "PYTEST_XDIST_WORKER" not in os.environ:
            pytest.skip("There is but one process.")
        assert request.node.nodeid.endswith("@serve")

    @pytest.mark.parametrize("path", PUBLIC)
    def test_public_pages_answer_and_set_no_cookie(self, site, path):
        status, headers, _ = get(site + path)
        assert status == 200
        assert "Set-Cookie" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"

    def test_the_admin_asks_to_sign_in(self, site):
        status, _, body = get(site + "/admin/")
        assert status == 200
        assert 'name="password"' in body

    def test_an_unknown_address_is_answered_by_our_own_page(self, site):
        status, _, body = get(site + "/no-such-page/")
        assert status == 404
        assert "999" in body
        assert "Traceback" not in body

    def test_static_files_are_hashed_and_kept_for_ever(self, site):
        _, _, body = get(site + "/")
        path = body.split('rel="stylesheet" href="')[1].split('"')[0]
        status, headers, _ = get(site + path)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]

    def test_a_strange_host_is_refused(self, site):
        request = urllib.request.Request(site + "/", headers={"Host": "evil.example.org"})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=20)
        with caught.value:
            assert caught.value.code == 400


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": SECRET_KEY, "FACTOR_KEYS": ""}, "FACTOR_KEYS"),
    ],
)
def test_no_start_without_a_key(variables, missing):
    result = subprocess.run(
        ["tools/serve"], cwd=ROOT, env=environment(**variables), capture_output=True, text=True, check=False, timeout=30
    )
    assert result.returncode == 1
    assert result.stderr.startswith(f"{missing} is empty.")
    assert len(result.stderr.splitlines()) == 1


def refused_demo(port):
    """What tools/demo says when it does not start."""
    result = subprocess.run(
        ["tools/demo"], cwd=ROOT, env=environment(PORT=port), capture_output=True, text=True, check=False, timeout=30
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_the_demo_does_not_start_on_a_port_that_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} is taken" in refused_demo(port)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_the_demo_does_not_start_on_a_port_that_is_none(port):
    assert f"“{port}”" in refused_demo(port)


def test_machine_without_the_whole_of_venv_is_told_what_to_install(tmp_path):
    python = tmp_path / "python3"
    hide = "import importlib.util as util; util.find_spec = lambda name: None; import sys; exec(sys.argv[1])"
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exec {sys.executable} -c \'{hide}\' "$2"\necho made >&2; exit 1\n')
    python.chmod(0o755)
    result = subprocess.run(
        ["make", "install", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "apt install python3-venv" in result.stderr
    assert "made" not in result.stderr


def test_djangos_deployment_checks_are_clean(tmp_path):
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment(
            SECRET_KEY=SECRET_KEY,
            BASE_URL="https://board.example.org",
            DJANGO_SETTINGS_MODULE="board.settings.production",
            DATABASE_URL=f"sqlite:///{tmp_path / 'site.sqlite3'}",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
