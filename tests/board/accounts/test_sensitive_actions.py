"""No sensitive action is taken by a session whose user has not said who they are within a quarter of an hour."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.urls import URLResolver, get_resolver, reverse

from board.accounts.sensitive_actions import ASKED_WHEN_OPENED, SENSITIVE_ACTIONS
from tests.second_factors import add_app, code_of
from tests.users import PASSWORD, add_user, authenticate, confirm

ASKS = "Confirm that it is you"
# Where accounts, roles, workflows and decisions are changed.
AREAS = re.compile(
    r"publishing:|withdraw|account_|mfa_|usersessions|wagtailusers|wagtailadmin_workflows|wagtail_bulk_action|lost_factors|roles:|cover"
)
# Addresses of these areas that ask nothing, by the reason.
ASK_NOTHING = {
    "They only show.": {
        "account_inactive",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "lost_factors:reset",
        "lost_factors_report",
        "lost_factors_report_results",
        "mfa_index",
        "mfa_list_webauthn",
        "publishing:evidence",
        "publishing:held",
        "publishing:waiting_versions",
        "roles:who_may_do_what",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:index_results",
        "wagtailadmin_workflows:task_chooser",
        "wagtailadmin_workflows:task_chooser_results",
        "wagtailadmin_workflows:task_chosen",
        "wagtailadmin_workflows:task_index",
        "wagtailadmin_workflows:task_index_results",
        "wagtailadmin_workflows:select_task_type",
        "wagtailadmin_workflows:usage",
        "wagtailadmin_workflows:usage_results",
        "wagtailusers_groups:history",
        "wagtailusers_groups:history_results",
        "wagtailusers_groups:index",
        "wagtailusers_groups:index_results",
        "wagtailusers_groups:usage",
        "wagtailusers_users:history",
        "wagtailusers_users:history_results",
        "wagtailusers_users:index",
        "wagtailusers_users:index_results",
        "wagtailusers_users:usage",
    },
    "The site does not offer them: they answer 404.": {},
    "They are how a user signs in, or says who they are.": {
        "account_login",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_reset_password_link",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    },
    "There is nothing.": {
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_signup",
    },
    "They end sessions, for which a frightened owner must not wait.": {"account_logout", "usersessions_list"},
    "An owner objects by the link in a mail, without signing in.": {"lost_factors_object"},
    "A new task decides nothing until a workflow has it.": {"wagtailadmin_workflows:task_chooser_create"},
    "The file waits for a second person, or is public nowhere.": {"publishing:restore_version"},
}


def arguments_by_view(resolver, namespace="", arguments=()):
    """Yield the view names of a resolver, each with the names of its arguments."""
    for pattern in resolver.url_patterns:
        names = (*arguments, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from arguments_by_view(pattern, inner, names)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", names


VIEWS = dict(arguments_by_view(get_resolver()))
KNOWN = {"app_label": "accounts", "model_name": "user", "action": "delete", "action_name": "delete", "kind": "document"}
SETTINGS = {"app_name": "siteinfo", "model_name": "boardsettings"}
NO_SUCH_NUMBER = 999_999


def address_of(view_name):
    """Return an address of a view, of something that need not exist."""
    known = SETTINGS if view_name == "wagtailsettings:edit" else KNOWN
    return reverse(view_name, kwargs={name: known.get(name, NO_SUCH_NUMBER) for name in VIEWS[view_name]})


@pytest.fixture(autouse=True)
def asking(settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True


@pytest.fixture
def stale(client, superuser):
    """An administrator who signed in with a password 16 minutes ago."""
    authenticate(client, superuser, minutes_ago=16)
    return client


def test_every_address_of_these_areas_is_listed_or_excused():
    excused = set().union(*ASK_NOTHING.values())
    areas = {name for name in VIEWS if AREAS.match(name)}
    listed = SENSITIVE_ACTIONS.keys() | ASKED_WHEN_OPENED
    assert areas - listed == excused
    assert listed <= VIEWS.keys()
    assert not listed & excused


@pytest.mark.parametrize("view_name", sorted(SENSITIVE_ACTIONS))
def test_stale_session_is_asked_before_the_view(stale, view_name):
    response = stale.post(address_of(view_name), {"action-workflow-action": "true", "note": "Kept.\nAll of it."})
    assert response.status_code == 403
    assert ASKS in response.content.decode()
    assert SENSITIVE_ACTIONS[view_name].phrase in response.content.decode()
    assert "Kept.\nAll of it." in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("view_name", sorted(ASKED_WHEN_OPENED))
def test_what_takes_secrets_asks_when_it_is_opened(stale, view_name):
    address = address_of(view_name)
    for response in (stale.get(address), stale.post(address, {"password1": "a secret that is new"})):
        assert response.status_code == 302
        assert response["Location"] == f"/accounts/reauthenticate/?next={address.replace('/', '%2F')}"
    assert "a secret that is new" not in str([session.get_decoded() for session in Session.objects.all()])


def test_reading_is_never_asked(stale):
    for view_name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"):
        assert stale.get(reverse(view_name)).status_code == 200


def user_form(user, **changes):
    """Return what the form of a user in the admin posts."""
    form = {
        "username": user.username,
        "email": user.email,
        "first_name": "Robin",
        "last_name": "Example",
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
    }
    return form | changes


def test_what_was_typed_is_carried_over_the_question(stale, editor):
    address = reverse("wagtailusers_users:edit", args=[editor.pk])
    moderators = Group.objects.get(name="Moderators")
    both = [*editor.groups.values_list("pk", flat=True), moderators.pk]
    question = stale.post(address, user_form(editor, groups=both))
    assert moderators not in editor.groups.all()
    wrong = confirm(stale, question, password="a wrong one")
    assert "password" in wrong.content.decode()
    assert moderators not in editor.groups.all()
    assert confirm(stale, wrong, password=PASSWORD).status_code == 302
    assert set(editor.groups.values_list("pk", flat=True)) == set(both)
    # From now on the session is fresh.
    assert stale.post(address, user_form(editor)).status_code == 302
    assert moderators in editor.groups.all()


def test_sign_in_counts_as_an_authentication(client, superuser, editor):
    client.post(reverse("account_login"), {"login": superuser.username, "password": PASSWORD})
    response = client.post(reverse("wagtailusers_users:edit", args=[editor.pk]), user_form(editor, first_name="Kim"))
    assert response.status_code == 302
    editor.refresh_from_db()
    assert editor.first_name == "Kim"
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


@pytest.mark.parametrize(("minutes_ago", "is_asked"), [(0, False), (14.9, False), (15.1, True), (-1, True)])
def test_quarter_of_an_hour(client, superuser, editor, minutes_ago, is_asked):
    authenticate(client, superuser, minutes_ago)
    response = client.post(reverse("wagtailusers_users:edit", args=[editor.pk]), user_form(editor))
    assert (response.status_code == 403) is is_asked


class TestWithASecondFactor:
    """A password alone confirms nothing where there is a second factor."""

    @pytest.fixture
    def secret(self, superuser):
        return add_app(superuser)

    def test_password_is_neither_offered_nor_taken(self, client, superuser, editor, secret):
        authenticate(client, superuser, minutes_ago=16, method="mfa")
        address = reverse("wagtailusers_users:edit", args=[editor.pk])
        question = client.post(address, user_form(editor, first_name="Kim"))
        assert "reauthentication-password" not in question.content.decode()
        assert "reauthentication-code" in question.content.decode()
        assert confirm(client, question, password=PASSWORD).status_code == 403
        # Nor on allauth's own page.
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert client.post(address, user_form(editor)).status_code == 403
        assert confirm(client, question, code=code_of(secret)).status_code == 302
        editor.refresh_from_db()
        assert editor.first_name == "Kim"

    def test_password_given_just_now_is_not_enough(self, client, superuser, editor, secret):
        authenticate(client, superuser, method="password")
        address = reverse("wagtailusers_users:edit", args=[editor.pk])
        assert client.post(address, user_form(editor)).status_code == 403
        authenticate(client, superuser, method="mfa")
        assert client.post(address, user_form(editor)).status_code == 302

    def test_wrong_code_is_named_and_loses_nothing(self, client, superuser, editor, secret):
        authenticate(client, superuser, minutes_ago=16, method="mfa")
        question = client.post(
            reverse("wagtailusers_users:edit", args=[editor.pk]), user_form(editor, first_name="<Kim> & “Co”\n")
        )
        again = confirm(client, question, code="000000")
        assert "answer-error" in again.content.decode()
        assert "&lt;Kim&gt; &amp; “Co”" in again.content.decode()
        assert Authenticator.objects.filter(user=superuser).count() == 1


def test_script_is_refused_in_json(stale, editor):
    address = reverse("wagtailadmin_api:pages:action", args=[1, "delete"])
    response = stale.post(address, {}, content_type="application/json", headers={"accept": "application/json"})
    assert response.status_code == 403
    assert response.json()["error_code"] == "reauthentication_required"


def test_other_methods_than_post_do_nothing(stale, editor):
    address = reverse("wagtailusers_users:delete", args=[editor.pk])
    for method in (stale.put, stale.patch, stale.delete):
        assert method(address).status_code == 403
    assert get_user_model().objects.filter(pk=editor.pk).exists()


def test_bulk_actions_on_users_ask(stale, editor):
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    question = stale.post(f"{address}?id={editor.pk}&next=/admin/users/", {"mark_as_active": "False"})
    assert question.status_code == 403
    confirm(stale, question, password=PASSWORD)
    editor.refresh_from_db()
    assert not editor.is_active


def test_moderators_save_the_settings_of_the_board_as_ever(client, moderator):
    """They can't let one person publish with them."""
    authenticate(client, moderator, minutes_ago=16)
    assert ASKS not in client.post(address_of("wagtailsettings:edit")).content.decode()


def test_group_gets_no_permission_from_a_stale_session(stale):
    group = Group.objects.create(name="Helpers")
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    question = stale.post(address, {"name": "Chairs"})
    assert question.status_code == 403
    group.refresh_from_db()
    assert group.name == "Helpers"


def test_answer_never_reaches_the_view(client, superuser, editor):
    """A second tab may answer a question that was answered already."""
    authenticate(client, superuser)
    add_user("other")
    response = client.post(
        reverse("wagtailusers_users:edit", args=[editor.pk]),
        user_form(editor) | {"reauthentication-password": "a secret"},
    )
    assert response.status_code == 302
    assert not any(name.startswith("reauthentication-") for name in response.wsgi_request.POST)
