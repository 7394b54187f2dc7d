"""Images: without place and camera, always with a description, and public with their pages alone."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from board.media.models import BoardImage

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
]

CAMERA = "Secretcam 3000"
SECRETS = (b"Secretcam", b"http://ns.adobe.com", b"GPS", b"told the camera")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


def photo(form="JPEG", orientation=1):
    """Return a picture with place, camera and comments in every way in which its format can hold them."""
    picture = Image.effect_noise((120, 80), 50).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = CAMERA
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 21.0, 40.0), 3: "W", 4: (0.0, 11.0, 31.0)})
    output = io.BytesIO()
    options = {"exif": exif.tobytes()}
    if form == "JPEG":
        options |= {"comment": b"told the camera", "xmp": b"<x xmlns='http://ns.adobe.com/'/>"}
    elif form == "PNG":
        info = PngInfo()
        info.add_text("Comment", "told the camera")
        info.add_itxt("XML:com.adobe.xmp", "<x xmlns='http://ns.adobe.com/'/>")
        options["pnginfo"] = info
    elif form in {"WEBP", "AVIF"}:
        options["xmp"] = b"<x xmlns='http://ns.adobe.com/'/>"
    picture.save(output, format=form, **options)
    return output.getvalue()


def stored(content, name):
    return BoardImage.objects.create(title="A photo", description="Two herons", file=ContentFile(content, name))


def bytes_of(file):
    with file.storage.open(file.name) as opened:
        return opened.read()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_camera_are_stripped(form):
    content = photo(form)
    assert CAMERA.encode() in content
    image = stored(content, f"a.{form.lower()}")
    for file in (image.file, *(image.get_rendition(spec).file for spec in ("width-60", "width-60|format-webp"))):
        content = bytes_of(file)
        assert not [secret for secret in SECRETS if secret in content]
        with Image.open(io.BytesIO(content)) as opened:
            assert not opened.getexif().get_ifd(ExifTags.IFD.GPSInfo)
            assert set(opened.getexif()) <= {ExifTags.Base.Orientation}


def test_orientation_stays():
    image = stored(photo(orientation=6), "a.jpg")
    with Image.open(io.BytesIO(bytes_of(image.file))) as opened:
        assert opened.getexif()[ExifTags.Base.Orientation] == 6
    with Image.open(io.BytesIO(bytes_of(image.get_rendition("original").file))) as upright:
        assert upright.size == (80, 120)


def test_pixels_hardly_change():
    content = photo()
    image = stored(content, "a.jpg")
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(bytes_of(image.file))) as after:
        differences = [abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)]
    # Out of 255, on noise, which is another each time and where rounding shows most.
    assert sum(differences) / len(differences) < 0.5
    assert max(differences) <= 20


def test_animation_stays_animated():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    output = io.BytesIO()
    frames[0].save(output, format="GIF", save_all=True, append_images=frames[1:], comment=b"told the camera")
    content = bytes_of(stored(output.getvalue(), "a.gif").file)
    assert b"told the camera" not in content
    with Image.open(io.BytesIO(content)) as opened:
        assert opened.n_frames == 3


def test_admin_form_requires_a_description(client, editor):
    client.force_login(editor)
    upload = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    response = client.post(reverse("wagtailimages:add"), {"title": "Photo", "collection": 1, "file": upload})
    assert "description" in response.context["form"].errors
    assert not BoardImage.objects.exists()


def test_file_that_is_no_image_is_refused(client, editor):
    client.force_login(editor)
    for name in ("a.svg", "a.jpg"):
        upload = SimpleUploadedFile(name, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        form = {"title": "P", "description": "D", "collection": 1, "file": upload}
        assert client.post(reverse("wagtailimages:add"), form).status_code == 200
    assert not BoardImage.objects.exists()


def test_image_with_too_many_pixels_is_refused(client, editor):
    output = io.BytesIO()
    Image.new("1", (6000, 6000)).save(output, format="PNG")
    assert len(output.getvalue()) < 10_000
    client.force_login(editor)
    form = {"title": "P", "description": "D", "collection": 1, "file": SimpleUploadedFile("a.png", output.getvalue())}
    response = client.post(reverse("wagtailimages:add"), form)
    assert "too many pixels" in response.content.decode()
    assert not BoardImage.objects.exists()


class TestImageAccess:
    def test_image_on_no_public_page_is_served_to_users_of_the_admin_alone(self, client, editor):
        image = stored(photo(), "a.jpg")
        addresses = [image.file.url, image.get_rendition("width-60").url]
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        client.force_login(editor)
        for address in addresses:
            response = client.get(address)
            assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
            assert b"".join(response.streaming_content)
