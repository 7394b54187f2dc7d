"""
Replacing the file of a document that no public page shows: versions, files under approval, and two users at once.

What a public page shows is in ``tests/board/publishing/test_replacements.py``.
"""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from board.media.models import BoardDocument, FileChange, VersionState
from tests.board.engines.pdfinspect import pdfs
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.files import make_document, make_page_with
from tests.publication import publish_statement

FIRST, SECOND, THIRD = (pdfs.tagged(f"Words of version {number}") for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(news_index):
    """A document that a draft carries."""
    document = make_document(FIRST)
    make_page_with(document, news_index, live=False)
    return document


@pytest.fixture
def replace(client, moderator, document, django_capture_on_commit_callbacks):
    """Return a function that posts new bytes as a moderator; what the form had seen may be said."""
    client.force_login(moderator)
    seen = document.file_hash

    def post(content, reason="Figures corrected", seen=seen, name="another name.pdf"):
        form = {
            "title": "Report",
            "collection": 1,
            "tags": "",
            "reason": reason,
            "seen_hash": seen,
            "file": SimpleUploadedFile(name, content),
        }
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("wagtaildocs:edit", args=[document.pk]), form)

    return post


def fresh(document):
    return BoardDocument.objects.get(pk=document.pk)


def bytes_of(version):
    with version.file.storage.open(version.file.name) as file:
        return file.read()


def served(client, url):
    response = client.get(url)
    return b"".join(response.streaming_content), response["ETag"]


def test_replaced_file_keeps_its_url_and_has_another_etag(client, document, replace, moderator):
    client.force_login(moderator)
    before = served(client, document.url)
    assert replace(SECOND).status_code == 302
    after = served(client, document.url)
    assert fresh(document).url == document.url
    assert (before[0], after[0]) == (FIRST, SECOND)
    assert before[1] != after[1]
    assert fresh(document).texts.get().text == "Words of version 2"


def test_versions_have_their_users_and_reasons(client, document, replace, moderator):
    replace(SECOND)
    newest, oldest = fresh(document).versions.all()
    assert (newest.is_current, oldest.is_current) == (True, False)
    assert (newest.user, newest.user_name, newest.reason) == (moderator, "moderator", "Figures corrected")
    assert oldest.file_hash == document.file_hash
    assert bytes_of(oldest) == FIRST
    listed = client.get(reverse("media_file", args=[document.pk])).content.decode()
    assert newest.sha256 in listed
    assert oldest.sha256 in listed
    assert "Figures corrected" in listed


def test_earlier_version_can_be_restored(client, document, replace, django_capture_on_commit_callbacks):
    replace(SECOND)
    oldest = document.versions.last()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("publishing:restore_version", args=["document", oldest.pk]))
    assert served(client, document.url)[0] == FIRST
    assert fresh(document).file_hash == document.file_hash
    assert document.versions.count() == 3
    assert fresh(document).texts.get().text == "Words of version 1"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"reason": " "}, "reason"),
        ({"name": "figures.csv"}, "file"),
        ({"content": b"<html>"}, "file"),
        ({"content": b""}, "file"),
    ],
)
def test_invalid_replacement_is_refused_and_changes_nothing(client, document, replace, fields, where):
    response = replace(**{"content": SECOND, **fields})
    assert where in response.context["form"].errors
    assert served(client, document.url)[0] == FIRST
    assert document.versions.count() == 1


def test_title_changes_without_a_reason(client, document, moderator):
    client.force_login(moderator)
    form = {"title": "New name", "collection": 1, "tags": "", "seen_hash": "x"}
    assert client.post(reverse("wagtaildocs:edit", args=[document.pk]), form).status_code == 302
    assert fresh(document).title == "New name"


def test_second_of_two_concurrent_replacements_is_set_aside(client, document, replace, editor):
    document.file = ContentFile(SECOND, "x.pdf")
    document.change = FileChange(editor, "I was quicker")
    document.save()
    response = replace(THIRD)  # Opened before that.
    message = str(response.context["form"].errors["file"])
    assert "editor has replaced this file since" in message
    assert served(client, document.url)[0] == SECOND
    aside = document.versions.get(state=VersionState.SET_ASIDE)
    assert bytes_of(aside) == THIRD
    assert (aside.user_name, aside.reason) == ("moderator", "Figures corrected")
    client.post(reverse("publishing:restore_version", args=["document", aside.pk]))
    assert served(client, document.url)[0] == THIRD


def test_file_under_approval_is_neither_replaced_nor_restored(
    client, news_index, document, replace, editor, moderator, chair, django_capture_on_commit_callbacks
):
    replace(SECOND)
    publish_statement(add_statement(news_index, document=fresh(document)), editor, moderator, chair)
    client.force_login(moderator)
    response = replace(THIRD, seen=fresh(document).file_hash)
    assert "with exactly this file" in response.content.decode()
    oldest = document.versions.last()
    response = client.post(reverse("publishing:restore_version", args=["document", oldest.pk]))
    assert response.status_code == 302
    assert "neither replaced nor deleted" in str(list(response.wsgi_request._messages)[-1])
    assert served(client, document.url)[0] == SECOND
    assert not document.versions.filter(state=VersionState.SET_ASIDE).exists()


def test_versions_are_closed_to_users_without_the_permission(client, document, chair, editor):
    client.force_login(chair)
    assert client.get(reverse("media_file", args=[document.pk])).status_code == 302
    version = document.versions.get()
    client.post(reverse("publishing:restore_version", args=["document", version.pk]))
    assert document.versions.count() == 1
    client.logout()
    assert client.get(f"/media/{version.file.name}").status_code == 404


def test_versions_are_deleted_with_their_document(document, replace, moderator, django_capture_on_commit_callbacks):
    replace(SECOND)
    storage, names = document.file.storage, [version.file.name for version in document.versions.all()]
    assert all(storage.exists(name) for name in names)
    for page in NewsPageFactory._meta.model.objects.all():
        page.delete()
    with django_capture_on_commit_callbacks(execute=True):
        fresh(document).delete()
    assert not [name for name in names if storage.exists(name)]


def test_each_versions_address_gives_its_own_bytes(client, document, replace, moderator):
    replace(SECOND)
    client.force_login(moderator)
    for version in document.versions.all():
        response = client.get(f"/media/{version.file.name}")
        assert b"".join(response.streaming_content) == bytes_of(version)
