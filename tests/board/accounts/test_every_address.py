"""Every address of the resolver, for every role, with a factor and without: no session reaches the admin past it."""

import re
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from tests.admin_lists import addresses
from tests.factories import NewsPageFactory
from tests.second_factors import add_app, give_password, sign_in
from tests.users import PASSWORD, add_user

pytestmark = [
    pytest.mark.usefixtures("second_factor_required"),
    # The register takes a day without a time zone, and Django warns.
    pytest.mark.filterwarnings("default:DateTimeField .* received a naive datetime:RuntimeWarning"),
]

ADMIN, ACCOUNTS = "/admin/", "/accounts/"
# The second leads to the first.
SIGN_IN = (ACCOUNTS, "/admin/login/")
ROLES = {"reader": [], "editor": ["Editors"], "moderator": ["Moderators"], "chair": ["Independent Chair"], "admin": []}
NEED_A_FACTOR = {"moderator", "chair", "admin"}
METHODS = ("get", "post")
# What stands below /admin/ and holds nothing: words and drawings of Wagtail's own.
HARMLESS = re.compile(r"^/admin/(jsi18n|sprite)")
# Each of them is enough to try that the middleware stands before all of its kind.
REPRESENTATIVES = {
    "/admin/",
    "/admin/account/",
    "/admin/api/main/pages/",
    "/admin/login/",
    "/admin/logout/",
    "/admin/password_reset/",
    "/admin/reports/",
    "/admin/users/",
}


def make_user(role):
    """Create a user in a role."""
    if role == "admin":
        return get_user_model().objects.create_superuser(role, f"{role}@example.org", PASSWORD)
    return add_user(role, *ROLES[role])


def browser():
    """Return a client that gets an answer where a view fails."""
    return Client(raise_request_exception=False)


def without_factor(user):
    """Return a client whose user gave a password and has no factor."""
    client = browser()
    give_password(client, user.username)
    return client


def with_password_only(user):
    """Return a client that something has signed in for a user who has a factor."""
    add_app(user)
    client = browser()
    client.force_login(user)
    return client


def with_factor(user):
    """Return a client whose user gave a password and a code."""
    client = browser()
    sign_in(client, user, add_app(user))
    return client


def expired(user):
    """Return a client whose session has come to its end."""
    client = with_factor(user)
    Session.objects.all().delete()
    return client


STATES = {
    "without a factor": without_factor,
    "password only": with_password_only,
    "with factor": with_factor,
    "expired": expired,
}


def answer(client, method, address):
    """Return what became of a request: ``asked``, ``refused``, ``not found`` or ``reached``."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        response.close()
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
        return "asked"
    return {403: "refused", 404: "not found", 405: "refused"}.get(response.status_code, "reached")


def answers(client, paths):
    """Return what became of requests by each method for each address; a session that one of them ends is renewed."""
    cookies = client.cookies.output(header="", sep=";")
    result = {}
    for address in paths:
        for method in METHODS:
            result[method, address] = answer(client, method, address)
            client.cookies.load(cookies)
    return result


def reached(result):
    """Return the addresses that a client has reached, except the harmless ones."""
    return [key for key, what in result.items() if what == "reached" and not HARMLESS.match(key[1])]


def may_work(role, state):
    """Return whether the admin is open in a role and state."""
    if role == "reader" or state in {"expired", "password only"}:
        return False
    return state == "with factor" or role not in NEED_A_FACTOR


each_or_representatives = pytest.mark.parametrize(
    "paths",
    [
        "representatives",
        pytest.param("every", marks=pytest.mark.test_all("Every address of the admin, in every role and state.")),
    ],
    indirect=True,
)


@pytest.fixture
def item(news_index):
    return NewsPageFactory(parent=news_index)


@pytest.fixture
def paths(request, item):
    """The addresses of the admin: all, or one of each kind."""
    every = addresses(item.pk, "admin/")
    assert len(every) > 200
    return every if request.param == "every" else [address for address in every if address in REPRESENTATIVES]


@each_or_representatives
@pytest.mark.parametrize("role", ROLES)
def test_no_session_without_a_factor_reaches_the_admin(paths, role, settings, record_property):
    """The table of the answers: role, state and method."""
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    lines = []
    for state, session in STATES.items():
        with transaction.atomic():
            result = answers(session(make_user(role)), paths)
            transaction.set_rollback(True)
        for method in METHODS:
            counted = Counter(what for (used, _), what in result.items() if used == method)
            lines.append(f"{role:<10} {state:<17} {method:<5} {dict(sorted(counted.items()))}")
        if may_work(role, state):
            assert ("get", ADMIN) in reached(result), (role, state)
        elif role != "reader":
            assert reached(result) == [], (role, state)
    record_property("table", "\n".join(lines))


@pytest.mark.parametrize(
    "paths", ["representatives", pytest.param("every", marks=pytest.mark.test_all("All."))], indirect=True
)
def test_anonymous_reaches_nothing_of_the_admin(db, paths):
    assert reached(answers(browser(), paths)) == []


def test_no_address_signs_in_past_the_factor(item):
    """A password that is sent to any address, by any name that forms have for it, opens nothing of the admin."""
    add_app(make_user("chair"))
    credentials = dict.fromkeys(("username", "login", "email"), "chair")
    credentials |= dict.fromkeys(("password", "password1"), PASSWORD) | {"next": ADMIN}
    tried = [address for address in addresses(item.pk) if "login" in address or not address.startswith(ADMIN)]
    assert {"/accounts/login/", "/admin/login/", "/_util/login/"} <= set(tried)
    for address in tried:
        client = browser()
        with transaction.atomic():
            client.post(address, credentials)
            opened = client.get(ADMIN)
            transaction.set_rollback(True)
        assert opened.status_code == 302, address
        assert opened["Location"].startswith(ACCOUNTS), address
