"""What the environment decides, tried in processes of their own: settings are read once."""

import json
import os
import subprocess
import sys

import pytest

from tests.serving import FACTOR_KEY

PRINT_SETTINGS = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def run(module, code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": f"board.settings.{module}",
            "FACTOR_KEYS": FACTOR_KEY,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def read(names, module="production", **environment):
    result = run(module, PRINT_SETTINGS % (names,), **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize("environment", [{}, {"SECRET_KEY": ""}])
def test_production_stops_without_a_secret_key(environment):
    result = run("production", "import django; django.setup()", **environment)
    assert result.returncode != 0
    assert "SECRET_KEY is empty" in result.stderr


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", "FACTOR_KEYS is empty"),
        (" , ", "FACTOR_KEYS is empty"),
        ("a-word", "FACTOR_KEYS has no proper key in place 1 of 1"),
        (f"{FACTOR_KEY},{FACTOR_KEY[:-1]}", "FACTOR_KEYS has no proper key in place 2 of 2"),
    ],
)
def test_production_stops_without_keys_for_second_factors(keys, said):
    result = run("production", "import django; django.setup()", SECRET_KEY="x" * 60, FACTOR_KEYS=keys)
    assert result.returncode != 0
    assert said in result.stderr
    assert FACTOR_KEY not in result.stderr
    assert "token_bytes(32)" in result.stderr


def test_several_keys_for_second_factors_are_taken():
    keys = f"{FACTOR_KEY}, {FACTOR_KEY}"
    assert read(["FACTOR_KEYS"], SECRET_KEY="x" * 60, FACTOR_KEYS=keys) == {"FACTOR_KEYS": [FACTOR_KEY, FACTOR_KEY]}


@pytest.mark.parametrize(
    ("variable", "value", "missing"),
    [
        ("S3_BUCKET", "files", "requirements-s3.txt"),
        ("CACHE_URL", "redis://cache.example.org:6379/1", "CACHE_URL needs the Python package redis"),
    ],
)
def test_variable_that_needs_a_missing_package_stops_with_its_name(variable, value, missing):
    hide = "import importlib.util as util; util.find_spec = lambda name, package=None: None"
    result = run("production", f"{hide}; import django; django.setup()", SECRET_KEY="x" * 60, **{variable: value})
    assert result.returncode != 0
    assert missing in result.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CACHE_URL", "redis://cache.example.org:port/1"),
        ("DATABASE_POOLING", "session"),
        ("HSTS", "everywhere"),
        ("PAGE_CACHE_STAMP", "redis"),
        ("BACKGROUND_TASKS", "celery"),
    ],
)
def test_value_that_is_not_known_stops_with_the_name_of_its_variable(variable, value):
    result = run("production", "import django; django.setup()", SECRET_KEY="x" * 60, **{variable: value})
    assert result.returncode != 0
    assert f"ImproperlyConfigured: {variable} " in result.stderr


def test_production_is_the_default_of_wsgi_and_development_of_manage():
    result = subprocess.run(
        [sys.executable, "-c", "import board.wsgi"],
        env={"PATH": os.environ["PATH"], "FACTOR_KEYS": FACTOR_KEY},
        capture_output=True,
        check=False,
    )
    assert b"SECRET_KEY is empty" in result.stderr


@pytest.mark.parametrize(
    "variables", [{"BASE_URL": "https://board.example.org"}, {"ALLOWED_HOSTS": "board.example.org,localhost"}]
)
def test_development_settings_refuse_what_belongs_to_a_public_site(variables):
    result = run("dev", "import django; django.setup()", **variables)
    assert result.returncode != 0
    assert "DJANGO_SETTINGS_MODULE=board.settings.production" in result.stderr


def test_development_settings_need_no_variable_and_take_the_demo_s():
    assert read(["DEBUG"], "dev") == {"DEBUG": True}
    variables = {"SECRET_KEY": "x" * 60, "BASE_URL": "http://127.0.0.1:8080", "ALLOWED_HOSTS": "localhost"}
    assert read(["DEBUG"], "dev", **variables) == {"DEBUG": True}


def test_production_adds_nothing_to_the_base():
    names = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    environment = {"SECRET_KEY": "x" * 60, "BASE_URL": "https://board.example.org"}
    assert read(names, "production", **environment) == read(names, "base", **environment)


def test_an_https_site_is_served_over_nothing_else():
    values = read(
        ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"],
        SECRET_KEY="x" * 60,
        BASE_URL="https://board.example.org",
    )
    assert values == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }


@pytest.mark.parametrize(
    ("variables", "subdomains", "preload"),
    [({}, False, False), ({"HSTS": "subdomains"}, True, False), ({"HSTS": "preload"}, True, True)],
)
def test_other_hosts_of_the_domain_are_bound_to_https_on_request_alone(variables, subdomains, preload):
    names = ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"]
    values = read(names, SECRET_KEY="x" * 60, BASE_URL="https://board.example.org", **variables)
    assert list(values.values()) == [subdomains, preload]


@pytest.mark.parametrize(
    ("variables", "max_age", "disabled"),
    [
        ({}, 60, False),
        ({"DATABASE_POOLING": "transaction"}, 0, True),
        ({"DATABASE_POOLING": "transaction", "CONN_MAX_AGE": "30"}, 30, True),
    ],
)
def test_nothing_outlives_a_transaction_behind_a_pooler(variables, max_age, disabled):
    url = "postgres://someone:secret@db.example.org:6432/board"
    database = read(["DATABASES"], SECRET_KEY="x" * 60, DATABASE_URL=url, **variables)["DATABASES"]["default"]
    assert (database["CONN_MAX_AGE"], database["DISABLE_SERVER_SIDE_CURSORS"]) == (max_age, disabled)


def test_a_site_tried_over_http_is_not_redirected():
    assert read(["SECURE_SSL_REDIRECT"], SECRET_KEY="x" * 60, BASE_URL="http://127.0.0.1:8000") == {
        "SECURE_SSL_REDIRECT": False
    }


def test_database_mail_and_cache_come_from_the_environment():
    values = read(
        ["DATABASES", "EMAIL_BACKEND", "MAIL_QUEUE_BACKEND", "EMAIL_HOST", "EMAIL_USE_TLS", "CACHES"],
        SECRET_KEY="x" * 60,
        DATABASE_URL="postgres://someone:secret@db.example.org:5433/board",
        EMAIL_URL="smtp+tls://user:secret@mail.example.org:587",
        CACHE_URL="redis://cache.example.org:6379/1",
    )
    database = values["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["PORT"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example.org",
        5433,
        "board",
    )
    assert values["EMAIL_BACKEND"] == "board.mail.backends.EmailBackend"
    assert values["MAIL_QUEUE_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (values["EMAIL_HOST"], values["EMAIL_USE_TLS"]) == ("mail.example.org", True)
    cache = values["CACHES"]["default"]
    assert (cache["BACKEND"], cache["LOCATION"]) == ("board.cache.RedisCache", "redis://cache.example.org:6379/1")


def test_sqlite_keeps_a_write_ahead_log(tmp_path):
    code = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    print(cursor.execute("PRAGMA journal_mode").fetchone()[0])
"""
    result = run("production", code, SECRET_KEY="x" * 60, DATABASE_URL=f"sqlite:///{tmp_path / 'site.sqlite3'}")
    assert result.stdout.strip() == "wal", result.stderr


def test_language_and_time_are_english_and_local():
    values = read(["LANGUAGE_CODE", "TIME_ZONE"], SECRET_KEY="x" * 60)
    assert values == {"LANGUAGE_CODE": "en-gb", "TIME_ZONE": "Europe/London"}
