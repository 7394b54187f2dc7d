"""No one who is bound by a rule lifts it alone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from wagtail.models import ModelLogEntry

from board.siteinfo.models import BoardSettings
from tests.board.siteinfo.forms import settings_form
from tests.users import add_user

# Permissions by which a member of a group could make its rules count for less: who is in which group and what it may
# do, which steps a page takes, where its files may be seen, and how many people an item takes.
LOOSENING = {
    "auth": {"group", "permission"},
    "accounts": {"user"},
    "approvals": None,
    "publishing": None,
    "wagtailcore": {"workflow", "task", "site", "collection", "collectionviewrestriction", "grouppagepermission"},
}


@pytest.fixture
def form(site):
    """What a form of the settings posts that lets one person publish."""
    return settings_form(label="Front door", phone="999", hours="") | {"one_person_may_publish": "on"}


@pytest.fixture
def address(site):
    """The URL of the settings' form."""
    return f"/admin/settings/siteinfo/boardsettings/{site.pk}/"


def is_relaxed(site):
    return BoardSettings.objects.get(site=site).one_person_may_publish


def test_moderator_reads_why_they_can_not_relax_the_rule(client, moderator, site, address, form):
    client.force_login(moderator)
    shown = client.get(address).content.decode()
    assert "lifts a rule that binds you" in shown
    assert 'name="one_person_may_publish"' not in shown
    client.post(address, form)
    assert BoardSettings.objects.get(site=site).board_name == "Ashmere Board"
    assert not is_relaxed(site)


def test_moderator_leaves_the_relaxed_rule_as_it_is(client, moderator, site, address, form):
    BoardSettings.objects.filter(site=site).update(one_person_may_publish=True)
    client.force_login(moderator)
    del form["one_person_may_publish"]
    client.post(address, form)
    assert is_relaxed(site)


@pytest.mark.parametrize("who", ["superuser", "officer"])
def test_administrator_relaxes_it_on_record(
    client, site, address, form, superuser, chair, who, django_capture_on_commit_callbacks
):
    officer = add_user("officer", "Moderators")
    officer.user_permissions.add(Permission.objects.get(codename="relax_second_person"))
    user = {"superuser": superuser, "officer": officer}[who]
    client.force_login(user)
    assert 'name="one_person_may_publish"' in client.get(address).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, form)
    assert is_relaxed(site)
    [entry] = ModelLogEntry.objects.filter(action="publishing.second_person")
    assert (entry.user, entry.data) == (user, {"one_person_may_publish": True})
    assert entry.message == "One person may write and publish an ordinary item"
    [message] = mail.outbox
    assert message.to == ["chair@example.org"]
    assert "one person may now publish" in message.subject
    assert f"{user} has set this" in message.body


def test_other_changes_are_neither_logged_nor_mailed(site, chair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        settings = BoardSettings.for_site(site)
        settings.strapline = "Together"
        settings.save()
    assert not ModelLogEntry.objects.filter(action="publishing.second_person").exists()
    assert mail.outbox == []


def test_change_by_a_program_is_recorded_and_mailed_too(site, chair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        settings = BoardSettings.for_site(site)
        settings.one_person_may_publish = True
        settings.save()
        settings.one_person_may_publish = False
        settings.save()
    entries = ModelLogEntry.objects.filter(action="publishing.second_person").order_by("pk")
    assert [entry.message for entry in entries][1] == "Two people publish every item"
    assert "by a program" in mail.outbox[0].body
    assert "two people publish every item again" in mail.outbox[1].subject


@pytest.mark.parametrize("name", ["Editors", "Moderators", "Independent Chair"])
def test_no_group_that_a_rule_binds_may_lift_it(db, name):
    held = Permission.objects.filter(group__name=name) | Permission.objects.filter(
        grouppagepermission__group__name=name
    )
    for permission in held.select_related("content_type").distinct():
        models = LOOSENING.get(permission.content_type.app_label, set())
        assert models is not None
        assert permission.content_type.model not in models
        assert permission.codename != "relax_second_person"
    assert Group.objects.filter(name=name).exists()
