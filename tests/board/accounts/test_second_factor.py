"""Who needs a second factor, when a session lacks it, and what is asked then."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.factories import NewsPageFactory, StandardPageFactory
from tests.second_factors import (
    add_app,
    add_recovery_codes,
    code_of,
    commits_at_once,
    give_password,
    remove_factors,
    set_up_app,
    sign_in,
)
from tests.users import add_user

pytestmark = pytest.mark.usefixtures("second_factor_required")

HOME = "/admin/"
INDEX = "/accounts/2fa/"
CODE = "/accounts/2fa/reauthenticate/"


def led_to(response) -> str:
    """Return where a response leads, or an empty string."""
    return response.headers.get("Location", "")


def is_open(client) -> bool:
    """Return whether the admin is open to a client."""
    return client.get(HOME).status_code == 200


@pytest.mark.parametrize("group", ["Moderators", "Independent Chair"])
def test_who_publishes_or_decides_is_asked_to_set_up_a_factor(client, db, group):
    add_user("person", group)
    assert led_to(give_password(client, "person")) == HOME
    assert led_to(client.get("/admin/reports/")) == INDEX
    assert b"Add a second step to your sign-in" in client.get(INDEX).content


def test_administrator_is_asked_to_set_up_a_factor(client, superuser):
    give_password(client, "admin")
    assert led_to(client.get(HOME)) == INDEX


def test_user_who_may_change_accounts_is_asked_to_set_up_a_factor(client, editor):
    group = Group.objects.get(name="Editors")
    give_password(client, "editor")
    assert is_open(client)
    group.permissions.add(*Group.permissions.rel.model.objects.filter(codename="change_user"))
    assert led_to(client.get(HOME)) == INDEX


def test_editor_works_with_a_password_and_is_offered_a_passkey(client, editor):
    assert led_to(give_password(client, "editor")) == HOME
    assert b"add a passkey" in client.get(HOME).content
    assert b'href="/accounts/2fa/"' in client.get("/admin/account/").content


def test_editor_who_has_a_factor_is_asked_for_it(client, editor):
    secret = add_app(editor)
    assert led_to(give_password(client, "editor")) == "/accounts/2fa/authenticate/"
    assert not is_open(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_open(client)
    assert b"add a passkey" not in client.get(HOME).content


def test_factor_that_was_set_up_counts_at_once_and_leads_on(client, moderator):
    """Neither the password nor a code is asked for again, and the codes are shown once."""
    give_password(client, "moderator")
    assert led_to(client.get("/admin/reports/?q=1")) == INDEX
    assert led_to(set_up_app(client)) == "/accounts/2fa/recovery-codes/"
    codes = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert codes.count("<li><code>") == 10
    assert 'href="/admin/reports/?q=1"' in codes
    assert client.get("/accounts/2fa/recovery-codes/").content.decode().count("<li><code>") == 0
    assert is_open(client)


def test_factor_that_was_set_up_elsewhere_is_asked_for(client, moderator, editor):
    """A session opened before with the password alone neither goes on nor removes the factor."""
    client.force_login(editor)
    secret = add_app(editor)
    assert led_to(client.get("/admin/reports/")) == f"{CODE}?next=%2Fadmin%2Freports%2F"
    for address in (INDEX, "/accounts/2fa/totp/deactivate/", "/accounts/password/change/", "/accounts/reauthenticate/"):
        assert led_to(client.get(address)).startswith(CODE)
        assert led_to(client.post(address, {"password": "a-long-password-for-tests"})).startswith(CODE)
    assert Authenticator.objects.filter(user=editor).exists()
    response = client.post(CODE, {"code": code_of(secret), "next": "/admin/reports/"})
    assert led_to(response) == "/admin/reports/"
    assert is_open(client)


def test_removed_factor_opens_nothing_any_more(client, moderator):
    """A lost device signs no one in, and where it had, it ends."""
    sign_in(client, moderator, add_app(moderator))
    assert is_open(client)
    remove_factors(moderator)
    assert led_to(client.get(HOME)) == INDEX
    add_app(moderator)
    assert led_to(client.get(HOME)).startswith(CODE)


def test_user_who_joins_the_moderators_is_asked_in_the_open_session(client, editor):
    give_password(client, "editor")
    assert is_open(client)
    editor.groups.add(Group.objects.get(name="Moderators"))
    assert led_to(client.get(HOME)) == INDEX


def test_deactivated_user_is_signed_out_and_does_not_sign_in(client, moderator):
    secret = add_app(moderator)
    sign_in(client, moderator, secret)
    moderator.is_active = False
    moderator.save()
    assert led_to(client.get(HOME)) == "/accounts/login/?next=/admin/"
    assert led_to(give_password(Client(), "moderator")) == "/accounts/inactive/"


def test_recovery_code_signs_in_once(client, moderator):
    add_app(moderator)
    code = add_recovery_codes(moderator)[3]
    give_password(client, "moderator")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_open(client)
    again = Client()
    give_password(again, "moderator")
    assert again.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert not is_open(again)


def test_new_recovery_codes_stand_in_for_the_one_that_signed_in(client, moderator):
    add_app(moderator)
    give_password(client, "moderator")
    client.post("/accounts/2fa/authenticate/", {"code": add_recovery_codes(moderator)[0]})
    with commits_at_once():
        client.post("/accounts/2fa/recovery-codes/generate/")
    assert is_open(client)


def test_last_factor_of_who_needs_one_is_not_removed(client, moderator):
    sign_in(client, moderator, add_app(moderator))
    page = client.get("/accounts/2fa/totp/deactivate/").content.decode()
    assert "Add another one first" in page
    assert "<button class" not in page.partition("<main")[2].partition("</main>")[0]
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=moderator, type="totp").exists()


def test_public_page_for_accounts_asks_without_going_round(client, home, moderator):
    page = StandardPageFactory(parent=home, title="For members")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    give_password(client, "moderator")
    response = client.get("/for-members/", follow=True)
    assert [url for url, _ in response.redirect_chain] == ["/accounts/login/?next=/for-members/", INDEX]
    set_up_app(client)
    assert client.get("/for-members/").status_code == 200
    secret = add_app(add_user("second", "Moderators"))
    other = Client()
    other.force_login(Group.objects.get(name="Moderators").user_set.get(username="second"))
    response = other.get("/for-members/", follow=True)
    assert response.redirect_chain[-1][0] == f"{CODE}?next=%2Ffor-members%2F"
    assert led_to(other.post(CODE, {"code": code_of(secret), "next": "/for-members/"})) == "/for-members/"


def test_account_that_does_not_open_a_page_is_told_so(client, home, editor):
    """Without going round: once in the admin, and once on a page for a group."""
    restriction = PageViewRestriction.objects.create(
        page=StandardPageFactory(parent=home, title="For heads"), restriction_type="groups"
    )
    restriction.groups.add(Group.objects.create(name="Heads"))
    add_user("reader")
    for username, address in (("reader", "/admin/"), ("reader", "/for-heads/"), ("editor", "/for-heads/")):
        give_password(client, username)
        response = client.get(address, follow=True)
        assert response.redirect_chain == [(f"/accounts/login/?next={address}", 302)]
        assert "that account does not open the page" in response.content.decode()


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["without a factor", "expired"])
def test_autosave_is_told_in_words_that_it_shows(client, news_index, moderator, is_signed_in):
    item = NewsPageFactory(parent=news_index)
    if is_signed_in:
        client.force_login(moderator)
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]), {"title": "A"}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 403
    told = json.loads(answer.content)
    # Wagtail's autosave shows the message of this code, and goes on when the form is changed again.
    assert told["error_code"] == "locked"
    assert "sign in in another tab" in told["error_message"]


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["without a factor", "expired"])
def test_form_is_kept_until_it_can_be_sent_again(news_index, moderator, is_signed_in):
    item = NewsPageFactory(parent=news_index)
    browser = Client(enforce_csrf_checks=True)
    browser.get("/accounts/login/")
    if is_signed_in:
        browser.force_login(moderator)
    token = browser.cookies["csrftoken"].value
    form = {"csrfmiddlewaretoken": token, "title": "\nA “heron” <b>", "body-0-value": ["x", "y"]}
    kept = browser.post(reverse("wagtailadmin_pages:edit", args=[item.pk]), form)
    assert kept.status_code == 403
    assert kept.context["carried"] == [("title", "\nA “heron” <b>"), ("body-0-value", "x"), ("body-0-value", "y")]
    html = kept.content.decode()
    assert '<input type="hidden" name="title" value="\nA “heron” &lt;b&gt;">' in html
    assert f'href="{INDEX if is_signed_in else "/accounts/login/"}"' in html
    # What another site sends is not offered to be sent again.
    forged = browser.post(reverse("wagtailadmin_pages:edit", args=[item.pk]), form | {"csrfmiddlewaretoken": "x" * 64})
    assert forged.status_code == 403
    assert "heron" not in forged.content.decode()


def test_demo_lets_it_be_put_off_for_a_session(client, settings, moderator):
    settings.SECOND_FACTOR = "skippable"
    give_password(client, "moderator")
    assert led_to(client.get("/admin/reports/")) == INDEX
    assert b"Skip for now" in client.get(INDEX).content
    assert led_to(client.post("/accounts/2fa/skip/")) == "/admin/reports/"
    assert is_open(client)
    add_app(moderator)
    assert not is_open(client)


def test_public_site_lets_nothing_be_put_off(client, settings, moderator):
    give_password(client, "moderator")
    assert b"Skip for now" not in client.get(INDEX).content
    assert client.post("/accounts/2fa/skip/").status_code == 404
    session = client.session
    session["second_factor_skipped"] = True
    session.save()
    assert not is_open(client)


def test_chair_is_asked_for_two_passkeys_or_one_and_codes(client, chair):
    sign_in(client, chair, add_app(chair))
    assert b"Set up a passkey" in client.get(HOME).content
    Authenticator.objects.create(user=chair, type="webauthn", data={"name": "Phone"})
    assert b"Make recovery codes or add a second passkey" in client.get(HOME).content
    add_recovery_codes(chair)
    assert b"Make recovery codes or add a second passkey" in client.get(HOME).content
    Authenticator.objects.get(user=chair, type="recovery_codes").wrap().mark_as_viewed()
    assert b"recovery codes" not in client.get(HOME).content
    Authenticator.objects.filter(user=chair, type="recovery_codes").delete()
    Authenticator.objects.create(user=chair, type="webauthn", data={"name": "Key"})
    assert b"recovery codes" not in client.get(HOME).content
