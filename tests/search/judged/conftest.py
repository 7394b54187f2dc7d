"""The judged content."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.worlds import shared_world

from . import content


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """A client before the judged content."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        content.load(*(member(group) for group in ("Editors", "Moderators", "Independent Chair")))
        yield Client()


def member(group: str):
    """Return a member of a group."""
    user = get_user_model().objects.create_user(group, f"{group.replace(' ', '-')}@example.org")
    user.groups.add(Group.objects.get(name=group))
    return user
