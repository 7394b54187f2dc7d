"""The log says what went wrong, and nothing of what was asked for."""

import logging

import pytest

from board.logs import Discreet


def written(name, message, *args, error=None, request=None):
    """What a handler with the filter writes of a record."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)
    if request:
        record.request = request
    assert Discreet().filter(record)
    return logging.Formatter().format(record)


def raised(words="bruises"):
    """An error that quotes what was asked for, after another that does."""
    try:
        try:
            raise KeyError(words)
        except KeyError as first:
            raise ValueError(f"near {words}: syntax error") from first
    except ValueError as error:
        return error


def test_an_error_of_a_search_is_told_without_its_text(rf):
    text = written(
        "django.request", "Internal Server Error: %s", "/search/", error=raised(), request=rf.get("/search/?q=bruises")
    )
    assert "near bruises" not in text
    assert "'bruises'" not in text
    assert "Internal Server Error: /search/" in text
    assert text.index("KeyError (its text") < text.index("Then:") < text.index("ValueError (its text")
    assert "in raised" in text


def test_an_error_of_an_address_without_a_query_keeps_its_text(rf):
    text = written("django.request", "Internal Server Error: /", error=raised(), request=rf.get("/"))
    assert "near bruises: syntax error" in text


def test_an_error_that_reaches_gunicorn_is_told_without_query():
    text = written("gunicorn.error", "Error handling request %s %s", "GET", "/search/?q=bruises", error=raised())
    assert text.splitlines()[0] == "Error handling request GET /search/?…"
    assert "near bruises" not in text


def test_bytes_that_are_no_request_are_not_quoted_and_their_sender_not_named():
    message = "Invalid request from ip=192.0.2.7: Invalid HTTP Version: 'bruises HTTP/1.1'"
    assert written("gunicorn.error", message) == "Invalid request."


@pytest.mark.parametrize("name", ["board.links", "root", "django.db.backends"])
def test_what_tells_of_no_request_is_left_as_it_is(name):
    text = written(name, "Asked %s", "https://example.org/?page=2", error=raised())
    assert "https://example.org/?page=2" in text
    assert "syntax error" in text


def test_the_handler_of_production_has_it(settings):
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["discreet"]
    for name in ("root", "django", "gunicorn.error"):
        where = settings.LOGGING["root"] if name == "root" else settings.LOGGING["loggers"][name]
        assert where["handlers"] == ["stderr"]
