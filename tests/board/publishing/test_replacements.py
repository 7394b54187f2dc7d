"""What readers see of a public ordinary item's files is changed by two people."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from board.media.models import BoardDocument, BoardImage, DocumentText, DocumentVersion, NotWaitingError, VersionState
from board.publishing.authorship import writer_ids
from board.publishing.replacements import may_release, release_version
from board.siteinfo.models import BoardSettings
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory
from tests.files import make_document, make_page_with
from tests.users import add_user

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves files open.

FIRST, SECOND, THIRD = (pdfs.tagged(f"Words of version {number}") for number in (1, 2, 3))


@pytest.fixture
def document(news_index):
    """A document that a public ordinary item carries."""
    document = make_document(FIRST)
    make_page_with(document, news_index)
    return document


@pytest.fixture
def image(news_index):
    """A picture that a public ordinary item carries."""
    image = BoardImage.objects.create(
        title="Herons", description="Two herons", file=get_test_image_file("a.png", colour="white", size=(80, 60))
    )
    picture = [{"type": "picture", "value": {"image": image.pk, "alt_text": "Two herons", "decorative": False}}]
    NewsPageFactory(parent=news_index, picture=picture)
    return image


@pytest.fixture
def as_user(client, django_capture_on_commit_callbacks):
    """Return a function that posts as a user; what follows the transaction is done, as after every request."""

    def post(user, url, data):
        client.force_login(user)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(url, data)
        client.logout()
        return response

    return post


@pytest.fixture
def replace(as_user):
    """Return a function that posts the form of a document."""

    def post(document, user, content=SECOND, **fields):
        form = {
            "title": "Report",
            "collection": 1,
            "tags": "",
            "reason": "Typo",
            "seen_hash": fresh(document).edit_token,
        }
        if content:
            form["file"] = SimpleUploadedFile("new.pdf", content)
        return as_user(user, reverse("wagtaildocs:edit", args=[document.pk]), form | fields)

    return post


@pytest.fixture
def replace_picture(as_user):
    """Return a function that posts the form of a picture."""

    def post(image, user, file=None, **fields):
        form = {"title": "Herons", "description": "Two herons", "collection": 1, "tags": ""}
        form |= {"reason": "Sharper", "seen_hash": fresh(image).edit_token}
        if file:
            form["file"] = SimpleUploadedFile("b.png", file.file.getvalue())
        return as_user(user, reverse("wagtailimages:edit", args=[image.pk]), form | fields)

    return post


@pytest.fixture
def decide(as_user):
    """Return a function that posts a decision on a version that waits."""

    def post(version, user, action):
        return as_user(user, reverse("publishing:waiting_version", args=[version.kind, version.pk]), {"action": action})

    return post


def fresh(file):
    return type(file).objects.get(pk=file.pk)


def served(client, url):
    response = client.get(url)
    return b"".join(response.streaming_content) if response.streaming else response.status_code


def messages_of(response):
    return " ".join(str(message) for message in response.wsgi_request._messages)


class TestDocument:
    def test_replaced_file_waits_until_another_person_releases_it(
        self, client, document, replace, decide, editor, moderator
    ):
        assert "waits" in messages_of(replace(document, editor))
        version = fresh(document).waiting_version
        assert served(client, document.url) == FIRST
        assert "Let out" not in messages_of(decide(version, editor, "release"))
        assert served(client, document.url) == FIRST
        assert decide(version, moderator, "release").status_code == 302
        assert served(client, document.url) == SECOND
        version.refresh_from_db()
        assert (version.state, version.decided_by_name, version.user) == (VersionState.CURRENT, "moderator", editor)
        assert fresh(document).versions.last().state == VersionState.EARLIER

    def test_moderator_does_not_release_their_own(self, client, document, replace, decide, moderator, second_moderator):
        replace(document, moderator)
        version = fresh(document).waiting_version
        assert "did not make it" in messages_of(decide(version, moderator, "release"))
        assert served(client, document.url) == FIRST
        decide(version, second_moderator, "release")
        assert served(client, document.url) == SECOND

    def test_waiting_bytes_and_words_are_for_users_of_the_admin_alone(self, client, document, replace, editor):
        replace(document, editor)
        version = fresh(document).waiting_version
        assert [text.text for text in DocumentText.objects.all()] == ["Words of version 1"]
        assert served(client, f"/media/{version.file.name}") == 404
        client.force_login(editor)
        assert served(client, f"/media/{version.file.name}") == SECOND
        assert served(client, document.url) == FIRST
        page = client.get(reverse("publishing:waiting_version", args=["document", version.pk])).content.decode()
        assert "Words of version 2" in page
        assert "Let it out" not in page
        assert "waits to be let out" in client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()

    def test_released_file_is_inspected_already(self, document, replace, decide, editor, moderator):
        replace(document, editor)
        decide(fresh(document).waiting_version, moderator, "release")
        assert fresh(document).current_inspection.state == "read"
        assert [text.text for text in DocumentText.objects.all()] == ["Words of version 2"]

    def test_version_with_a_failed_redaction_is_not_released_before_it_is_cleared(
        self, client, document, replace, decide, as_user, editor, moderator
    ):
        replace(document, editor)
        version = fresh(document).waiting_version
        version.inspection["hidden"]["covered"] = [{"page": 1, "text": "Edda Jessop"}]
        version.save()
        assert "redaction that failed" in messages_of(decide(version, moderator, "release"))
        assert served(client, document.url) == FIRST
        url = reverse("publishing:waiting_version", args=["document", version.pk])
        as_user(moderator, url, {"reason": "An invented name"})
        assert served(client, document.url) == FIRST
        decide(version, moderator, "release")
        assert served(client, document.url) == SECOND

    def test_title_of_a_public_file_waits_too(self, document, replace, decide, editor, moderator):
        replace(document, editor, content=None, title="Statement by the chair", reason="")
        version = fresh(document).waiting_version
        assert fresh(document).title == "Report"
        decide(version, moderator, "release")
        document = fresh(document)
        assert (document.title, document.current_inspection.state) == ("Statement by the chair", "read")

    def test_title_and_file_of_one_person_wait_together(self, client, document, replace, decide, editor, moderator):
        replace(document, editor)
        replace(document, editor, content=None, title="Report of 2026")
        version = fresh(document).waiting_version
        assert version.columns == {"title": "Report of 2026"}
        decide(version, moderator, "release")
        assert (served(client, document.url), fresh(document).title) == (SECOND, "Report of 2026")

    def test_title_does_not_push_out_what_another_person_has_uploaded(self, document, replace, editor, moderator):
        replace(document, editor)
        response = replace(document, moderator, content=None, title="Other")
        assert "waits to be let out" in str(response.context["form"].errors)
        assert fresh(document).waiting_version.user == editor

    def test_title_saved_just_after_an_upload_does_not_push_it_out(self, document, replace, editor, moderator):
        data = {"title": "Other", "collection": 1, "tags": ""}
        form = get_document_form(BoardDocument)(data, instance=fresh(document), user=moderator)
        assert form.is_valid()
        replace(document, editor)
        form.save()
        assert fresh(document).waiting_version.user == editor
        assert document.versions.get(state=VersionState.SET_ASIDE).columns == {"title": "Other"}

    def test_what_readers_do_not_see_is_changed_at_once(self, document, replace, editor):
        replace(document, editor, content=None, exemption_note="Assessed in May", reason="")
        assert fresh(document).exemption_note == "Assessed in May"
        assert fresh(document).waiting_version is None

    def test_second_of_two_replacements_is_set_aside(self, client, document, replace, editor, moderator):
        seen = document.edit_token
        replace(document, editor)
        response = replace(document, moderator, THIRD, seen_hash=seen)
        assert "editor has replaced this file" in str(response.context["form"].errors)
        assert fresh(document).waiting_version.user == editor
        assert document.versions.filter(state=VersionState.SET_ASIDE).count() == 1

    def test_newer_replacement_takes_the_place_of_one_that_waits(self, document, replace, decide, editor, moderator):
        replace(document, editor)
        older = fresh(document).waiting_version
        replace(document, editor, THIRD)
        assert "replaced by a newer one" in messages_of(decide(older, moderator, "release"))
        assert document.versions.filter(state=VersionState.WAITING).count() == 1

    def test_version_decided_meanwhile_is_neither_released_nor_discarded(self, document, replace, editor, moderator):
        replace(document, editor)
        seen, same = fresh(document).waiting_version, fresh(document).waiting_version
        same.discard(moderator)
        with pytest.raises(NotWaitingError):
            release_version(seen, moderator)
        with pytest.raises(NotWaitingError):
            seen.discard(editor)

    def test_form_that_was_opened_before_a_release_undoes_nothing(self, document, replace, editor, moderator):
        replace(document, editor, title="Report of 2026")
        data = {"title": "Report", "collection": 1, "tags": "", "exemption_note": "Assessed", "seen_hash": "x"}
        form = get_document_form(BoardDocument)(data, instance=fresh(document), user=moderator)
        assert form.is_valid()
        release_version(fresh(document).waiting_version, moderator)
        form.save()
        stored = fresh(document)
        assert (stored.title, stored.exemption_note) == ("Report of 2026", "Assessed")
        assert stored.file_hash == stored.versions.get(state=VersionState.CURRENT).file_hash

    def test_discarded_version_stays_among_the_versions(self, client, document, replace, decide, editor):
        replace(document, editor)
        version = fresh(document).waiting_version
        decide(version, editor, "discard")
        version.refresh_from_db()
        assert (version.state, version.decided_by_name) == (VersionState.DISCARDED, "editor")
        assert served(client, document.url) == FIRST

    def test_another_editor_does_not_discard(self, document, replace, decide, editor):
        replace(document, editor)
        version = fresh(document).waiting_version
        decide(version, add_user("colleague", "Editors"), "discard")
        assert fresh(document).waiting_version == version

    def test_restored_version_waits_too(self, client, document, replace, decide, as_user, editor, moderator):
        replace(document, editor)
        decide(fresh(document).waiting_version, moderator, "release")
        oldest = document.versions.last()
        response = as_user(editor, reverse("publishing:restore_version", args=["document", oldest.pk]), {})
        assert "waits" in messages_of(response)
        assert served(client, document.url) == SECOND
        decide(fresh(document).waiting_version, moderator, "release")
        assert served(client, document.url) == FIRST
        assert fresh(document).current_inspection.state == "read"

    def test_file_of_a_page_behind_a_password_waits(self, document, replace, editor):
        page = NewsPageFactory._meta.model.objects.get()
        page.view_restrictions.create(restriction_type="login")
        replace(document, editor)
        assert fresh(document).waiting_version

    def test_file_of_a_scheduled_page_waits(self, document, replace, editor):
        page = NewsPageFactory._meta.model.objects.get()
        page.unpublish()
        page.refresh_from_db()
        page.go_live_at = timezone.now() + dt.timedelta(days=1)
        page.save_revision().publish()
        replace(document, editor)
        assert fresh(document).waiting_version

    def test_code_does_not_replace_it_alone(self, document):
        document.file = ContentFile(SECOND, "b.pdf")
        with pytest.raises(ValidationError, match="second person"):
            document.save()

    def test_file_that_becomes_public_while_a_version_waits_stays(self, client, document, replace, editor):
        replace(document, editor)
        page = NewsPageFactory._meta.model.objects.get()
        page.unpublish()
        page.get_latest_revision() or page.save_revision()
        page.refresh_from_db()
        page.get_latest_revision_as_object().save_revision().publish()
        assert served(client, document.url) == FIRST

    def test_editor_may_put_it_in_place_once_no_public_page_shows_it(self, document, replace, editor):
        replace(document, editor)
        version = fresh(document).waiting_version
        assert not may_release(version, editor)
        NewsPageFactory._meta.model.objects.get().unpublish()
        assert may_release(version, editor)

    def test_direct_replacement_sets_aside_what_waited(self, document, replace, editor):
        replace(document, editor)
        NewsPageFactory._meta.model.objects.get().unpublish()
        replace(document, editor, THIRD)
        assert fresh(document).waiting_version is None
        assert {version.state for version in document.versions.all()} == {"current", "earlier", "set_aside"}

    def test_boards_setting_lets_one_person_do_it_who_may_publish(
        self, client, document, replace, site, editor, moderator
    ):
        BoardSettings.objects.update_or_create(site=site, defaults={"one_person_may_publish": True})
        replace(document, editor)
        assert served(client, document.url) == FIRST
        replace(document, moderator, THIRD)
        assert served(client, document.url) == THIRD

    def test_moderators_are_mailed_and_reminded(self, client, document, replace, moderator, second_moderator, chair):
        mail.outbox.clear()
        replace(document, moderator)
        assert [message.to for message in mail.outbox] == [["second@example.org"]]
        assert "Typo" in mail.outbox[0].body
        version = fresh(document).waiting_version
        assert reverse("publishing:waiting_version", args=["document", version.pk]) in mail.outbox[0].body
        for user, is_reminded in ((moderator, False), (second_moderator, True), (chair, True)):
            client.force_login(user)
            content = client.get("/admin/").content.decode()
            assert ("1 file waits for you" in content) is is_reminded
            assert "Report" in client.get(reverse("publishing:waiting_versions")).content.decode()

    @pytest.mark.parametrize(("action", "words"), [("release", "readers get it now"), ("discard", "discarded")])
    def test_who_made_it_is_told_what_became_of_it(self, document, replace, decide, editor, moderator, action, words):
        replace(document, editor)
        mail.outbox.clear()
        decide(fresh(document).waiting_version, moderator, action)
        assert [message.to for message in mail.outbox] == [["editor@example.org"]]
        assert words in mail.outbox[0].body

    def test_full_disk_loses_nothing(self, client, document, replace, editor, monkeypatch):
        def no_room(self, name, content):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", no_room)
        response = replace(document, editor, title="Typed by hand")
        assert "could not be stored" in response.content.decode()
        assert "Typed by hand" in response.content.decode()
        assert fresh(document).waiting_version is None
        assert served(client, document.url) == FIRST

    def test_version_whose_worker_was_killed_is_inspected_later(self, client, document, editor, moderator):
        form = {"title": "Report", "collection": 1, "tags": "", "reason": "Typo", "seen_hash": document.edit_token}
        client.force_login(editor)
        url = reverse("wagtaildocs:edit", args=[document.pk])
        client.post(url, form | {"file": SimpleUploadedFile("new.pdf", SECOND)})  # No task runs within a transaction.
        version = fresh(document).waiting_version
        with pytest.raises(ValidationError, match="has not been read yet"):
            release_version(version, moderator)
        call_command("read_documents", verbosity=0)
        version.refresh_from_db()
        release_version(version, moderator)
        assert fresh(document).versions.first().state == VersionState.CURRENT

    def test_waiting_words_are_not_found_by_the_search(self, client, document, replace, decide, editor, moderator):
        replace(document, editor, pdfs.tagged("Words about a capybara"))
        assert document.url not in client.get("/search/?q=capybara").content.decode()
        decide(fresh(document).waiting_version, moderator, "release")
        assert document.url in client.get("/search/?q=capybara").content.decode()


class TestPicture:
    def colour(self, client, url):
        with Image.open(io.BytesIO(served(client, url))) as picture:
            return picture.convert("RGB").getpixel((0, 0))

    def test_replaced_picture_waits_until_another_person_releases_it(
        self, client, image, replace_picture, decide, editor, moderator
    ):
        before = image.file.url
        rendition = image.get_rendition("width-40|format-png").url
        replace_picture(image, editor, get_test_image_file(colour="black", size=(50, 40)))
        version = fresh(image).waiting_version
        assert self.colour(client, rendition) == self.colour(client, before) == (255, 255, 255)
        assert fresh(image).width == 80
        assert served(client, f"/media/{version.file.name}") == 404
        client.force_login(moderator)
        assert self.colour(client, f"/media/{version.file.name}") == (0, 0, 0)
        assert client.get(reverse("publishing:waiting_version", args=["image", version.pk])).status_code == 200
        decide(version, moderator, "release")
        image = fresh(image)
        assert (image.width, image.height) == (50, 40)
        assert self.colour(client, image.get_rendition("width-40|format-png").url) == (0, 0, 0)
        assert [served(client, url) for url in (before, rendition)] == [404, 404]
        assert [version.state for version in image.versions.all()] == [VersionState.CURRENT, VersionState.EARLIER]

    def test_focal_point_waits(self, image, replace_picture, decide, editor, moderator):
        points = {f"focal_point_{name}": 10 for name in ("x", "y", "width", "height")}
        replace_picture(image, editor, reason="", **points)
        assert not fresh(image).has_focal_point()
        decide(fresh(image).waiting_version, moderator, "release")
        assert fresh(image).focal_point_x == 10

    def test_earlier_picture_is_restored_by_two_people(
        self, client, image, replace_picture, decide, as_user, editor, moderator
    ):
        replace_picture(image, editor, get_test_image_file(colour="black"))
        decide(fresh(image).waiting_version, moderator, "release")
        client.force_login(editor)
        assert "Put the version of" in client.get(reverse("media_image_versions", args=[image.pk])).content.decode()
        as_user(editor, reverse("publishing:restore_version", args=["image", image.versions.last().pk]), {})
        assert fresh(image).file.name != image.file.name
        decide(fresh(image).waiting_version, moderator, "release")
        assert fresh(image).file.name == image.file.name

    def test_picture_of_a_draft_is_replaced_at_once(self, image, replace_picture, editor):
        NewsPageFactory._meta.model.objects.get().unpublish()
        replace_picture(image, editor, get_test_image_file(colour="black"))
        assert fresh(image).file.name != image.file.name
        assert fresh(image).waiting_version is None

    def test_code_does_not_replace_it_alone(self, image):
        image.file = get_test_image_file(colour="black")
        with pytest.raises(ValidationError, match="second person"):
            image.save()


class TestHiding:
    """To hide a public file, or to show it again, is for those who may publish its page."""

    @pytest.fixture
    def private(self, db):
        """A private collection."""
        collection = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        return collection

    def test_editor_moves_a_public_file_neither_into_a_private_collection_nor_out_of_it(
        self, document, replace, private, editor, moderator
    ):
        response = replace(document, editor, content=None, collection=private.pk)
        assert "collection" in response.context["form"].errors
        replace(document, moderator, content=None, collection=private.pk)
        assert fresh(document).collection == private
        response = replace(document, editor, content=None)
        assert "collection" in response.context["form"].errors

    def test_bulk_action_of_an_editor_leaves_it_out(self, client, document, private, editor):
        client.force_login(editor)
        url = reverse("wagtail_bulk_action", args=["media", "boarddocument", "add_to_collection"])
        response = client.post(f"{url}?id={document.pk}", {"collection": private.pk})
        assert "was left out" in messages_of(response)
        assert fresh(document).collection != private

    def test_editor_does_not_delete_it(self, client, document, editor, moderator):
        addresses = [
            reverse("wagtaildocs:delete", args=[document.pk]),
            f"{reverse('wagtail_bulk_action', args=['media', 'boarddocument', 'delete'])}?id={document.pk}",
        ]
        client.force_login(editor)
        for address in addresses:
            client.post(address)
        assert BoardDocument.objects.exists()
        client.force_login(moderator)
        client.post(addresses[0])
        assert not BoardDocument.objects.exists()


class TestFileOfDraft:
    """A draft's file is replaced at once: by this its review ends, and who did it has written in the page."""

    @pytest.fixture
    def draft(self, news_index, document, editor):
        """An ordinary item under review that carries the document; no public page does."""
        NewsPageFactory._meta.model.objects.get().unpublish()
        page = make_page_with(document, news_index, live=False, owner=editor)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)
        return page

    def test_review_of_an_ordinary_item_ends(self, document, replace, draft, editor):
        mail.outbox.clear()
        replace(document, editor)
        assert type(draft).objects.get(pk=draft.pk).current_workflow_state is None
        assert "“Report”" in mail.outbox[0].body

    def test_who_replaced_it_does_not_publish_it(self, document, replace, draft, moderator, second_moderator):
        assert moderator.pk not in writer_ids(draft)
        replace(document, moderator)
        page = type(draft).objects.get(pk=draft.pk)
        assert not page.permissions_for_user(moderator).can_publish()
        assert page.permissions_for_user(second_moderator).can_publish()

    def test_who_put_their_own_version_in_place_does_not_publish_it(
        self, news_index, decide, replace, editor, moderator
    ):
        document = make_document(FIRST)
        page = make_page_with(document, news_index, owner=editor)
        page.save_revision(user=editor).publish()
        replace(document, moderator)
        type(page).objects.get(pk=page.pk).unpublish()
        decide(fresh(document).waiting_version, moderator, "release")
        assert fresh(document).waiting_version is None
        assert not type(page).objects.get(pk=page.pk).permissions_for_user(moderator).can_publish()

    def test_who_uploaded_it_as_new_may_publish_it(self, news_index, editor, moderator):
        page = make_page_with(make_document(SECOND, uploaded_by_user=moderator), news_index, live=False, owner=editor)
        page.save_revision(user=editor)
        assert page.permissions_for_user(moderator).can_publish()


def test_versions_are_decided_by_those_who_may_see_the_file(client, document, replace, editor):
    replace(document, editor)
    version = DocumentVersion.objects.get(state=VersionState.WAITING)
    stranger = add_user("stranger")
    client.force_login(stranger)
    assert client.get(reverse("publishing:waiting_version", args=["document", version.pk])).status_code == 302
    assert client.get(reverse("publishing:waiting_version", args=["video", version.pk])).status_code == 302
    client.force_login(editor)
    assert client.get(reverse("publishing:waiting_version", args=["video", version.pk])).status_code == 404
    assert BoardDocument.objects.get().waiting_version == version
