"""The attempt of every route, and its outcome."""

from contextlib import nullcontext

from django.contrib.messages import constants, get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction
from wagtail.actions.create_alias import CreatePageAliasPermissionError

from board.approvals.sealing import SealedColumnsError
from board.engines.pagecache.sql_writes import READ_ONLY
from board.media.managers import PublicFileColumnsError

from . import approval_routes  # noqa: F401  # Registers its routes.
from .layers import LAYERS
from .routes import ADMIN, CODE, ROUTES, fetch_file

REFUSALS = (
    CommandError,
    CreatePageAliasPermissionError,
    IntegrityError,
    PermissionDenied,
    SealedColumnsError,
    PublicFileColumnsError,
    ValidationError,
)
LEAK, REFUSED, HARMLESS, NONE = "LEAK", "refused", "harmless", ""


def was_refused(response) -> bool:
    """Return whether a response tells a person or a script that the action was refused."""
    if response is None:
        return False
    assert response.status_code != 500, response.content
    if response.status_code in {400, 403, 404, 405, 422}:
        return True
    levels = [message.level for message in get_messages(response.wsgi_request)]
    # A form that comes back with its errors is shown again rather than redirected; a script gets JSON.
    shown_again = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return shown_again or any(level >= constants.WARNING for level in levels)


class WriteCounter:
    """Counts the writes of an attempt, as a wrapper of Django's; those of a session show readers nothing."""

    def __init__(self):
        self.writes = 0

    def __call__(self, execute, sql, params, many, context):
        self.writes += sql.split(maxsplit=1)[0].upper() not in READ_ONLY and "django_session" not in sql
        return execute(sql, params, many, context)


class RollBackError(Exception):
    """Ends an attempt and all that it has written."""


def attempt(world, function, actor, off=None):
    """
    Take a route, with one layer switched off or none; return its outcome and the secrets that were seen.

    After a refusal that wrote nothing the site is as it was, and is not looked at again.
    """
    outcome, seen = NONE, set()
    counter = WriteCounter()
    try:
        with transaction.atomic():
            with LAYERS[off]() if off else nullcontext():
                try:
                    with transaction.atomic(), connection.execute_wrapper(counter):
                        outcome = REFUSED if was_refused(function(world, actor)) else HARMLESS
                except REFUSALS:
                    outcome = REFUSED
                if off or outcome != REFUSED or counter.writes:
                    seen = world.seen_by_a_visitor()
            raise RollBackError
    except RollBackError:
        world.restore_files()
    return (LEAK if seen else outcome), seen


def every_attempt():
    """Yield name of the route, who takes it and the function, for every cell of the table."""
    for name, actors, function in ROUTES:
        for actor in actors:
            yield name, actor, function


COLUMNS = (*ADMIN, *CODE)
ABSENT = "–"


def table(outcomes) -> str:
    """Return the table of routes and people as Markdown; ``outcomes`` are by name of the route and who takes it."""
    lines = [f"| Route | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
    for name, _, _ in ROUTES:
        cells = [outcomes.get((name, actor), ABSENT) for actor in COLUMNS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def rests_on(world, function, actors) -> list[str]:
    """
    Return the layers without which, each switched off alone, a route leaks.

    Of the people in the admin the chair and the superuser are tried, who may do most; of code every way.
    """
    strongest = [actor for actor in actors if actor in {*CODE, "chair", "superuser"}] or actors
    return [
        off
        for off in LAYERS
        # With every file public, the file is seen whatever else is done.
        if (off != "access" or function is fetch_file)
        and any(attempt(world, function, actor, off)[0] == LEAK for actor in strongest)
    ]


def table_of_layers(layers) -> str:
    """Return which layer each route rests on alone as Markdown; ``layers`` are by name of the route."""
    lines = ["| Route | Rests on this layer alone |", "|---|---|"]
    lines += [f"| {name} | {', '.join(layers[name]) or 'none: two or more hold it'} |" for name, _, _ in ROUTES]
    return "\n".join(lines)
