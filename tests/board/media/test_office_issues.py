"""What an office file holds that readers don't see is shown before publication, as what a PDF holds is."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from board.media.issues import blocking_issues, document_issues, hidden_information_issues, reasons_against_publication
from board.media.models import BoardDocument, Clearance, DocumentInspection, DocumentVersion, FileChange, VersionState
from tests.board.engines.officeinspect.office_files import W, cells, docx, open_document, xlsx
from tests.factories import NewsPageFactory
from tests.files import make_document, make_document_quickly
from tests.publication import bring_to_chair
from tests.users import add_user

DELETED = docx('<w:p><w:del w:author="Jo"><w:r><w:delText>Harry Example</w:delText></w:r></w:del></w:p>')
COMMENTED = docx(
    parts={
        "word/comments.xml": (
            f'<w:comments {W}><w:comment w:author="Jo"><w:p><w:r><w:t>Who?</w:t></w:r></w:p></w:comment></w:comments>'
        )
    }
)
HIDDEN_SHEET = xlsx([("Names", 'state="hidden"', f"<sheetData>{cells('Harry Example')}</sheetData>")])


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


def link_to(document, index, owner, **fields):
    """Return a draft whose words link to a document."""
    words = f'<p>See <a linktype="document" id="{document.pk}">the file</a>.</p>'
    page = NewsPageFactory(
        parent=index,
        live=False,
        owner=owner,
        body=[{"type": "text", "value": words}, *fields.pop("body", [])],
        **fields,
    )
    page.save_revision(user=owner)
    return page


def codes(document):
    return [issue.code for issue in document_issues(document)]


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (docx(), "a.docx", []),
        (COMMENTED, "a.docx", ["comments"]),
        (DELETED, "a.docx", ["deleted"]),
        (HIDDEN_SHEET, "a.xlsx", ["hidden_sheets"]),
        (
            open_document("odt", '<text:section text:display="none"><text:p>H</text:p></text:section>'),
            "a.odt",
            ["hidden_text"],
        ),
        (docx("<w:p>"), "a.docx", ["not_examined"]),
    ],
    ids=["nothing", "comment", "deletion", "hidden sheet", "hidden section", "broken part"],
)
def test_what_is_hidden_is_an_issue(content, name, expected):
    assert codes(make_document_quickly(content, name)) == expected


def test_issue_says_where_with_words_and_author():
    document = make_document_quickly(HIDDEN_SHEET, "a.xlsx")
    assert "It holds a hidden sheet: sheet “Names”, hidden: “Harry Example”." in document_issues(document)[0].what
    document = make_document_quickly(DELETED, "a.docx")
    assert "words that were deleted: “Harry Example” (Jo)." in document_issues(document)[0].what


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("waiting", ["waiting"]),
        ("encrypted", ["encrypted"]),
        ("damaged", ["not_examined", "damaged"]),
        ("too_costly", ["not_examined", "too_costly"]),
    ],
)
def test_file_that_could_not_be_inspected_is_stopped(state, expected):
    document = make_document_quickly(docx(), "a.docx")
    DocumentInspection.objects.update(state=state, hidden=None)
    assert codes(BoardDocument.objects.get(pk=document.pk)) == expected


def test_upload_is_inspected_after_its_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = BoardDocument.objects.create(title="R", file=ContentFile(HIDDEN_SHEET, "a.xlsx"))
    assert blocking_issues(BoardDocument.objects.get(pk=document.pk))


def test_file_from_before_is_inspected_by_the_command():
    document = make_document_quickly(DELETED, "a.docx")
    DocumentInspection.objects.all().delete()
    assert codes(BoardDocument.objects.get(pk=document.pk)) == []
    call_command("read_documents", verbosity=0)
    assert codes(BoardDocument.objects.get(pk=document.pk)) == ["deleted"]


class TestScreens:
    def test_forms_and_page_of_the_file_show_it(self, client, editor):
        document = make_document_quickly(DELETED, "a.docx")
        client.force_login(editor)
        form = client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
        assert "It still holds words that were deleted" in form
        page = client.get(reverse("media_file", args=[document.pk])).content.decode()
        assert "Deleted words that are still in it" in page
        assert "<q>Harry Example</q>" in page
        assert "Ask a moderator" in page
        client.post(reverse("media_file", args=[document.pk]), {"reason": "I want it out"})
        assert not Clearance.objects.exists()

    def test_second_person_lifts_the_stop(self, client, moderator):
        document = make_document_quickly(HIDDEN_SHEET, "a.xlsx")
        client.force_login(moderator)
        client.post(reverse("media_file", args=[document.pk]), {"reason": "A list of schools"})
        document = BoardDocument.objects.get(pk=document.pk)
        assert reasons_against_publication(document) == []
        assert [issue.code for issue in hidden_information_issues(document)] == ["hidden_sheets"]

    def test_writer_moderator_and_chair_are_told(self, client, news_index, editor, moderator, chair):
        document = make_document_quickly(COMMENTED, "a.docx")
        quote = {"statement": "<p>We are sorry.</p>", "speaker": "A", "role": "Independent Chair", "date": "2026-11-02"}
        page = link_to(document, news_index, editor, body=[{"type": "statement_quote", "value": quote}])
        told = "It holds a comment: “Who?” (Jo)."
        for user in (editor, moderator):
            client.force_login(user)
            assert told in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        page = bring_to_chair(page, editor, moderator)
        client.force_login(chair)
        screen = client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
        assert told in screen
        assert reverse("media_file", args=[document.pk]) in screen

    def test_stopped_file_is_not_public_with_its_page(self, client, news_index, editor):
        document = make_document_quickly(DELETED, "a.docx")
        page = link_to(document, news_index, editor)
        page.get_latest_revision().publish()
        content = client.get(page.url).content.decode()
        assert "the file" in content
        assert document.url not in content
        assert client.get(document.url).status_code == 404


def test_version_that_waits_is_inspected_before_it_is_let_out(client, editor, moderator):
    document = make_document(docx(), "a.docx")
    document.file = ContentFile(DELETED, "b.docx")
    document.store_file()
    version = document.withhold(FileChange(add_user("writer", "Editors"), "Newer"), VersionState.WAITING)
    version.save()
    call_command("read_documents", verbosity=0)
    version = DocumentVersion.objects.get(pk=version.pk)
    client.force_login(moderator)
    screen = client.get(reverse("publishing:waiting_version", args=["document", version.pk])).content.decode()
    assert "<q>Harry Example</q>" in screen
    assert "It can’t be let out yet" in screen
