"""Changing a slug keeps the old address working, in one hop, and reveals no draft."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from board.withdrawals.models import Withdrawal
from tests.admin import edit, news_form
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Return a function that publishes a page under another slug; Wagtail's redirects come with the commit."""

    def publish(page, slug):
        page = fresh(page)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return fresh(page)

    return publish


def test_changed_slug_of_an_item_redirects(hops, heron, rename):
    rename(heron, "egret")
    assert hops("/news/heron/") == ([301, 200], "/news/egret/")
    assert hops("/news/heron") == ([301, 200], "/news/egret/")


def test_first_address_takes_one_hop_after_two_changes(hops, heron, rename):
    rename(heron, "egret")
    rename(heron, "stork")
    for old in ("heron", "egret"):
        assert hops(f"/news/{old}/") == ([301, 200], "/news/stork/")


def test_changing_back_makes_no_loop(hops, heron, rename):
    rename(heron, "egret")
    page = rename(heron, "heron")
    assert hops("/news/heron/") == ([200], "/news/heron/")
    assert hops("/news/egret/") == ([301, 200], "/news/heron/")
    page.unpublish()
    assert hops("/news/heron/") == ([404], "/news/heron/")
    assert hops("/news/egret/") == ([404], "/news/egret/")


def test_changed_slug_of_a_parent_redirects_its_children(hops, home, rename):
    parent = StandardPageFactory(parent=home, slug="marsh")
    child = StandardPageFactory(parent=parent, slug="reed")
    StandardPageFactory(parent=parent, slug="secret", live=False)
    rename(parent, "bog")
    assert hops("/marsh/") == ([301, 200], "/bog/")
    assert hops("/marsh/reed/") == ([301, 200], "/bog/reed/")
    assert hops("/marsh/secret/") == ([404], "/marsh/secret/")
    rename(parent, "fen")
    assert hops("/marsh/reed/") == ([301, 200], "/fen/reed/")
    rename(parent, "marsh")
    assert hops("/bog/reed/") == ([301, 200], "/marsh/reed/")
    fresh(child).unpublish()
    assert hops("/marsh/reed/") == ([404], "/marsh/reed/")


def test_changed_slug_of_a_section_redirects_its_routes(hops, news_index, rename):
    rename(news_index, "latest")
    assert hops("/news/") == ([301, 200], "/latest/")
    assert hops("/news/statements/")[0][-1] in {200, 404}


def test_slug_in_a_draft_of_a_public_item_makes_no_redirect(
    client, heron, moderator, django_capture_on_commit_callbacks, hops
):
    heron.save_revision()
    client.force_login(moderator)
    with django_capture_on_commit_callbacks(execute=True):
        assert edit(client, heron, news_form("Heron", slug="secret-name")).status_code == 302
    assert fresh(heron).get_latest_revision_as_object().slug == "secret-name"
    assert not Redirect.objects.exists()
    assert hops("/news/heron/") == ([200], "/news/heron/")
    assert hops("/news/secret-name/")[0] == [404]


def test_draft_that_was_never_public_makes_no_redirect(
    client, news_index, moderator, django_capture_on_commit_callbacks, hops
):
    page = NewsPageFactory(parent=news_index, title="Chair resigns", slug="chair-resigns", live=False)
    page.save_revision()
    client.force_login(moderator)
    with django_capture_on_commit_callbacks(execute=True):
        edit(client, page, news_form("Chair resigns", slug="chair-leaves"))
    assert fresh(page).slug == "chair-leaves"
    assert not Redirect.objects.exists()
    # The slug of its first draft stays unknown once it is public under another one.
    page = fresh(page)
    page.slug = "new-chair"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert hops("/news/new-chair/")[0] == [200]
    for slug in ("chair-resigns", "chair-leaves"):
        assert hops(f"/news/{slug}/")[0] == [404]


def test_unpublished_page_keeps_its_redirect(hops, heron, rename):
    heron.save_revision().publish()
    fresh(heron).unpublish()
    rename(heron, "egret")
    assert hops("/news/heron/") == ([301, 200], "/news/egret/")


@pytest.mark.parametrize(("withdrawn", "status"), [(False, 404), (True, 410)])
def test_new_slug_of_an_unpublished_page_is_not_revealed(
    client, heron, moderator, site, django_capture_on_commit_callbacks, withdrawn, status
):
    heron.save_revision().publish()
    Redirect.add_redirect("/bird", heron, site=site)
    if withdrawn:
        Withdrawal.withdraw(fresh(heron), moderator, "error")
    else:
        fresh(heron).unpublish()
    client.force_login(moderator)
    with django_capture_on_commit_callbacks(execute=True):
        edit(client, heron, news_form("Heron", slug="secret-name"))
    assert fresh(heron).slug == "secret-name"
    client.logout()
    for address in ("/bird/", "/news/heron/"):
        response = client.get(address)
        assert response.status_code == status
        assert "secret-name" not in str(response.headers) + response.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        fresh(heron).get_latest_revision().publish()
    for address in ("/bird/", "/news/heron/"):
        assert client.get(address).url == "/news/secret-name/"


def test_redirect_to_a_view_is_followed(client, site):
    for old, new in (("/logo", "/static/img/favicon.svg"), ("/find", "/search/"), ("/away", "https://example.org/x/")):
        Redirect.add_redirect(old, new, site=site)
        assert client.get(old).url == new


def test_redirect_loop_made_by_hand_is_404(client, site):
    Redirect.add_redirect("/circle", "/circle/", site=site)
    assert client.get("/circle/").status_code == 404


def test_moving_a_draft_makes_no_redirect(home, hops):
    marsh, bog = (StandardPageFactory(parent=home, slug=slug) for slug in ("marsh", "bog"))
    secret = StandardPageFactory(parent=marsh, slug="secret", live=False)
    secret.move(bog, pos="last-child")
    assert hops("/marsh/secret/") == ([404], "/marsh/secret/")
    assert not Redirect.objects.exists()


def test_moving_a_page_there_and_back_makes_no_loop(home, hops):
    marsh, bog = (StandardPageFactory(parent=home, slug=slug) for slug in ("marsh", "bog"))
    reed = StandardPageFactory(parent=marsh, slug="reed")
    reed.move(bog, pos="last-child")
    assert hops("/marsh/reed/") == ([301, 200], "/bog/reed/")
    fresh(reed).move(fresh(marsh), pos="last-child")
    fresh(reed).unpublish()
    assert hops("/marsh/reed/") == ([404], "/marsh/reed/")


def test_redirect_made_by_hand_survives_a_change_of_slug(hops, heron, rename, site):
    Redirect.add_redirect("/bird", heron, site=site)
    rename(heron, "egret")
    assert hops("/bird") == ([301, 200], "/news/egret/")
