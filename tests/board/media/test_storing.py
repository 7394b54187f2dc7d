"""Storage errors such as a full disk, and truncated images: the form comes back with a message and all else."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from board.media.models import BoardDocument, BoardImage, DocumentVersion
from tests.board.engines.pdfinspect import pdfs
from tests.board.media.test_images import photo
from tests.files import make_document

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def full_disk(settings, monkeypatch):
    """Call it, and nothing more can be written; tests run as root, whom no mode of a folder keeps out."""

    def fill():
        def no_room(self, name, content):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", no_room)

    return fill


def pdf(name="report.pdf", text="Words"):
    return SimpleUploadedFile(name, pdfs.tagged(text))


def test_new_document_without_room_keeps_the_form(as_editor, full_disk):
    full_disk()
    response = as_editor.post("/admin/documents/add/", {"title": "Typed by hand", "file": pdf(), "collection": 1})
    content = response.content.decode()
    assert response.status_code == 200
    assert "The file could not be stored" in content
    assert "Typed by hand" in content
    assert not BoardDocument.objects.exists()


def test_folder_that_can_not_be_created_is_told(as_editor, settings):
    Path(settings.MEDIA_ROOT).write_text("A file where the folder should be.")
    response = as_editor.post("/admin/documents/add/", {"title": "Typed by hand", "file": pdf(), "collection": 1})
    assert "The file could not be stored" in response.content.decode()


def test_multiple_upload_without_room_is_told(as_editor, full_disk):
    full_disk()
    form = {"title": "Typed by hand", "files[]": pdf(), "collection": 1}
    response = as_editor.post("/admin/documents/multiple/add/", form, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json()["success"] is False
    assert "could not be stored" in response.json()["error_message"]


def test_upload_in_the_chooser_without_room_keeps_the_form(as_editor, full_disk):
    full_disk()
    form = {
        "document-chooser-upload-title": "Typed by hand",
        "document-chooser-upload-file": pdf(),
        "document-chooser-upload-collection": 1,
    }
    response = as_editor.post("/admin/documents/chooser/create/", form, headers={"x-requested-with": "XMLHttpRequest"})
    content = response.content.decode()
    assert "could not be stored" in content
    assert "Typed by hand" in content


def replacement(document, **fields):
    form = {"title": "New title", "collection": 1, "tags": "", "reason": "Figures", "seen_hash": document.file_hash}
    return form | {"file": pdf(text="Other words")} | fields


def test_replacement_without_room_changes_nothing(as_editor, full_disk):
    document = make_document(pdfs.tagged("Words"))
    full_disk()
    response = as_editor.post(reverse("wagtaildocs:edit", args=[document.pk]), replacement(document))
    content = response.content.decode()
    assert "could not be stored" in content
    assert "New title" in content
    stored = BoardDocument.objects.get()
    assert (stored.title, stored.file_hash, stored.versions.count()) == ("Report", document.file_hash, 1)
    assert b"".join(as_editor.get(document.url).streaming_content) == pdfs.tagged("Words")


def test_second_replacement_without_room_is_not_set_aside(as_editor, full_disk):
    document = make_document(pdfs.tagged("Words"))
    full_disk()
    form = replacement(document, seen_hash="another")
    response = as_editor.post(reverse("wagtaildocs:edit", args=[document.pk]), form)
    assert "could not be stored" in response.content.decode()
    assert DocumentVersion.objects.count() == 1


def test_restored_version_needs_no_room(as_editor, full_disk):
    document = make_document(pdfs.tagged("Words"))
    document.file = ContentFile(pdfs.tagged("Other words"), "b.pdf")
    document.save()
    full_disk()
    oldest = document.versions.last()
    as_editor.post(reverse("publishing:restore_version", args=["document", oldest.pk]))
    assert BoardDocument.objects.get().file_hash == oldest.file_hash != document.file_hash


def test_version_that_is_missing_in_storage_is_not_restored(as_editor):
    document = make_document(pdfs.tagged("Words"))
    document.file = ContentFile(pdfs.tagged("Other words"), "b.pdf")
    document.save()
    oldest = document.versions.last()
    oldest.file.storage.delete(oldest.file.name)
    response = as_editor.post(reverse("publishing:restore_version", args=["document", oldest.pk]), follow=True)
    assert "missing in storage" in response.content.decode()
    assert BoardDocument.objects.get().file_hash == document.file_hash


def test_new_image_without_room_keeps_the_form(as_editor, full_disk):
    full_disk()
    form = {"title": "Typed", "description": "Two herons", "collection": 1}
    upload = SimpleUploadedFile("a.jpg", photo())
    content = as_editor.post(reverse("wagtailimages:add"), form | {"file": upload}).content.decode()
    assert "could not be stored" in content
    assert "Two herons" in content
    assert not BoardImage.objects.exists()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("share", [0.03, 0.2, 0.5, 0.9])
def test_truncated_image_is_refused(as_editor, form, share):
    whole = photo(form)
    upload = SimpleUploadedFile(f"a.{form.lower()}", whole[: int(len(whole) * share)])
    fields = {"title": "Typed", "description": "Two herons", "collection": 1, "file": upload}
    response = as_editor.post(reverse("wagtailimages:add"), fields)
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert "Two herons" in response.content.decode()
    assert not BoardImage.objects.exists()


def test_whole_image_is_stored_once(as_editor, settings):
    fields = {"title": "P", "description": "D", "collection": 1, "file": SimpleUploadedFile("a.jpg", photo())}
    assert as_editor.post(reverse("wagtailimages:add"), fields).status_code == 302
    image = BoardImage.objects.get()
    assert [path.name for path in (settings.MEDIA_ROOT / "original_images").iterdir()] == ["a.jpg"]
    with image.file.open("rb") as file:
        assert len(file.read()) == image.file_size
