"""Issues of documents: what stops a file, what is a barrier, who lifts a stop, and what readers are told."""

import io
import re

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError

from board.accessibility.models import AccessibilityStatement
from board.blocks.pdf_document import PdfDocumentBlock
from board.media.issues import (
    accessibility_issues,
    blocking_issues,
    document_issues,
    hidden_information_issues,
    reasons_against_publication,
)
from board.media.models import BoardDocument, Clearance, DocumentInspection
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory
from tests.files import make_document, make_document_quickly, make_page_with

NOTHING = {"comments": [], "attachments": [], "earlier_revisions": 0, "covered": [], "scripts": 0, "not_examined": []}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document():
    """A document without issues."""
    return make_document(pdfs.tagged("A first page"))


def codes(document):
    return {issue.code for issue in document_issues(document)}


def with_hidden(document, **hidden):
    """Store hidden information as if the inspection had found it, and return the document."""
    DocumentInspection.objects.filter(document=document).update(hidden=NOTHING | hidden)
    return BoardDocument.objects.get(pk=document.pk)


def status(client, url):
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def test_good_file_has_no_issues(document):
    assert document_issues(document) == []
    assert reasons_against_publication(document) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdfs.untagged(), {"not_tagged", "no_language", "no_title"}),
        (pdfs.encrypted(), {"encrypted"}),
        (b"%PDF-1.4 and nothing else", {"damaged", "not_examined"}),
    ],
    # By the bytes themselves they would have another name in every process.
    ids=["untagged", "encrypted", "damaged"],
)
def test_faulty_file_has_its_issues(content, expected):
    assert codes(make_document(content)) == expected


def test_scan_has_no_text(document):
    assert "no_text" in codes(make_document(pdfs.scan()))


def test_long_file_without_bookmarks_has_a_notice(document):
    structure = document.inspection.structure | {"has_bookmarks": False}
    DocumentInspection.objects.filter(document=document).update(page_count=11, structure=structure)
    assert codes(BoardDocument.objects.get(pk=document.pk)) == {"no_bookmarks"}


def test_hidden_information_is_a_notice(document):
    document = with_hidden(
        document, comments=[{"page": 1, "author": "A", "text": "T"}] * 2, attachments=["a.docx"], scripts=1
    )
    assert {issue.what for issue in document_issues(document)} == {
        "It holds 2 comments.",
        "It holds 1 file inside it.",
        "It holds 1 program (JavaScript).",
    }
    assert reasons_against_publication(document) == []


def test_words_that_do_not_look_redacted_are_a_notice_with_page_and_words(document):
    document = with_hidden(document, overprinted=[{"page": 2, "text": "37"}, {"page": 4, "text": "Annual report"}])
    (issue,) = document_issues(document)
    assert (issue.code, issue.severity) == ("overprinted", "notice")
    assert "page 2: “37”; page 4: “Annual report”" in issue.what
    assert reasons_against_publication(document) == []


@pytest.mark.parametrize(("scanned", "severity"), [(9, "barrier"), (1, "barrier")])
def test_pages_that_are_pictures_are_named(scanned, severity):
    document = make_document_quickly(pdfs.scan_behind_a_letter(scanned))
    (issue,) = [issue for issue in document_issues(document) if issue.code == "picture_pages"]
    assert issue.what.startswith("Page 2 is a picture" if scanned == 1 else "Pages 2–10 are pictures")
    assert issue.severity == severity
    assert document.inspection.message.startswith("The text can be searched. Page")


def test_one_page_without_words_in_a_long_file_may_be_a_photograph(document):
    structure = document.inspection.structure | {"picture_pages": [7]}
    DocumentInspection.objects.filter(document=document).update(page_count=9, structure=structure)
    (issue,) = document_issues(BoardDocument.objects.get(pk=document.pk))
    assert (issue.code, issue.severity) == ("picture_pages", "notice")


def test_editor_of_a_draft_is_told_what_its_files_give_away(client, news_index, document, editor):
    page = make_page_with(document, news_index, live=False)
    page.save_revision(user=editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(editor)
    assert "Look into it" not in client.get(address).content.decode()
    with_hidden(document, comments=[{"page": 1, "author": "A", "text": "T"}], earlier_revisions=2)
    content = client.get(address).content.decode()
    assert "It holds 1 comment. It holds 2 earlier versions of itself that anybody can bring back." in content
    assert reverse("media_file", args=[document.pk]) in content
    page.save_revision(user=editor).publish()
    assert "Look into it" not in client.get(address).content.decode()


def test_other_types_have_no_issues():
    assert document_issues(make_document(b"a,b\n", "a.csv")) == []


class TestBarrier:
    def test_file_with_a_barrier_needs_an_exemption_to_be_published(self):
        document = make_document(pdfs.untagged())
        block = PdfDocumentBlock()
        value = block.normalize({"title": "Report", "document": document})
        with pytest.raises(StructBlockValidationError) as refusal:
            block.clean(value)
        assert "what you rely on" in str(refusal.value.block_errors["document"])
        assert block.clean_deferred(value)
        document.exemption = BoardDocument.Exemption.BURDEN
        document.save()
        assert block.clean(block.normalize({"title": "Report", "document": document}))

    @pytest.mark.parametrize("with_those_below", [False, True])
    def test_bulk_publication_needs_an_exemption_too(self, client, news_index, moderator, editor, with_those_below):
        document = make_document(pdfs.untagged())
        page = make_page_with(document, news_index, live=False, owner=editor)
        for words in (news_index, page):
            words.save_revision(user=editor)
        asked = news_index if with_those_below else page
        address = reverse("wagtail_bulk_action", args=["basepage", "basepage", "publish"])
        address += f"?id={asked.pk}&next=/admin/"
        form = {"include_descendants": "on"} if with_those_below else {}
        client.force_login(moderator)
        response = client.post(address, form, follow=True)
        assert "was left out" in response.content.decode()
        assert "what you rely on" in response.content.decode()
        page.refresh_from_db()
        assert not page.live
        document.exemption = BoardDocument.Exemption.BURDEN
        document.save()
        client.post(address, form)
        page.refresh_from_db()
        assert page.live

    def test_readers_are_told_whom_to_ask_for_another_format(self, client, news_index, site):
        document = make_document(pdfs.untagged(), exemption="burden")
        page = make_page_with(document, news_index)
        AccessibilityStatement.objects.update_or_create(
            site=site, defaults={"feedback_email": "formats@example.org", "answer_working_days": 3}
        )
        content = client.get(page.url).content.decode()
        assert "may not work with a screen reader" in content
        assert "mailto:formats@example.org" in content
        assert "within 3 working days" in content

    def test_readers_of_a_good_file_are_told_nothing(self, client, news_index, document):
        assert "may not work" not in client.get(make_page_with(document, news_index).url).content.decode()


class TestStop:
    @pytest.fixture
    def stopped(self, document):
        """A document with a redaction that failed."""
        return with_hidden(document, covered=[{"page": 1, "text": "Jane Doe"}])

    def test_stopped_file_is_served_to_users_of_the_admin_alone(self, client, news_index, stopped, editor):
        page = make_page_with(stopped, news_index)
        assert status(client, stopped.url) == 404
        assert stopped.url not in client.get(page.url).content.decode()
        client.force_login(editor)
        assert status(client, stopped.url) == 200

    @pytest.mark.parametrize(("count", "places"), [(1, "in one place,"), (2, "in 2 places,")])
    def test_issue_says_in_how_many_places(self, document, count, places):
        stopped = with_hidden(document, covered=[{"page": 1, "text": "Jane Doe"}] * count)
        assert places in " ".join(issue.what for issue in document_issues(stopped))

    def test_nothing_is_said_of_what_was_not_looked_for(self, document):
        assert hidden_information_issues(with_hidden(document)) == []

    def test_page_with_a_stopped_file_is_not_published(self, stopped):
        block = PdfDocumentBlock()
        with pytest.raises(StructBlockValidationError) as refusal:
            block.clean(block.normalize({"title": "Report", "document": stopped}))
        assert "a redaction that failed" in str(refusal.value.block_errors["document"])

    def test_editor_sees_the_covered_words_and_can_not_lift_the_stop(self, client, stopped, editor):
        client.force_login(editor)
        address = reverse("media_file", args=[stopped.pk])
        content = client.get(address).content.decode()
        assert "Jane Doe" in content
        assert "Ask a moderator" in content
        client.post(address, {"reason": "I want it out"})
        assert not Clearance.objects.exists()
        assert blocking_issues(stopped)

    def test_moderator_lifts_the_stop_with_a_reason(self, client, news_index, stopped, moderator):
        make_page_with(stopped, news_index)
        client.force_login(moderator)
        address = reverse("media_file", args=[stopped.pk])
        assert client.post(address, {"reason": ""}).context["form"].errors
        assert client.post(address, {"reason": "The name of the author"}).status_code == 302
        assert "The name of the author" in client.get(address).content.decode()
        client.logout()
        assert status(client, stopped.url) == 200
        assert reasons_against_publication(stopped) == []

    def test_who_uploaded_the_file_does_not_lift_its_stop(self, client, stopped, moderator, superuser):
        for user in (moderator, superuser):
            stopped.versions.update(user=user)
            client.force_login(user)
            address = reverse("media_file", args=[stopped.pk])
            assert "who did not upload it" in client.get(address).content.decode()
            client.post(address, {"reason": "I know this file"})
            assert not Clearance.objects.exists()

    def test_clearance_of_other_bytes_does_not_count(self, stopped, moderator):
        Clearance.objects.create(document=stopped, file_hash="0" * 40, user=moderator, user_name="m", reason="r")
        assert blocking_issues(stopped)

    def test_clearance_has_the_full_name_or_else_the_username(self, stopped, moderator):
        assert Clearance.record(stopped, moderator, "Looked at.").user_name == "moderator"
        moderator.first_name, moderator.last_name = "Mo", "Example"
        assert Clearance.record(stopped, moderator, "Looked at.").user_name == "Mo Example"

    def test_clearance_does_not_count_for_an_encrypted_file(self, moderator):
        document = make_document(pdfs.encrypted())
        Clearance.objects.create(document=document, file_hash=document.file_hash, user=moderator, reason="r")
        assert [issue.code for issue in blocking_issues(document)] == ["encrypted"]

    def test_file_that_was_not_examined_is_stopped(self, document):
        document = with_hidden(document, not_examined=["covered"])
        assert [issue.code for issue in blocking_issues(document)] == ["not_examined"]
        document = with_hidden(document, not_examined=["covered"], not_searched=[3, 4, 5])
        assert "Pages 3–5 could not be searched" in blocking_issues(document)[0].what
        assert accessibility_issues(document) == []


class TestReport:
    def test_report_lists_public_files_alone(self, client, news_index, document, moderator):
        NewsPageFactory(parent=news_index, title="Unpublished", live=False)
        make_document(pdfs.tagged("Not public"), title="Not public")
        make_page_with(document, news_index)
        bad = make_document(pdfs.untagged(), title="Bad one", exemption="old")
        make_page_with(bad, news_index)
        client.force_login(moderator)
        content = client.get(reverse("media_files")).content.decode()
        assert "Not public" not in content
        assert "It has no tags" in content
        assert "Nothing that we know of" in content

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_report_can_be_exported(self, client, news_index, document, moderator, kind):
        make_page_with(document, news_index)
        client.force_login(moderator)
        response = client.get(reverse("media_files") + f"?export={kind}")
        exported = b"".join(response.streaming_content) if response.streaming else response.content
        if kind == "csv":
            words = exported.decode()
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(exported)).active
            words = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        assert document.file_hash in words
        assert "Nothing that we know of" in words


def test_permission_to_lift_a_stop_is_offered_for_any_group(client, superuser):
    group = Group.objects.get(name="Moderators")
    client.force_login(superuser)
    content = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    permission = group.permissions.get(codename="clear_boarddocument")
    assert re.search(rf'value="{permission.pk}"[^>]*checked', content)
