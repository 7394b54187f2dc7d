"""
A database that every thread sees, and that is left as it was found.

Threads see only what is committed, so these tests run outside the transaction that undoes other tests. Emptying the
whole database afterwards would take the tree with it that ``migrate`` makes and that the tests after these need: so
each round removes what it made, and at the end every table is counted.
"""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import ModelLogEntry, PageLogEntry

from board.basepage.models import BasePage
from board.engines.pagecache.models import VersionToken
from board.media.models import BoardDocument
from news.models import NewsPage

MEMBERS = {
    "race-editor": "Editors",
    "race-moderator": "Moderators",
    "race-chair": "Independent Chair",
    "race-deputy": "Independent Chair",
}


# As many as there ever were writers at once; what the search has learned, which no page of results shows by itself.
LEFT_BEHIND = {"pagecache.VersionToken", "search.VocabularyWord", "search.FacetLabel", "search.FacetCombination"}


def everything() -> dict:
    """Return how many rows each table has that are of something, and the whole tree."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    rows = {
        model._meta.label: model._base_manager.count()
        for model in models
        if not model._meta.proxy and model._meta.label not in LEFT_BEHIND
    }
    tree = list(BasePage.objects.order_by("path").values_list("pk", "path", "numchild", "url_path", "live"))
    return {"rows": rows, "tree": tree, "problems": BasePage.find_problems()}


def sweep() -> None:
    """Remove what a round made."""
    register = ", ".join(model._meta.db_table for model in apps.get_app_config("approvals").get_models())
    with connection.cursor() as cursor:
        # Its triggers refuse to delete a row; emptying a whole table is the owner's right.
        cursor.execute(f"TRUNCATE {register}")
    for item in (*NewsPage.objects.all(), *BoardDocument.objects.all()):
        item.delete()
    for log in (PageLogEntry, ModelLogEntry):
        log.objects.filter(user__username__in=MEMBERS).delete()
        log.objects.filter(user=None).delete()
    VersionToken.objects.all().delete()


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """
    The database without a transaction around the tests; fails where it is not as it was at the end.

    It takes the place of pytest-django's fixture, which prepares a database only for tests that ask for ``db``.
    """
    with django_db_blocker.unblock():
        # The register is emptied here, which must never happen to one that is in use.
        assert connection.settings_dict["NAME"].startswith("test_")
        before = everything()
        # All of them are removed after each round.
        assert not NewsPage.objects.exists()
        assert not BoardDocument.objects.exists()
        yield
        sweep()
        get_user_model().objects.filter(username__in=MEMBERS).delete()
        after = everything()
        connection.close()
    assert after == before


@pytest.fixture(scope="module")
def members(db):
    """An editor, a moderator and two chairs, by user name."""
    users = {}
    for username, group in MEMBERS.items():
        users[username] = get_user_model().objects.create_user(username, f"{username}@example.org")
        users[username].groups.add(Group.objects.get(name=group))
    return users


@pytest.fixture
def swept(db, settings, tmp_path):
    """Empties the database of what a round made; files are thrown away with the test."""
    settings.MEDIA_ROOT = tmp_path
    yield sweep
    sweep()
