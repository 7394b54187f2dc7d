import shutil

import pytest

from home.models import HomePage
from resources.models import ResourceIndexPage
from tests.worlds import shared_world, with_all_that_follows

from .client import results
from .leak_checks import make_world


@pytest.fixture
def search(client, db):
    """Return a function that searches and returns the page of results."""
    return lambda typed, **parameters: results(client, typed, **parameters)


@pytest.fixture
def settle(django_capture_on_commit_callbacks):
    """Return a function that takes a step and runs what follows once it is committed."""

    def run(step, *arguments):
        with django_capture_on_commit_callbacks(execute=True):
            return step(*arguments)

    return run


@pytest.fixture(scope="module")
def made_secret(django_db_setup, django_db_blocker, tmp_path_factory):
    """A world whose page was never public, and the folder of its files."""
    media = tmp_path_factory.mktemp("media")
    with shared_world(django_db_blocker, media):
        yield with_all_that_follows(make_world, HomePage.objects.get(), ResourceIndexPage.objects.get()), media


@pytest.fixture
def draft(made_secret, db, settings, tmp_path):
    """The world as it was made, with files of its own."""
    world, media = made_secret
    settings.MEDIA_ROOT = shutil.copytree(media, tmp_path / "media")
    return world.as_stored()


@pytest.fixture
def public(draft, settle):
    """The world, its page published."""
    settle(draft.page.get_latest_revision().publish)
    return draft.as_stored()
