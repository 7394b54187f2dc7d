import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from board.media.models import BoardDocument
from tests.files import make_document


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def document(content, name="report.pdf"):
    return make_document(content, name)


@pytest.mark.django_db
class TestPageCount:
    def test_pdf_has_its_number_of_pages(self, two_page_pdf):
        assert document(two_page_pdf).page_count == 2

    @pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n", b"\x00" * 1000])
    def test_unreadable_file_is_stored_without_a_page_count(self, content):
        stored = document(content)
        assert stored.page_count is None
        assert stored.file.size == len(content)

    @pytest.mark.parametrize("name", ["😀.pdf", "!!!.pdf", " .pdf"])
    def test_name_of_symbols_alone_keeps_its_type(self, two_page_pdf, name):
        stored = document(two_page_pdf, name)
        assert (stored.file_type, stored.page_count) == ("PDF", 2)

    def test_truncated_pdf_is_stored(self, two_page_pdf):
        assert document(two_page_pdf[: len(two_page_pdf) // 2]).pk

    def test_other_types_have_no_page_count(self):
        assert document(b"a,b\n", "figures.csv").page_count is None

    def test_new_bytes_have_their_own_page_count_and_hash(self, two_page_pdf):
        stored = document(two_page_pdf)
        before = stored.file_hash
        stored.file = ContentFile(b"no pdf any more", "report.pdf")
        stored.save()
        stored.refresh_from_db()
        assert stored.page_count is None
        assert stored.file_hash != before

    def test_change_of_title_reads_no_file(self, two_page_pdf):
        stored = document(two_page_pdf)
        stored.file.storage.delete(stored.file.name)
        stored = BoardDocument.objects.get()
        stored.title = "Another title"
        stored.save()
        assert stored.page_count == 2


@pytest.mark.django_db
class TestServing:
    @pytest.fixture(autouse=True)
    def _staff(self, client, editor):
        client.force_login(editor)

    def test_pdf_opens_in_the_browser(self, client, two_page_pdf):
        response = client.get(document(two_page_pdf).url)
        assert b"".join(response.streaming_content) == two_page_pdf
        assert response["Content-Type"] == "application/pdf"
        assert "attachment" not in response.get("Content-Disposition", "")

    def test_other_types_are_downloaded(self, client):
        response = client.get(document(b"a,b\n", "figures.csv").url)
        assert b"".join(response.streaming_content) == b"a,b\n"
        assert "attachment" in response["Content-Disposition"]


def test_upload_in_the_admin_is_inspected(client, editor, two_page_pdf, django_capture_on_commit_callbacks):
    client.force_login(editor)
    upload = ContentFile(two_page_pdf, "report.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/documents/add/", {"title": "Report", "file": upload, "collection": 1})
    assert BoardDocument.objects.get().page_count == 2


def test_empty_file_has_one_error(client, editor):
    client.force_login(editor)
    form = {"title": "Typed", "file": SimpleUploadedFile("report.pdf", b""), "collection": 1}
    response = client.post("/admin/documents/add/", form)
    assert response.context["form"].errors["file"] == ["The submitted file is empty."]
    assert "Typed" in response.content.decode()


def test_program_is_refused_with_the_reason(client, editor):
    client.force_login(editor)
    response = client.post(
        "/admin/documents/add/", {"title": "X", "file": ContentFile(b"MZ", "x.exe"), "collection": 1}
    )
    assert not BoardDocument.objects.exists()
    assert "exe" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/admin/documents/multiple/add/", {"title": "title", "files[]": "files[]", "collection": "collection"}),
        (
            "/admin/documents/chooser/create/",
            {
                "title": "document-chooser-upload-title",
                "files[]": "document-chooser-upload-file",
                "collection": "document-chooser-upload-collection",
            },
        ),
    ],
)
def test_other_upload_forms_have_the_file_inspected(
    client, editor, two_page_pdf, django_capture_on_commit_callbacks, address, names
):
    client.force_login(editor)
    upload = ContentFile(two_page_pdf, "report.pdf")
    form = {names["title"]: "Report", names["files[]"]: upload, names["collection"]: 1}
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, form, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 200
    document = BoardDocument.objects.get()
    assert (document.page_count, document.versions.get().user_name) == (2, "editor")
