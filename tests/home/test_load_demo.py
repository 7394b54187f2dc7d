"""Loading the demo: twice the same, and only where it belongs."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from board.basepage.models import BasePage
from board.media.models import BoardDocument
from news.models import NewsPage
from resources.models import Topic
from tests.factories import NewsPageFactory

pytestmark = [
    pytest.mark.xdist_group("demo"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves files open.
]


def load():
    """Load the demo and return what was printed."""
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    return printed.getvalue()


@pytest.fixture
def may_load(db, settings, tmp_path):
    """A place where the demo may be loaded."""
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path


def counts():
    return [model.objects.count() for model in (BasePage, BoardDocument, Topic, get_user_model())]


@pytest.mark.test_all("Loads the whole demo once more; make test loads it once.")
def test_second_load_changes_passwords_alone(demo_for_one_test, may_load):
    first = counts()
    assert load() != demo_for_one_test
    assert counts() == first
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_load_is_refused_without_debug(may_load, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        load()
    assert not get_user_model().objects.exists()


def test_load_is_refused_beside_foreign_pages(may_load, news_index):
    NewsPageFactory(parent=news_index, title="A real item")
    with pytest.raises(CommandError, match="A real item"):
        load()
    assert not get_user_model().objects.exists()
    load_again = NewsPage.objects.get()
    assert load_again.title == "A real item"


def test_foreign_page_is_never_deleted(demo_for_one_test, may_load, news_index):
    NewsPageFactory(parent=news_index, title="A real item")
    with pytest.raises(CommandError, match="A real item"):
        load()
    assert NewsPage.objects.filter(title="A real item").exists()
    assert NewsPage.objects.filter(slug="learning-week-2026").exists()


def test_address_only_changes_the_address_alone(may_load, settings, site):
    settings.BASE_URL = "http://127.0.0.1:8080"
    call_command("load_demo", address_only=True)
    site.refresh_from_db()
    assert (site.hostname, site.port) == ("127.0.0.1", 8080)
    assert not get_user_model().objects.exists()


def test_load_is_refused_beside_foreign_users(may_load, editor):
    with pytest.raises(CommandError, match="the user “editor”"):
        load()
    assert get_user_model().objects.get() == editor
    assert not BoardDocument.objects.exists()
