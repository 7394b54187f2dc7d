"""No one sets another person's password: people choose their own by a link in a mail."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from tests.users import PASSWORD

NEW_PASSWORD = "seventeen herons in a wide marsh"


def link_in(message):
    """Return the path of the first link for a password in a mail."""
    return re.search(r"http://localhost(/accounts/password/reset/link/\S+)", message.body)[1]


@pytest.fixture
def administrator(client, superuser):
    client.force_login(superuser)
    return client


def test_new_account_is_invited_and_its_owner_chooses_the_password(administrator, client):
    form = {
        "username": "robin",
        "email": "robin@example.org",
        "first_name": "Robin",
        "last_name": "Example",
        "groups": [Group.objects.get(name="Editors").pk],
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert administrator.post(reverse("wagtailusers_users:add"), form).status_code == 302
    robin = get_user_model().objects.get(username="robin")
    assert not robin.has_usable_password()
    (message,) = mail.outbox
    assert message.to == ["robin@example.org"]
    assert "robin" in message.body
    assert "/accounts/password/reset/\n" in message.body
    client.logout()
    page = client.get(link_in(message), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    robin.refresh_from_db()
    assert robin.check_password(NEW_PASSWORD)


def test_form_of_a_user_has_no_password(administrator, editor):
    for url in (reverse("wagtailusers_users:add"), reverse("wagtailusers_users:edit", args=[editor.pk])):
        assert 'type="password"' not in administrator.get(url).content.decode()


def test_link_is_sent_again(administrator, editor):
    url = reverse("invite_user", args=[editor.pk])
    assert url in administrator.get(reverse("wagtailusers_users:index")).content.decode()
    assert "editor@example.org" in administrator.get(url).content.decode()
    assert mail.outbox == []
    administrator.post(url)
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    assert editor.check_password(PASSWORD)


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}], ids=["no address", "inactive"])
def test_no_link_is_sent_where_it_would_reach_no_one(administrator, editor, change):
    get_user_model().objects.filter(pk=editor.pk).update(**change)
    administrator.post(reverse("invite_user", args=[editor.pk]))
    assert mail.outbox == []


def test_link_is_for_administrators_to_send(client, editor, moderator):
    client.force_login(moderator)
    client.post(reverse("invite_user", args=[editor.pk]))
    assert mail.outbox == []
