"""Error pages with the emergency contacts, which can't fail."""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from .contacts import childline, nspcc
from .models import BoardSettings

logger = logging.getLogger(__name__)

# For when the database or the templates fail. 999 is the number in every board's area.
LAST_RESORT = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><header><a href="{exit_url}" rel="nofollow noreferrer">Leave this page</a></header><main><h1>{title}</h1>{words}
<p>If a child is in danger now, ring <a href="tel:999">999</a>.</p>
<p>To talk to somebody, children can ring {childline.label} on <a href="{childline.phone_url}">{childline.phone}</a>;
adults worried about a child can ring the {nspcc.label} on <a href="{nspcc.phone_url}">{nspcc.phone}</a>.</p>
<p><a href="/">Home page</a></p></main></body></html>"""


def last_resort(title: str, words: str = "") -> str:
    """Return the HTML of a plain page with a title and some words, which needs neither the database nor templates."""
    exit_url = BoardSettings._meta.get_field("exit_url").default
    words = f"\n<p>{words}</p>" if words else ""
    return LAST_RESORT.format(title=title, words=words, exit_url=exit_url, childline=childline(), nspcc=nspcc())


def error_page(request, status: int, template: str, title: str) -> HttpResponse:
    """Return an error page from a template or, if rendering it fails, a plain page with the title."""
    try:
        content: str = render_to_string(template, request=request)
    except Exception:
        # The cause of the error may break this page too; readers still get the telephone numbers.
        logger.exception("The error page %s can't be made.", template)
        content = last_resort(title)
    return HttpResponse(content, status=status)


def forbidden(request, exception=None) -> HttpResponse:
    """Return the error page with status 403."""
    return error_page(request, 403, "403.html", "You can’t see this page")


def csrf_failure(request, reason="") -> HttpResponse:
    """Return the error page for a form that failed the CSRF check."""
    return error_page(request, 403, "403_csrf.html", "This was not sent from our page")


def not_found(request, exception=None) -> HttpResponse:
    """Return the error page with status 404."""
    return error_page(request, 404, "404.html", "We can’t find this page")


# Not a template, because the admin's templates need the database.
ADMIN_DATABASE_DOWN = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>The database does not answer</title></head>
<body><main><h1>The database does not answer</h1>
<p>Everything that was saved is safe. What you have just sent was not saved: keep it, for instance by going back to
the form and copying your words.</p>
<p>Readers still see the pages that were asked for lately, with whom to ring. Nothing can be published or taken down
until the database is back; the site then goes on by itself.</p>
<p>Try again in a few minutes. If it lasts, tell your system administrator: <em>the database does not
answer</em>.</p>
</main></body></html>"""
RETRY_AFTER = "30"


def is_database_down(error: BaseException | None) -> bool:
    """Return whether an exception was caused by an unavailable database."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def database_down(request) -> HttpResponse:
    """Return an error page with status 503: an explanation in the admin, telephone numbers elsewhere."""
    if request.path.startswith(reverse("wagtailadmin_home")):
        response = HttpResponse(ADMIN_DATABASE_DOWN, status=503)
    else:
        response = HttpResponse(last_resort("Something went wrong here"), status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def server_error(request) -> HttpResponse:
    """Return the error page with status 500, or 503 if the database is down."""
    # Django calls this view while it handles the exception.
    if is_database_down(sys.exception()):
        return database_down(request)
    return error_page(request, 500, "500.html", "Something went wrong here")


NOT_SAVED = "Nothing was saved. Go back to the form, where your words are, and send it again."


def refusal(status: HTTPStatus) -> str:
    """Return the HTML of the page for a request that the server refuses before Django sees it."""
    megabytes = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 1024**2
    titles_and_words = {
        HTTPStatus.SERVICE_UNAVAILABLE: (
            "The site is busy",
            f"Too much is being asked of this part of the site. Try again in a minute. {NOT_SAVED}",
        ),
        HTTPStatus.REQUEST_TIMEOUT: ("What you sent did not arrive", f"The connection was too slow. {NOT_SAVED}"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
            "What you sent is too large",
            f"A document may have up to {megabytes} MB. Nothing was saved. Make the file smaller and try again.",
        ),
    }
    other = ("We can’t read what you sent", "Your browser sent it in a way that this site does not take.")
    return last_resort(*titles_and_words.get(status, other))
