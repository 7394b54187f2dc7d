"""Users in the board's roles."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

PASSWORD = "a-long-password-for-tests"


def add_user(username, *groups):
    """Create a user in these groups."""
    user = get_user_model().objects.create_user(username, f"{username}@example.org", PASSWORD)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def sign_in(client, username, password=PASSWORD, **extra):
    """Post the form of the sign-in page; return the response, a redirect if the password was right."""
    return client.post("/accounts/login/", {"login": username, "password": password}, **extra)


def user_in(username, *groups):
    """Return the user of this name, whom a shared world may have, or create one in these groups."""
    return get_user_model().objects.filter(username=username).first() or add_user(username, *groups)


def add_people():
    """Create a writer, a reviewer and an approver; return them in that order."""
    return [add_user("editor", "Editors"), add_user("moderator", "Moderators"), add_user("chair", "Independent Chair")]


def authenticate(client, user, minutes_ago=0, method="password"):
    """Sign a user in who gave a password, or with ``mfa`` a second factor, so many minutes ago."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time.time() - 60 * minutes_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def confirm(client, question, **answer):
    """Answer the question who it is with everything that it carries, as its form does; return the response."""
    form = BeautifulSoup(question.content, "html.parser").select_one("main form[method=post]")
    fields = [(field["name"], field.get("value", "")) for field in form.select("input[type=hidden][name]")]
    data = {f"reauthentication-{name}": value for name, value in answer.items()}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return client.post(form["action"], data)


def others(*names):
    """Return the names of roles that ``make test-all`` alone tries, for ``parametrize``."""
    return [pytest.param(name, marks=pytest.mark.test_all("Another role.")) for name in names]
