"""Learning packs, and what replaced what."""

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from board.approvals.digest import statement_digest
from resources.models import PackPart, ResourcePage
from tests.board.publishing.conftest import QUOTE
from tests.factories import ResourcePageFactory


@pytest.fixture
def parts(resource_index):
    return [ResourcePageFactory(parent=resource_index, title=title) for title in ("Report", "Briefing", "Plan")]


@pytest.fixture
def pack(resource_index, parts):
    """A pack whose order is neither that of the titles nor that of creation."""
    pack = ResourcePageFactory(parent=resource_index, title="The pack", kind="pack")
    pack.parts = [PackPart(sort_order=order, resource=parts[at]) for order, at in enumerate((2, 0, 1))]
    pack.save()
    return ResourcePage.objects.get(pk=pack.pk)


def soup(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def listed(client, pack):
    return [link.string for link in soup(client, pack).select("main .teaser__title a")]


def test_pack_lists_its_parts_in_order_and_each_links_back(client, pack, parts):
    assert listed(client, pack) == ["Plan", "Report", "Briefing"]
    for part in parts:
        assert soup(client, part).find("a", string="The pack")["href"] == pack.url


def test_parts_that_are_not_public_are_not_listed(client, pack, parts):
    parts[0].unpublish()
    PageViewRestriction.objects.create(page=parts[1], restriction_type="login")
    assert listed(client, pack) == ["Plan"]


def test_pack_that_is_not_public_is_not_linked(client, pack, parts):
    pack.unpublish()
    assert "The pack" not in soup(client, parts[0]).main.get_text()


def test_deleted_part_leaves_the_pack(client, pack, parts):
    parts[2].delete()
    assert listed(client, pack) == ["Report", "Briefing"]


def test_pack_of_twenty_takes_as_many_queries_as_one_of_three(client, pack, resource_index):
    client.get(pack.url)
    with CaptureQueriesContext(connection) as few:
        client.get(pack.url)
    more = [ResourcePageFactory(parent=resource_index, title=f"More {number}") for number in range(17)]
    for order, part in enumerate(more, start=3):
        PackPart.objects.create(pack=pack, resource=part, sort_order=order)
    client.get(pack.url)
    with CaptureQueriesContext(connection) as many:
        client.get(pack.url)
    assert len(many) == len(few)


def test_order_of_parts_changes_the_digest(pack, parts):
    pack.live, pack.body = False, [QUOTE]
    pack.save()
    pack = ResourcePage.objects.get(pk=pack.pk)
    approved = statement_digest(pack)
    assert approved
    pack.parts = [PackPart(sort_order=order, resource=part) for order, part in enumerate(parts)]
    assert statement_digest(pack) != approved


def resource_form(title, parts, kind):
    """Return what the form of a resource posts."""
    return nested_form_data(
        {
            "title": title,
            "slug": title.lower().replace(" ", "-"),
            "kind": kind,
            "audience": "everyone",
            "body": streamfield([("text", rich_text("<p>Words.</p>"))]),
            "parts": inline_formset([{"resource": part.pk, "ORDER": at} for at, part in enumerate(parts, start=1)]),
            "comments": inline_formset([]),
            **dict.fromkeys(
                ("summary", "seo_title", "search_description", "go_live_at", "expire_at", "review_by", "publisher",
                 "source_url", "published_on", "replaces"),
                "",
            ),
        }
    )  # fmt: skip


def create(client, index, **form):
    return client.post(
        reverse("wagtailadmin_pages:add", args=["resources", "resourcepage", index.pk]), resource_form(**form)
    )


def test_editor_can_create_a_pack(client, editor, resource_index, parts):
    client.force_login(editor)
    assert create(client, resource_index, title="For teams", parts=[parts[1], parts[0]], kind="pack").status_code == 302
    pack = ResourcePage.objects.get(title="For teams")
    assert pack.get_latest_revision_as_object().part_ids == [parts[1].pk, parts[0].pk]


@pytest.mark.parametrize(
    ("choose", "kind", "message"),
    [
        (lambda pack, parts: [parts[0], parts[0]], "pack", "stands in the pack already"),
        (lambda pack, parts: [pack], "pack", "is a learning pack. Choose its parts one by one."),
        (lambda pack, parts: [parts[0]], "report", "choose that kind, or remove the parts"),
    ],
)
def test_invalid_pack_is_refused_with_the_reason(client, editor, resource_index, pack, parts, choose, kind, message):
    client.force_login(editor)
    response = create(client, resource_index, title="For teams", parts=choose(pack, parts), kind=kind)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not ResourcePage.objects.filter(title="For teams").exists()


# What replaced what --------------------------------------------------------------------------------


@pytest.fixture
def editions(resource_index):
    old = ResourcePageFactory(parent=resource_index, title="Edition 1", published_on=dt.date(2022, 1, 1))
    new = ResourcePageFactory(parent=resource_index, title="Edition 2", published_on=dt.date(2021, 5, 1), replaces=old)
    return old, new


def test_replaced_resource_names_its_replacement_and_comes_last(client, editions):
    old, new = editions
    notice = soup(client, old).select_one("main .page-lead")
    assert " ".join(notice.get_text().split()) == "Replaced by Edition 2 on 1 May 2021. Use that one."
    assert notice.a["href"] == new.url
    assert "It replaces Edition 1." in soup(client, new).main.get_text()
    page = BeautifulSoup(client.get("/resources/").content, "html.parser")
    assert [link.string for link in page.select(".teaser__title a")] == ["Edition 2", "Edition 1"]
    flagged = [teaser.a.string for teaser in page.select(".teaser") if teaser.select(".flag")]
    assert flagged == ["Edition 1"]


@pytest.mark.parametrize("hide", ["unpublish", "private"])
def test_replacement_that_is_not_public_is_not_named(client, editions, hide):
    old, new = editions
    if hide == "unpublish":
        new.unpublish()
    else:
        PageViewRestriction.objects.create(page=new, restriction_type="login")
    assert "Edition 2" not in client.get(old.url).content.decode()
    assert "Replaced" not in client.get("/resources/").content.decode()


def test_replaced_resource_that_is_not_public_is_not_named(client, editions):
    old, new = editions
    old.unpublish()
    assert "Edition 1" not in client.get(new.url).content.decode()


def test_deleting_the_replaced_resource_keeps_its_replacement(client, editions):
    old, new = editions
    old.delete()
    assert ResourcePage.objects.get(pk=new.pk).replaces is None
    assert client.get(new.url).status_code == 200


def test_circular_replacement_is_refused(editions):
    old, new = editions
    for resource, replaces in ((old, old), (old, new)):
        resource.replaces = replaces
        with pytest.raises(ValidationError) as refusal:
            resource.full_clean()
        assert "replaces" in refusal.value.error_dict


def test_resource_has_structured_data(client, pack, editions):
    data = json.loads(soup(client, pack).select_one("script[type='application/ld+json']").string)["@graph"][0]
    assert data["@type"] == "LearningResource"
    assert [part["name"] for part in data["hasPart"]] == ["Plan", "Report", "Briefing"]
    data = json.loads(soup(client, editions[0]).select_one("script[type='application/ld+json']").string)["@graph"][0]
    assert (data["@type"], data["datePublished"]) == ("CreativeWork", "2022-01-01")
    assert data["publisher"]["name"] == "Safeguarding children board"


def test_publishers_page_is_linked(client, resource_index):
    resource = ResourcePageFactory(
        parent=resource_index, title="Guide", publisher="NSPCC", source_url="https://example.org/guide"
    )
    link = soup(client, resource).select_one("main a[href='https://example.org/guide']")
    assert link.get_text() == "Guide, on the page of NSPCC"
