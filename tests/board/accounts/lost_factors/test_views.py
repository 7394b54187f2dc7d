"""Lost second factors in the admin, the owner's link, and the commands."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from board.accounts.lost_factors.mail import objection_token
from board.accounts.lost_factors.models import FactorReset
from board.accounts.lost_factors.procedure import apply_due, cancel, start_reset
from tests.board.accounts.lost_factors.conftest import HOUR, STORY, after, factors, kinds, make_older


def page(client, name, *args):
    """Return the text of a page of the admin."""
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.headers
    return response.content.decode()


def link_of(sent):
    """Return the path of the link to object in a mail."""
    return next(word for word in sent.body.split() if "/accounts/lost-factor/" in word).removeprefix("http://localhost")


def test_from_the_list_of_users_to_the_effect(client, superuser, moderator, chair):
    client.force_login(superuser)
    users = page(client, "wagtailusers_users:index")
    start = reverse("lost_factors:start", args=[chair.pk])
    assert start in users
    assert reverse("lost_factors:start", args=[superuser.pk]) not in users
    assert "chair@example.org" in client.get(start).content.decode()
    response = client.post(start, STORY)
    reset = FactorReset.objects.get()
    assert response.url == reverse("lost_factors:reset", args=[reset.pk])
    assert "Another person has to ring" in page(client, "lost_factors:reset", reset.pk)

    client.force_login(moderator)
    assert response.url in page(client, "wagtailadmin_home")
    assert STORY["reason"] in page(client, "lost_factors:reset", reset.pk)
    call_back = reverse("lost_factors:call_back", args=[reset.pk])
    client.get(call_back)
    client.post(call_back, {"identification": "office number", "confirmed": "yes"})
    assert "unless the owner objects" in page(client, "lost_factors:reset", reset.pk)
    assert response.url not in page(client, "wagtailadmin_home")
    make_older(reset, HOUR)
    call_command("apply_factor_resets")
    assert factors(chair) == 0
    assert "Second factors removed" in page(client, "lost_factors_report")
    assert client.get(reverse("lost_factors_report"), {"export": "csv"}).status_code == 200


def test_no_step_is_open_to_others(client, started, editor):
    client.force_login(editor)
    for name, pk in (
        ("start", started.user_id),
        ("reset", started.pk),
        ("call_back", started.pk),
        ("cancel", started.pk),
    ):
        url = reverse(f"lost_factors:{name}", args=[pk])
        assert client.get(url).status_code == 302, name
        client.post(url, {**STORY, "confirmed": "yes"})
    assert client.get(reverse("lost_factors_report")).status_code == 302
    assert kinds(started) == ["started"]
    client.logout()
    assert "login" in client.get(reverse("lost_factors:reset", args=[started.pk])).url


@pytest.mark.parametrize("number", ["01632 960 050", "office, 0 1 6 3 2"])
def test_whole_number_is_not_kept(client, started, moderator, number):
    client.force_login(moderator)
    url = reverse("lost_factors:call_back", args=[started.pk])
    response = client.post(url, {"identification": number, "confirmed": "yes"})
    assert "no more than the last four digits" in response.content.decode()
    assert number in response.content.decode()
    assert kinds(started) == ["started"]


def test_starter_who_rings_is_told_why_not(client, started, superuser):
    client.force_login(superuser)
    url = reverse("lost_factors:call_back", args=[started.pk])
    assert client.get(url).url == reverse("lost_factors:reset", args=[started.pk])
    client.post(url, {"identification": "office number", "confirmed": "yes"})
    assert kinds(started) == ["started"]


def test_administrator_is_told_why_a_reset_can_t_start(client, superuser, moderator, editor, started):
    client.force_login(superuser)
    assert client.get(reverse("lost_factors:start", args=[superuser.pk])).status_code == 302
    assert client.get(reverse("lost_factors:start", args=[editor.pk])).status_code == 302
    said = page(client, "wagtailusers_users:index")
    assert "can’t reset your own second factor" in said
    assert "has no second factor" in said
    under_way = client.get(reverse("lost_factors:start", args=[started.user_id]))
    assert under_way.url == reverse("lost_factors:reset", args=[started.pk])


def test_reset_is_cancelled(client, started, superuser):
    client.force_login(superuser)
    client.get(reverse("lost_factors:cancel", args=[started.pk]))
    client.post(reverse("lost_factors:cancel", args=[started.pk]), {"reason": "The telephone is found."})
    assert kinds(started) == ["started", "cancelled"]
    assert "The telephone is found." in mail.outbox[-1].body


def test_link_asks_first_and_then_stops_the_reset(client, called_back, chair):
    """A mail program that opens the link stops nothing."""
    url = link_of(mail.outbox[0])
    assert "Stop the reset" in client.get(url).content.decode()
    assert FactorReset.objects.open().exists()
    assert "The reset is stopped" in client.post(url, follow=True).content.decode()
    assert kinds(called_back)[-1] == "objected"
    assert "The reset is stopped" in client.post(url, follow=True).content.decode()
    assert kinds(called_back).count("objected") == 1


def test_link_that_comes_too_late_says_what_to_do(client, called_back):
    url = reverse("lost_factors_object", args=[objection_token(called_back)])
    apply_due(after(HOUR))
    said = client.post(url, follow=True).content.decode()
    assert "too late" in said
    assert "ring your administrator at once" in said


def test_old_link_tells_of_a_newer_reset(client, started, superuser, chair):
    url = reverse("lost_factors_object", args=[objection_token(started)])
    cancel(started, superuser, reason="A slip.")
    assert "There is nothing to do." in client.get(url).content.decode()
    start_reset(chair, superuser, **STORY)
    assert "A newer mail has the link" in client.get(url).content.decode()


@pytest.mark.parametrize("token", ["1", "1:forged", "x:y"])
def test_link_that_this_site_has_not_made_is_none(client, started, token):
    assert client.post(reverse("lost_factors_object", args=[token])).status_code == 404
    assert FactorReset.objects.open().exists()


def test_link_stops_no_other_reset(client, started):
    signed = objection_token(started).split(":", 1)[1]
    assert client.post(reverse("lost_factors_object", args=[f"{started.pk + 1}:{signed}"])).status_code == 404


class TestConsole:
    def test_only_administrator(self, superuser, chair, capsys):
        call_command("reset_lost_factor", "chair", reason="The only telephone is broken.")
        assert factors(chair) == 0
        reset = FactorReset.objects.get()
        event = reset.events.get()
        assert event.kind == "console"
        assert event.user_name.startswith("Server console")
        assert "The only telephone is broken." in mail.outbox[0].body
        assert mail.outbox[0].to == ["chair@example.org"]
        assert "are removed" in capsys.readouterr().out

    def test_open_reset_ends_with_it(self, called_back, chair):
        call_command("reset_lost_factor", "chair", reason="It is urgent.")
        assert kinds(called_back) == ["started", "called_back", "console"]
        assert not FactorReset.objects.open().exists()

    @pytest.mark.parametrize(
        ("username", "reason", "said"),
        [
            ("stranger", "Lost.", "no user stranger"),
            ("chair", "  ", "Give a reason"),
            ("editor", "Lost.", "has no second factor"),
        ],
    )
    def test_refusal_says_why(self, chair, editor, username, reason, said):
        with pytest.raises(CommandError, match=said):
            call_command("reset_lost_factor", username, reason=reason)
        assert factors(chair) == 3
