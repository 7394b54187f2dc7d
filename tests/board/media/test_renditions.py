"""Copies of pictures: all are tried before an upload is taken, and one that fails later costs the picture alone."""

import re
import time
from pathlib import Path

import pytest
import wagtail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image
from wagtail.images.models import Filter
from wagtail.models import UploadedFile

from board.engines.pagecache.dependencies import CURRENT, ResponseDependencies
from board.media.local_storage import AtomicFileSystemStorage
from board.media.models import BoardImage, BoardRendition, ImageVersion
from board.media.renditions import ADMIN_SPECS, READER_SPECS
from tests.admin import decide
from tests.board.media import pictures
from tests.board.media.test_images import photo
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.files import replace_by_two_people
from tests.publication import bring_to_chair, fresh

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
]

LONGER = pytest.mark.test_all("Another reason for the same failure, or another way to it.")
ROOT = Path(__file__).parents[3]
WAGTAIL = Path(wagtail.__file__).parent
TAG = re.compile(r"{%\s*(image|srcset_image|picture)\s+\S+\s+(.*?)%}")
SPEC = re.compile(r"(?:width|height|max|min|fill|scale)-[\d{][\w{},-]*|format-[\w{},-]+|original")
LITERAL = re.compile(r"""["']((?:width|height|max|min|fill|scale)-\d[\w|-]*)["']""")
# Formats of pictures within rich text, which no toolbar offers here; and examples in docstrings.
NOT_ASKED = {"wagtail/images/formats.py", "wagtail/images/models.py"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


def source_files(kind):
    """Return the templates or modules of this site and of those parts of Wagtail that show pictures."""
    rooms = ["board", "home", "news", "resources", "search", "templates"]
    folders = [*(ROOT / room for room in rooms), *(WAGTAIL / room for room in ("images", "admin", "contrib"))]
    for folder in folders:
        for path in folder.rglob(f"*.{kind}"):
            if not {"tests", "migrations"}.intersection(path.parts):
                yield path


def specs_in_templates():
    """Return the specs in every tag of a template, each in one piece, with the template."""
    specs = {}
    for path in source_files("html"):
        for tag, arguments in TAG.findall(path.read_text()):
            asked = SPEC.findall(arguments.split(" as ")[0])
            for spec in Filter.expand_spec(asked) if tag != "image" else ["|".join(asked)]:
                specs[spec] = path
    return specs


def test_every_copy_that_is_asked_for_is_in_the_list():
    asked = specs_in_templates()
    for path in source_files("py"):
        if path == ROOT / "board/media/renditions.py" or any(str(path).endswith(name) for name in NOT_ASKED):
            continue
        asked |= dict.fromkeys(LITERAL.findall(path.read_text()), path)
    assert len(asked) >= 5
    assert {spec: path for spec, path in asked.items() if spec not in READER_SPECS + ADMIN_SPECS} == {}
    # Nothing is tried in vain.
    assert {spec for spec in ADMIN_SPECS if spec not in asked} == set()


def make_image(content=None, name="a.jpg"):
    file = ContentFile(content or photo(), name)
    return BoardImage.objects.create(title="Herons", description="Two herons", file=file)


def picture_of(image):
    return [{"type": "picture", "value": {"image": image.pk, "alt_text": "Two herons", "decorative": False}}]


def stored_files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def no_room(monkeypatch):
    """Call it, and no copy is stored any more, or only so many; the return value gives them room again."""
    save = AtomicFileSystemStorage._save

    def fill(left=0):
        room = iter(range(left))

        def fail(storage, name, content):
            if name.startswith("images/") and next(room, None) is None:
                raise OSError(28, "No space left on device")
            return save(storage, name, content)

        monkeypatch.setattr(AtomicFileSystemStorage, "_save", fail)
        return lambda: monkeypatch.setattr(AtomicFileSystemStorage, "_save", save)

    return fill


def test_approval_and_publication_without_room_cost_the_picture_alone(
    client, news_index, editor, moderator, chair, no_room, django_capture_on_commit_callbacks, tmp_path
):
    page = add_statement(news_index, editor, picture=picture_of(make_image()))
    bring_to_chair(page, editor, moderator)
    make_room = no_room()
    client.force_login(chair)
    assert "Picture: Two herons" in client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert decide(client, page).status_code == 302
    assert fresh(page).live
    client.logout()
    content = client.get(page.url).content.decode()
    assert "Picture: Two herons" in content
    assert "<picture>" not in content
    assert "img/share.png" in content
    assert client.get("/news/feed/").status_code == 200
    assert not BoardRendition.objects.exists()
    assert stored_files(tmp_path) == ["a.jpg"]
    make_room()
    assert "<picture>" in client.get(page.url).content.decode()


@LONGER
def test_copies_up_to_the_one_that_fails_are_shown(client, news_index, no_room, tmp_path):
    image = make_image()
    page = NewsPageFactory(parent=news_index, picture=picture_of(image))
    no_room(left=3)
    picture = re.search("<picture>.*?</picture>", client.get(page.url).content.decode())[0]
    rows = [Path(rendition.file.name).name for rendition in image.renditions.all()]
    assert len(rows) == 3
    assert stored_files(tmp_path) == sorted(["a.jpg", *rows])
    assert 'type="image/' not in picture
    assert sum(name in picture for name in rows) == 2


def test_page_without_its_picture_is_tried_again_after_a_minute(rf, news_index, no_room):
    page = NewsPageFactory(parent=news_index, picture=picture_of(make_image()))
    no_room()
    token = CURRENT.set(dependencies := ResponseDependencies())
    try:
        page.picture[0].render()
    finally:
        CURRENT.reset(token)
    assert 50 < dependencies.expires - time.time() <= 60


CHOOSER = "wagtailimages_chooser"
ADMIN_PAGES = ["wagtailimages:index", f"{CHOOSER}:choose", f"{CHOOSER}:chosen", "wagtailimages:edit"]


@pytest.mark.parametrize(
    "damage", ["no room", *(pytest.param(other, marks=LONGER) for other in ("other bytes", "missing"))]
)
def test_admin_shows_pictures_of_which_no_copy_can_be_made(client, superuser, news_index, no_room, damage):
    image = make_image()
    page = NewsPageFactory(parent=news_index, picture=picture_of(image))
    if damage == "no room":
        no_room()
    elif damage == "missing":
        Path(image.file.path).unlink()
    else:
        Path(image.file.path).write_bytes(b"\xff\xd8\xff of another kind")
    client.force_login(superuser)
    for name in ADMIN_PAGES:
        args = [image.pk] if name in {f"{CHOOSER}:chosen", "wagtailimages:edit"} else []
        assert client.get(reverse(name, args=args)).status_code == 200, name
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    client.logout()
    assert "Picture: Two herons" in client.get(page.url).content.decode()


def test_upload_in_the_chooser_without_room_for_copies_is_chosen(client, editor, no_room):
    no_room()
    client.force_login(editor)
    form = {
        "title": "Typed",
        "description": "Two herons",
        "collection": 1,
        "file": SimpleUploadedFile("a.jpg", photo()),
    }
    form = {f"image-chooser-upload-{name}": value for name, value in form.items()}
    response = client.post(reverse(f"{CHOOSER}:create"), form)
    assert response.json()["step"] == "chosen"


def test_copy_that_another_process_has_made_meanwhile_is_taken(monkeypatch, tmp_path):
    image = make_image()
    other = image.get_rendition("width-40")
    again = BoardImage.objects.get().create_rendition(Filter("width-40"))
    assert again == other
    assert len(stored_files(tmp_path)) == 2


def test_new_focal_point_is_tried_and_storage_that_is_away_is_told(client, superuser, monkeypatch):
    image = make_image()
    client.force_login(superuser)
    focal_point = {f"focal_point_{name}": 20 for name in ("x", "y", "width", "height")}
    form = {"title": "Typed", "description": "Two herons", "collection": 1, "tags": "", "seen_hash": image.file_hash}
    url = reverse("wagtailimages:edit", args=[image.pk])
    with monkeypatch.context() as patch:
        patch.setattr(AtomicFileSystemStorage, "_open", lambda *args: (_ for _ in ()).throw(OSError("away")))
        content = client.post(url, form | focal_point).content.decode()
        assert "Storage does not answer" in content
        assert "Typed" in content
    with monkeypatch.context() as patch:
        patch.setattr("board.media.renditions.Filter.run", lambda *args, **kwargs: 1 / 0)
        assert "can’t be made" in client.post(url, form | focal_point).content.decode()
        assert client.post(url, form).status_code == 302  # Nothing is tried again without a reason.
    assert client.post(url, form | focal_point).status_code == 302
    image.refresh_from_db()
    assert image.focal_point_x == 20


@LONGER
@pytest.mark.parametrize("focal_point", [(0, 0, 0, 0), (9999, 9999, 1, 1), (60, 40, 9999, 9999)])
def test_focal_point_beyond_the_picture_is_no_reason_to_fail(focal_point):
    image = make_image()
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = focal_point
    image.full_clean()


@LONGER
def test_earlier_version_of_which_a_copy_can_not_be_made_is_not_put_back(client, superuser):
    """As one that was uploaded before copies were tried."""
    image = make_image(pictures.encoded(Image.new("L", (1, 20_000)), "PNG"), "a.png")
    image.file = ContentFile(photo(), "b.jpg")
    image.save()
    client.force_login(superuser)
    url = reverse("publishing:restore_version", args=["image", image.versions.last().pk])
    assert "can’t be made" in client.post(url, follow=True).content.decode()
    assert BoardImage.objects.get().sha256 == image.sha256


def test_copies_of_a_released_version_are_there_before_a_reader_asks(news_index, django_capture_on_commit_callbacks):
    image = make_image()
    NewsPageFactory(parent=news_index, picture=picture_of(image))
    with django_capture_on_commit_callbacks(execute=True):
        image = replace_by_two_people(image, pictures.TAKEN["cmyk.jpg"], "b.jpg")
    assert {rendition.filter_spec for rendition in image.renditions.all()} == set(READER_SPECS)


class TestMultipleUpload:
    """Wagtail keeps the bytes until the description is there, and then copies them past the model."""

    @pytest.fixture
    def upload(self, client, editor):
        client.force_login(editor)

        def post(name="a.jpg", content=None):
            form = {"title": name, "files[]": SimpleUploadedFile(name, content or photo()), "collection": 1}
            return client.post(reverse("wagtailimages:add_multiple"), form, headers=AJAX)

        return post

    def complete(self, client, answer):
        number = answer["uploaded_file_id"]
        form = {"title": "Typed", "description": "Two herons", "collection": 1, "tags": ""}
        form = {f"uploaded-image-{number}-{name}": value for name, value in form.items()}
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
        return client.post(url, form, headers=AJAX).json()

    def test_picture_is_stored_as_one_that_is_uploaded_alone(self, client, upload, editor, tmp_path):
        assert self.complete(client, upload().json())["success"]
        image = BoardImage.objects.get()
        with Image.open(image.file.path) as picture:
            assert not picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert image.sha256
        assert image.uploaded_by_user == editor
        assert ImageVersion.objects.get().sha256 == image.sha256
        assert stored_files(tmp_path) == ["a.jpg"]

    def test_file_that_is_no_picture_is_told_at_once(self, upload):
        content, what = pictures.NOT_TAKEN["moving.png"]
        assert what in upload("a.png", content).json()["error_message"]
        long = pictures.encoded(Image.new("L", (1, 20_000)), "PNG")
        assert "1 by 20000 pixels" in upload("long.png", long).json()["error_message"]

    @pytest.mark.parametrize("when", [pytest.param("at the upload", marks=LONGER), "with the description"])
    def test_storage_that_fails_is_told(self, client, upload, monkeypatch, when):
        def fail(*args):
            raise OSError(28, "No space left on device")

        if when == "at the upload":
            monkeypatch.setattr(AtomicFileSystemStorage, "_save", fail)
            answer = upload().json()
            assert "could not be stored" in answer["error_message"]
        else:
            waiting = upload().json()
            monkeypatch.setattr(AtomicFileSystemStorage, "_save", fail)
            answer = self.complete(client, waiting)
            assert "could not be stored" in answer["form"]
            assert "Two herons" in answer["form"]
            monkeypatch.undo()
            monkeypatch.setattr(AtomicFileSystemStorage, "_open", fail)
            assert "Storage does not answer" in self.complete(client, waiting)["form"]
            monkeypatch.undo()
            # What storage does not delete is no reason to upload again.
            monkeypatch.setattr(AtomicFileSystemStorage, "delete", fail)
            assert self.complete(client, waiting)["success"]
            assert BoardImage.objects.count() == 1
            assert not UploadedFile.objects.exists()
        assert answer["success"] is False


AJAX = {"x-requested-with": "XMLHttpRequest"}
