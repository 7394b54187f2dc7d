"""What others need is not taken down unawares: home pages stay, and what else readers lose is said before."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction, Site

from board.basepage.dependants import effects_of_taking_down, holds_home_page, is_home_page
from board.siteinfo.models import BoardSettings, FooterLink
from home.models import HomePage
from resources.models import Topic
from tests.admin import news_form
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh

pytestmark = pytest.mark.django_db

REASON = "is a home page"
BULK = "/admin/bulk/basepage/basepage/{}/?id={}&id={}"


def text_of(response):
    return response.content.decode()


# A moderator tries each way once; a superuser, who may do more in Wagtail, too.
ACTORS = ["moderator", pytest.param("superuser", marks=pytest.mark.test_all("Another actor at the same doors."))]


@pytest.fixture(params=ACTORS)
def actor(request, client):
    """A user who may take pages down, signed in."""
    user = request.getfixturevalue(request.param)
    client.force_login(user)
    return user


def test_a_home_page_is_not_taken_down_and_the_reason_is_said(client, actor, home):
    for view in ("unpublish", "delete", "move"):
        reason = "was public is not deleted" if (actor.username, view) == ("moderator", "delete") else REASON
        for ask in (client.get, client.post):
            assert reason in text_of(ask(f"/admin/pages/{home.pk}/{view}/", follow=True)), view
        assert fresh(home).live


def test_nor_in_a_bulk_action(client, actor, home):
    page = StandardPageFactory(parent=home)
    for action in ("unpublish", "move", "delete"):
        address = BULK.format(action, home.pk, page.pk)
        asked = client.get(address)
        answer = client.post(address, {"next": "/admin/", "chooser": home.pk}, follow=True)
        assert fresh(home).live
        assert fresh(home).depth == 2
        if action == "unpublish":
            assert REASON in text_of(asked)
            assert REASON in text_of(answer)
            assert not fresh(page).live


def test_nor_by_the_api_of_the_admin(client, actor, home):
    data = {"recursive": True, "destination_page_id": 1, "position": "last-child"}
    for action in ("unpublish", "delete", "move"):
        address = f"/admin/api/main/pages/{home.pk}/action/{action}/"
        assert client.post(address, data, content_type="application/json").status_code == 403
        assert fresh(home).live


def test_nor_by_its_own_withdrawal_or_with_what_stands_above_it(client, superuser, home):
    section = StandardPageFactory(parent=home, slug="section")
    Site.objects.create(hostname="other.test", root_page=StandardPageFactory(parent=section, slug="inner"))
    client.force_login(superuser)
    assert REASON in text_of(client.get(f"/admin/withdrawals/{home.pk}/", follow=True))
    assert [is_home_page(section), holds_home_page(section)] == [False, True]
    assert REASON in text_of(client.post(f"/admin/pages/{section.pk}/delete/", follow=True))
    client.post(f"/admin/pages/{section.pk}/unpublish/", {"include_descendants": "on"})
    assert not fresh(section).live
    assert client.get("/", HTTP_HOST="other.test", SERVER_NAME="other.test").status_code in {200, 400}
    assert HomePage.objects.get().live
    assert fresh(Site.objects.get(hostname="other.test").root_page).live


def test_nor_does_it_expire(client, superuser, home, capsys):
    client.force_login(superuser)
    form = news_form(home.title) | {"slug": home.slug, "expire_at": "2035-01-01 10:00"}
    answer = client.post(f"/admin/pages/{home.pk}/edit/", form)
    assert "A home page does not expire" in text_of(answer)
    HomePage.objects.filter(pk=home.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert REASON in capsys.readouterr().err
    assert fresh(home).live


def test_only_who_runs_the_site_makes_all_of_it_private_and_reads_so(client, moderator, superuser, home):
    address = f"/admin/pages/{home.pk}/privacy/"
    client.force_login(moderator)
    assert client.post(address, {"restriction_type": "login"}).status_code in {302, 403}
    assert not PageViewRestriction.objects.exists()
    client.force_login(superuser)
    assert "every page of the site" in client.get(address).json()["html"]


@pytest.fixture
def needed(home, news_index, site):
    """The news index with all that depends on it, in the menu."""
    news_index.show_in_menus = True
    news_index.save()
    FooterLink.objects.create(settings=BoardSettings.for_site(site), page=news_index)
    Redirect.objects.create(old_path="/old-news.php", redirect_page=news_index)
    SearchPromotion.objects.create(query=Query.get("latest"), page=news_index)
    NewsPageFactory(parent=news_index)
    link = f'<p><a linktype="page" id="{news_index.pk}">News</a></p>'
    StandardPageFactory(parent=home, title="About us", body=[{"type": "text", "value": link}])
    return fresh(news_index)


EFFECTS = [
    "It leaves the menu of every page.",
    "It leaves the links at the foot of every page.",
    "It is promoted in the search for “latest”.",
    "1 public page stays at its address below it, but it no longer leads readers there.",
    "“About us” links to it: the link goes, its words stay.",
    "1 old address leads to it.",
]


def test_what_else_readers_lose_is_said_before_a_page_is_taken_down(client, superuser, needed):
    assert effects_of_taking_down(needed) == EFFECTS
    client.force_login(superuser)
    for address in (
        f"/admin/pages/{needed.pk}/unpublish/",
        f"/admin/pages/{needed.pk}/delete/",
        f"/admin/withdrawals/{needed.pk}/",
        BULK.format("unpublish", needed.pk, needed.pk),
    ):
        shown = text_of(client.get(address))
        assert [effect for effect in EFFECTS if effect not in shown] == [], address
    assert fresh(needed).live


def test_nothing_is_said_where_nothing_depends_on_a_page(client, superuser, home):
    page = StandardPageFactory(parent=home)
    client.force_login(superuser)
    assert effects_of_taking_down(page) == []
    assert "readers lose" not in text_of(client.get(f"/admin/pages/{page.pk}/unpublish/"))


def test_the_pages_of_a_topic_are_counted_before_it_is_deleted(client, moderator, news_index):
    topic = Topic.objects.create(name="Neglect", slug="neglect")
    client.force_login(moderator)
    address = f"/admin/resources/topic/delete/{topic.pk}/"
    assert "No public page has this topic." in text_of(client.get(address))
    item = NewsPageFactory(parent=news_index)
    item.topics.add(topic)
    item.save()
    assert "1 public page loses this topic" in text_of(client.get(address))
