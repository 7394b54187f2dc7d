"""Topics in the admin, through ModelAdmin: a name that readers will see takes a moderator, and a public page."""

import pytest

from resources.models import Topic
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.publication import fresh

INDEX = "/admin/resources/topic/"
NAME = "Kingfisher"


@pytest.mark.parametrize(("role", "added"), [("editor", False), ("chair", False), ("moderator", True)])
def test_only_moderators_can_add_topics(client, role, added, request):
    client.force_login(request.getfixturevalue(role))
    client.post(f"{INDEX}create/", {"name": "Neglect", "slug": "neglect"})
    assert Topic.objects.exists() is added
    assert ("Neglect" in client.get(INDEX).content.decode()) is added


def test_editors_see_which_topics_there_are(client, editor):
    Topic.objects.create(name="Neglect", slug="neglect")
    client.force_login(editor)
    html = client.get(INDEX).content.decode()
    assert "Neglect" in html
    assert f"{INDEX}create/" not in html


@pytest.mark.parametrize(("role", "name"), [("editor", "Neglect"), ("moderator", "Child neglect")])
def test_only_moderators_can_rename_topics(db, client, role, name, request):
    topic = Topic.objects.create(name="Neglect", slug="neglect")
    client.force_login(request.getfixturevalue(role))
    client.post(f"{INDEX}edit/{topic.pk}/", {"name": "Child neglect", "slug": "neglect"})
    topic.refresh_from_db()
    assert topic.name == name


def test_duplicate_topic_is_refused_with_the_reason(client, moderator):
    Topic.objects.create(name="Neglect", slug="neglect")
    client.force_login(moderator)
    response = client.post(f"{INDEX}create/", {"name": "Neglect", "slug": "neglect-2"})
    assert "already exists" in response.content.decode()
    assert Topic.objects.count() == 1


def test_chair_cannot_manage_topics(client, chair):
    client.force_login(chair)
    assert client.get(INDEX).status_code == 302


def test_topics_are_listed_by_name(db):
    for name in ("Online safety", "Neglect"):
        Topic.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    assert [str(topic) for topic in Topic.objects.all()] == ["Neglect", "Online safety"]


def places_of_a_topic(client):
    """Return where an anonymous reader finds the name of the topic, by address."""
    addresses = [
        "/news/topics/kingfisher/",
        "/news/topics/kingfisher/feed/",
        "/news/topics/kingfisher/2026/",
        "/news/",
        "/news/feed/",
        "/resources/",
        "/resources/?topic=kingfisher",
        "/search/?q=heron",
        "/search/?q=heron&topic=kingfisher",
        "/search/?q=kingfishers",
        "/sitemap-pages.xml",
    ]
    return [address for address in addresses if NAME in client.get(address).content.decode()]


def test_name_is_public_nowhere_until_a_public_page_has_the_topic(client, news_index, resource_index):
    """This holds for every topic, by whichever user: no second person has looked at its name yet."""
    topic = Topic.objects.create(name=NAME, slug="kingfisher")
    item = NewsPageFactory(parent=news_index, title="Heron", live=False)
    resource = ResourcePageFactory(parent=resource_index, title="Heron", live=False)
    NewsPageFactory(parent=news_index, title="Heron in public")
    for page in (item, resource):
        page.topics.set([topic])
        page.save()
        page.save_revision()
    assert places_of_a_topic(client) == []
    for address in ("/news/topics/kingfisher/", "/news/topics/kingfisher/feed/", "/resources/?topic=kingfisher"):
        assert client.get(address).status_code == 404
    for page in (item, resource):
        fresh(page).latest_revision.publish()
    public = places_of_a_topic(client)
    assert {"/news/topics/kingfisher/", "/news/topics/kingfisher/feed/", "/resources/", "/news/"} <= set(public)
    for page in (item, resource):
        fresh(page).unpublish()
    assert places_of_a_topic(client) == []
