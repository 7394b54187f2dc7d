"""Files under approval are neither replaced nor deleted; a review that waits for the chair lapses with them."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, WorkflowState

from board.approvals.models import ApprovedFile, StatementApproval
from board.media.managers import PublicFileColumnsError
from board.media.models import BoardDocument, BoardImage
from board.publishing.approved_files import pages_approved_with
from news.models import NewsIndexPage
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.files import make_document, make_page_with
from tests.publication import bring_to_chair, fresh, publish_statement
from tests.users import add_people
from tests.worlds import shared_world

OTHER = b"%PDF-1.4 other bytes"


@pytest.fixture
def carrier(news_index, document, everyone_to):
    """A public statement that carries the document."""
    return publish_statement(add_statement(news_index, document=document), *everyone_to)


def replace(document, content=OTHER):
    """Put other bytes behind a document, as any code would."""
    document.file = ContentFile(content, "report.pdf")
    document.save()


def stored(document):
    """Return the bytes that the library holds."""
    with BoardDocument.objects.get(pk=document.pk).open_file() as file:
        return file.read()


def status(client, url):
    """Fetch an address to its end, as a browser does; return the status."""
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


@pytest.fixture(scope="class")
def made(django_db_setup, django_db_blocker, tmp_path_factory, two_page_pdf):
    """A public statement that carries a document, the document, and the folder of files."""
    media = tmp_path_factory.mktemp("media")
    with shared_world(django_db_blocker, media):
        people, document = add_people(), make_document(two_page_pdf)
        yield publish_statement(add_statement(NewsIndexPage.objects.get(), document=document), *people), document, media


class OfOneStatement:
    """Tests of a public statement and the document that it carries, which are made once for them all."""

    @pytest.fixture
    def carrier(self, made, db):
        return fresh(made[0])

    @pytest.fixture
    def document(self, made, db, settings):
        settings.MEDIA_ROOT = made[2]
        return BoardDocument.objects.get(pk=made[1].pk)


@pytest.mark.xdist_group("file of a public page")
class TestFileOfPublicPage(OfOneStatement):
    def test_replacing_is_refused_with_name_of_the_page(self, carrier, document, two_page_pdf):
        with pytest.raises(ValidationError, match="“Heron” with exactly this file"):
            replace(document)
        assert stored(document) == two_page_pdf
        assert fresh(carrier).live

    @pytest.mark.parametrize("column", ["file", "sha256"])
    def test_pointing_row_to_other_bytes_is_refused(self, carrier, document, column):
        """One of the two columns is enough: what wrote it may know nothing of the other."""
        setattr(document, column, {"file": "documents/other.pdf", "sha256": "0" * 64}[column])
        with pytest.raises(ValidationError, match="“Heron” with exactly this file"):
            document.save()

    def test_deleting_is_refused(self, carrier, document):
        for delete in (document.delete, BoardDocument.objects.all().delete):
            with pytest.raises(ValidationError, match="neither replaced nor deleted"), transaction.atomic():
                delete()
        assert BoardDocument.objects.exists()

    def test_other_files_can_be_replaced_and_deleted(self, carrier, two_page_pdf):
        other = make_document(two_page_pdf)
        replace(other)
        other.delete()
        assert fresh(carrier).live

    def test_saving_a_file_without_a_change_is_harmless(self, carrier, document):
        document.save()
        BoardDocument.objects.get(pk=document.pk).save()
        assert fresh(carrier).live

    def test_form_refuses_new_file_and_keeps_other_input(self, client, carrier, document, moderator, two_page_pdf):
        client.force_login(moderator)
        response = client.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            {"title": "New name", "collection": 1, "tags": "", "file": SimpleUploadedFile("new.pdf", OTHER)},
        )
        content = response.content.decode()
        assert "“Heron” with exactly this file" in content
        assert reverse("wagtaildocs:add") in content
        assert "New name" in content
        assert stored(document) == two_page_pdf

    def test_deleting_in_the_admin_is_refused_with_a_message(self, client, carrier, document, moderator):
        client.force_login(moderator)
        for url in (
            reverse("wagtaildocs:delete", args=[document.pk]),
            f"{reverse('wagtail_bulk_action', args=['media', 'boarddocument', 'delete'])}?id={document.pk}",
        ):
            response = client.post(url)
            assert response.status_code == 302
            assert "neither replaced nor deleted" in str(list(response.wsgi_request._messages)[-1])
        assert BoardDocument.objects.exists()

    def test_file_of_unpublished_page_can_be_replaced(self, carrier, document):
        carrier.unpublish()
        replace(document)
        carrier.get_latest_revision()
        with pytest.raises(ValidationError):
            fresh(carrier).get_latest_revision().publish()


class TestFileOfUnpublishedPage:
    @pytest.mark.parametrize("when", [{"release": "held"}, {"release": "at", "release_at": "2099-01-01T09:00:00Z"}])
    def test_replacing_file_of_held_or_scheduled_page_is_refused(self, news_index, document, everyone_to, when):
        publish_statement(add_statement(news_index, document=document), *everyone_to, **when)
        with pytest.raises(ValidationError, match="exactly this file"):
            replace(document)

    def test_replacing_file_of_page_at_the_chair_cancels_review_and_tells_editor(
        self, news_index, document, everyone_to, django_capture_on_commit_callbacks
    ):
        page = bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            replace(document)
        assert stored(document) == OTHER
        assert fresh(page).current_workflow_state is None
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
        assert [message.to for message in mail.outbox] == [["editor@example.org"]]
        assert "“Report”" in mail.outbox[0].body

    def test_replacing_file_of_page_at_moderator_keeps_review(self, news_index, document, editor):
        page = add_statement(news_index, document=document)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)
        replace(document)
        assert fresh(page).current_workflow_task.name == "Editorial review"


def test_file_of_ordinary_draft_can_be_replaced_and_deleted(news_index, document):
    make_page_with(document, news_index, live=False)
    replace(document)
    document.delete()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's renditions leave files open.
def test_approved_image_is_neither_replaced_nor_deleted(approved, moderator, client):
    """No block carries pictures yet; the register and its guard know them all the same."""
    image = BoardImage.objects.create(title="Picture", file=get_test_image_file(filename="a.png"), description="A")
    approval = StatementApproval.objects.get()
    ApprovedFile.objects.create(
        approval=approval,
        model="media.BoardImage",
        object_id=str(image.pk),
        title="Picture",
        sha256=image.sha256,
        user_id=1,
        user_name="chair",
    )
    assert pages_approved_with(image) == [approved.basepage_ptr]
    image.file = get_test_image_file(filename="b.png", colour="black")
    with pytest.raises(ValidationError), transaction.atomic():
        image.save()
    with pytest.raises(ValidationError), transaction.atomic():
        BoardImage.objects.get(pk=image.pk).delete()
    client.force_login(moderator)
    response = client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "P", "collection": 1, "file": SimpleUploadedFile("c.png", get_test_image_file().file.getvalue())},
    )
    assert "with exactly this file" in response.content.decode()


class TestAccess:
    def test_file_is_public_while_a_public_page_carries_it(self, client, carrier, document):
        assert status(client, document.url) == 200
        fresh(carrier).unpublish()
        assert status(client, document.url) == 404

    @pytest.mark.parametrize("stage", ["draft", "chair", "held", "at"])
    def test_file_of_unpublished_page_is_hidden_from_the_public(
        self, client, news_index, document, everyone_to, editor, stage
    ):
        page = add_statement(news_index, document=document)
        page.save_revision(user=editor)
        if stage == "chair":
            bring_to_chair(page, *everyone_to[:2])
        elif stage in {"held", "at"}:
            publish_statement(page, *everyone_to, release=stage, release_at="2099-01-01T09:00:00Z")
        assert status(client, document.url) == 404
        assert status(client, f"/media/{document.file.name}") == 404
        client.force_login(editor)
        assert status(client, document.url) == 200

    def test_file_of_private_page_is_not_public(self, client, carrier, document):
        carrier.view_restrictions.create(restriction_type="login")
        assert status(client, document.url) == 404

    def test_file_of_draft_of_public_page_is_not_public(self, client, news_index, document, editor):
        page = NewsPageFactory(parent=news_index)
        page.body = [("pdf_document", {"title": "R", "document": document})]
        page.save_revision(user=editor)
        assert status(client, document.url) == 404


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves pictures open.
class TestWhatReadersSee:
    """Title, description, focal point and privacy of a file under approval are as much under approval as its bytes."""

    @pytest.fixture
    def image(self, db):
        return BoardImage.objects.create(title="Heron", description="A heron", file=get_test_image_file())

    @pytest.fixture
    def pictured(self, news_index, image, everyone_to):
        """A public statement with a picture."""
        picture = [{"type": "picture", "value": {"image": image.pk, "alt_text": "A heron", "decorative": False}}]
        return publish_statement(add_statement(news_index, picture=picture), *everyone_to)

    def test_title_of_a_document_stays(self, carrier, document):
        document.title = "The board accepts full responsibility"
        with pytest.raises(ValidationError, match="“Heron” with exactly this file"):
            document.save()

    @pytest.mark.parametrize("fields", [{"title": "X"}, {"description": "X"}, {"focal_point_x": 5}], ids=" ".join)
    def test_what_is_seen_of_a_picture_stays(self, pictured, image, fields):
        for name, value in fields.items():
            setattr(image, name, value)
        with pytest.raises(ValidationError, match="“Heron” with exactly this file"):
            image.save()

    def test_tags_do_not(self, carrier, document):
        document.tags.add("report")
        document.save()
        assert fresh(carrier).live

    def test_no_query_set_changes_it(self, carrier, document):
        with pytest.raises(PublicFileColumnsError, match="title"):
            BoardDocument.objects.filter(pk=document.pk).update(title="X")

    def test_change_of_a_page_at_the_chair_lapses_its_review(self, news_index, document, everyone_to):
        page = bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])
        document.title = "Another"
        document.save()
        assert not fresh(page).workflow_in_progress

    def test_form_refuses_with_the_name_of_the_page_and_keeps_other_input(self, client, carrier, document, moderator):
        client.force_login(moderator)
        form = {"title": "Another", "collection": 1, "tags": "", "exemption_note": "Asked in May"}
        response = client.post(reverse("wagtaildocs:edit", args=[document.pk]), form, follow=True)
        assert "“Heron” with exactly this file" in response.content.decode()
        assert BoardDocument.objects.get(pk=document.pk).title == "Report"


@pytest.fixture
def private(db):
    """A collection that the public does not see."""
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@pytest.mark.xdist_group("collections of files")
class TestCollections(OfOneStatement):
    """A file under approval is neither hidden nor shown by a collection."""

    def test_file_is_not_moved_into_a_private_one(self, carrier, document, private):
        document.collection = private
        with pytest.raises(ValidationError, match="exactly this file"):
            document.save()
        assert fresh(carrier).live

    def test_nor_below_a_private_one(self, carrier, document, private):
        document.collection = private.add_child(name="Below")
        with pytest.raises(ValidationError, match="exactly this file"):
            document.save()

    def test_nor_with_others_in_one_action(self, client, carrier, document, private, moderator, superuser):
        client.force_login(superuser)
        url = reverse("wagtail_bulk_action", args=["media", "boarddocument", "add_to_collection"])
        response = client.post(f"{url}?id={document.pk}", {"collection": private.pk})
        assert "exactly this file" in str(list(response.wsgi_request._messages)[-1])
        assert BoardDocument.objects.get(pk=document.pk).collection_id != private.pk

    def test_nor_by_a_bulk_update(self, carrier, document, private):
        document.collection = private
        with pytest.raises(ValidationError, match="exactly this file"):
            BoardDocument.objects.bulk_update([document], ["collection"])

    def test_it_may_go_to_another_public_one(self, carrier, document):
        public = Collection.get_first_root_node().add_child(name="Reports")
        BoardDocument.objects.filter(pk=document.pk).update(collection=public)
        document.refresh_from_db()
        document.collection = Collection.get_first_root_node()
        document.save()
        assert fresh(carrier).live

    def test_its_collection_is_not_made_private(self, client, carrier, document, superuser):
        root = Collection.get_first_root_node()
        with pytest.raises(ValidationError, match="exactly this file"):
            CollectionViewRestriction.objects.create(collection=root, restriction_type="login")
        client.force_login(superuser)
        url = reverse("wagtailadmin_collections:set_privacy", args=[root.pk])
        client.post(url, {"restriction_type": "login"}, headers={"x-requested-with": "XMLHttpRequest"})
        assert not CollectionViewRestriction.objects.exists()

    def test_collection_without_files_under_approval_is_made_private(self, carrier):
        other = Collection.get_first_root_node().add_child(name="Other")
        CollectionViewRestriction.objects.create(collection=other, restriction_type="login")


class TestPrivateCollection:
    """Nor is it shown where it was private when it was approved."""

    def test_private_file_that_was_approved_is_not_made_public(self, news_index, document, private, everyone_to):
        document.collection = private
        document.save()
        publish_statement(add_statement(news_index, document=BoardDocument.objects.get()), *everyone_to)
        with pytest.raises(ValidationError, match="exactly this file"):
            private.get_view_restrictions().get().delete()

    def test_kind_of_a_restriction_changes_nothing(self, news_index, document, private, everyone_to):
        document.collection = private
        document.save()
        publish_statement(add_statement(news_index, document=BoardDocument.objects.get()), *everyone_to)
        restriction = private.get_view_restrictions().get()
        restriction.restriction_type = "groups"
        restriction.save()
