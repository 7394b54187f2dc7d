"""The form of pictures: it says what a file is that is no picture, and what is taken; and takes every picture whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from board.media.models import BoardImage
from board.media.renditions import ADMIN_SPECS, READER_SPECS
from tests.board.media import pictures

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
]

FEW_NOT_TAKEN = ["moving.png", "photo.jpg"]
FEW_TAKEN = ["grey-16-bit.png", "cmyk-profile.jpg", "ending-of-another.png"]


LONGER = pytest.mark.test_all("Every other kind of file by the same code.")


def each(few, names):
    """Return the few names as they are, and the others for the longer run."""
    return [*few, *(pytest.param(name, marks=LONGER) for name in names if name not in few)]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def upload(client, editor):
    """Upload a picture by the admin's form; return the response."""
    client.force_login(editor)

    def post(name, content):
        form = {"title": "Typed", "description": "Two herons", "collection": 1}
        return client.post(reverse("wagtailimages:add"), form | {"file": SimpleUploadedFile(name, content)})

    return post


@pytest.mark.parametrize("name", each(FEW_NOT_TAKEN, pictures.NOT_TAKEN))
def test_file_that_is_no_picture_is_told_what_it_is_and_what_is_taken(upload, name):
    content, what = pictures.NOT_TAKEN[name]
    response = upload(name, content)
    (said,) = response.context["form"].errors["file"]
    assert said.startswith(f"This is {what}")
    assert "We take JPEG, PNG, GIF, WebP and AVIF." in said
    assert "Two herons" in response.content.decode()
    assert not BoardImage.objects.exists()


@pytest.mark.parametrize("name", each(FEW_TAKEN, pictures.TAKEN))
def test_every_copy_of_a_picture_that_is_taken_can_be_made(upload, name):
    assert upload(name, pictures.TAKEN[name]).status_code == 302
    image = BoardImage.objects.get()
    stem, ending = image.file.name.rsplit("/", 1)[-1].rsplit(".", 1)
    assert stem
    assert ending.lower() in {"jpg", "png", "gif", "webp", "avif"}
    specs = READER_SPECS if name in FEW_TAKEN else READER_SPECS + ADMIN_SPECS
    for spec in specs:
        assert image.get_rendition(spec).width


@pytest.mark.parametrize("size", [(1, 20_000), pytest.param((400, 20_000), marks=LONGER)])
def test_picture_of_which_a_copy_can_not_be_made_is_refused(upload, size):
    """WebP has at most 16,383 pixels in a column."""
    response = upload("long.png", pictures.encoded(pictures.Image.new("L", size), "PNG"))
    assert "{} by {} pixels".format(*size) in response.context["form"].errors["file"][0]
    assert "Two herons" in response.content.decode()
    assert not BoardImage.objects.exists()


@LONGER
def test_frames_with_too_many_pixels_together_are_told(upload, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20 * 20
    response = upload("moving.gif", pictures.frames("GIF", 5))
    assert "its 5 frames are too large" in response.context["form"].errors["file"][0]


def test_empty_and_unreadable_files_are_refused(upload):
    for content in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", pictures.TAKEN["cmyk.jpg"][:-200]):
        response = upload("a.jpg", content)
        assert response.status_code == 200
        assert response.context["form"].errors["file"]
    assert not BoardImage.objects.exists()
