"""The judged content, loaded once for a module and taken away after it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client, override_settings

from board.stamps.memory import forget_everything

from . import content


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """A client before the judged content, which a transaction holds until the module ends."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        forget_everything()
        content.load(*(member(group) for group in ("Editors", "Moderators", "Independent Chair")))
        yield Client()
        transaction.set_rollback(True)
    forget_everything()


def member(group: str):
    """Return a member of a group."""
    user = get_user_model().objects.create_user(group, f"{group.split()[0]}@example.org")
    user.groups.add(Group.objects.get(name=group))
    return user
