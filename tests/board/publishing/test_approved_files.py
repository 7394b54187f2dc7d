"""Files under approval are neither replaced nor deleted; a review that waits for the chair lapses with them."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import WorkflowState

from board.approvals.models import ApprovedFile, StatementApproval
from board.media.models import BoardDocument, BoardImage
from board.publishing.approved_files import has_new_bytes, pages_approved_with
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.files import make_document, make_page_with
from tests.publication import bring_to_chair, fresh, publish_statement

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


class TestFileOfPublicPage:
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

    def test_unchanged_files_have_no_new_bytes(self, db, two_page_pdf):
        report, other = make_document(two_page_pdf), make_document(OTHER)
        assert not has_new_bytes(report)
        assert not has_new_bytes(other)

    def test_title_can_be_changed(self, carrier, document):
        document.title = "Another name in the library"
        document.save()
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
