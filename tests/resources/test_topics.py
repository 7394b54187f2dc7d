"""Topics in the admin, through ModelAdmin."""

import pytest

from resources.models import Topic

INDEX = "/admin/resources/topic/"


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_editors_and_moderators_can_add_topics(client, role, request):
    client.force_login(request.getfixturevalue(role))
    client.post(f"{INDEX}create/", {"name": "Neglect", "slug": "neglect"})
    assert Topic.objects.get().name == "Neglect"
    assert "Neglect" in client.get(INDEX).content.decode()


@pytest.mark.parametrize(("role", "name"), [("editor", "Neglect"), ("moderator", "Child neglect")])
def test_only_moderators_can_rename_topics(db, client, role, name, request):
    topic = Topic.objects.create(name="Neglect", slug="neglect")
    client.force_login(request.getfixturevalue(role))
    client.post(f"{INDEX}edit/{topic.pk}/", {"name": "Child neglect", "slug": "neglect"})
    topic.refresh_from_db()
    assert topic.name == name


def test_duplicate_topic_is_refused_with_the_reason(client, editor):
    Topic.objects.create(name="Neglect", slug="neglect")
    client.force_login(editor)
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
