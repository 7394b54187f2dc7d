"""An S3-compatible server that stops at any of its requests: nothing typed is lost, and nothing is half there."""

import gc
import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer
from PIL import Image

from board.media.models import BoardDocument, BoardImage, BoardRendition, DocumentVersion, ImageVersion
from tests.admin import decide
from tests.board.engines.pdfinspect import pdfs
from tests.board.media.test_images import photo
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.files import make_document_quickly
from tests.publication import bring_to_chair, fresh

# boto3 leaves the sockets of its pool to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

LONGER = pytest.mark.test_all("Stops at the other requests, of other pages, in the same way.")


class StoppingServer:
    """A server of moto's, whose content outlives it: another one has it again."""

    def __init__(self):
        self.server = None
        self.start()

    def start(self):
        """Start anew, at another port, with all requests to it."""
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        self.server.start()
        host, port = self.server.get_host_and_port()
        storage = storages["default"]
        storage.endpoint_url = f"http://{host}:{port}"
        storage._connections, storage._bucket = threading.local(), None

    def stop(self, **kwargs):
        if self.server:
            self.server.stop()
            self.server = None

    def stop_at(self, number):
        """Stop at a request from now, counted from 0; those before it are answered."""
        left = iter(range(number))

        def count(**kwargs):
            if next(left, None) is None:
                self.stop()

        storages["default"].connection.meta.client.meta.events.register("before-send.s3", count)


@pytest.fixture
def server(settings, monkeypatch, db):
    """A server that keeps all files of the site, with an empty bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    options = {"bucket_name": "stopping", "endpoint_url": "http://127.0.0.1:1", "region_name": "eu-west-2"}
    backend = {"BACKEND": "board.media.storage.PrivateS3Storage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    server = StoppingServer()
    bucket = storages["default"].bucket
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield server
    server.stop()
    server.start()
    storages["default"].bucket.objects.all().delete()
    storages["default"].bucket.delete()
    server.stop()


@pytest.fixture(autouse=True, scope="module")
def _collected():
    """Have the sockets of boto3 collected here, where their warnings are expected."""
    yield
    gc.collect()


def assert_whole(server):
    """Assert that every row has its file, and that every picture in the bucket can be read to its end."""
    server.stop()
    server.start()
    objects = {item.key: item.get()["Body"].read() for item in storages["default"].bucket.objects.all()}
    for model in (BoardDocument, BoardImage, BoardRendition, DocumentVersion, ImageVersion):
        for row in model.objects.all():
            assert row.file.name in objects
            assert getattr(row, "file_size", None) in {None, len(objects[row.file.name])}
    for name, content in objects.items():
        if not name.endswith(".pdf"):
            Image.open(io.BytesIO(content)).load()


@LONGER
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("kind", ["docs", "images"])
def test_upload(server, client, editor, kind, number):
    client.force_login(editor)
    name, content = ("a.pdf", pdfs.tagged("Words")) if kind == "docs" else ("a.jpg", photo())
    server.stop_at(number)
    form = {"title": "Typed by hand", "description": "Two herons", "collection": 1}
    form |= {"file": SimpleUploadedFile(name, content)}
    response = client.post(reverse(f"wagtail{kind}:add"), form)
    model = BoardDocument if kind == "docs" else BoardImage
    if response.status_code != 302:
        assert "could not be stored" in response.content.decode()
        assert "Typed by hand" in response.content.decode()
        assert not model.objects.exists()
    assert_whole(server)


@LONGER
@pytest.mark.parametrize("number", range(4))
def test_reading(server, client, editor, number):
    document = make_document_quickly(pdfs.tagged("Words"))
    client.force_login(editor)
    server.stop_at(number)
    response = client.get(document.url)
    assert response.status_code in {200, 503}
    if response.status_code == 200:
        assert b"".join(response.streaming_content) == pdfs.tagged("Words")


class CuttingHandler(BaseHTTPRequestHandler):
    """Answers as S3 does, and closes the connection in the middle of a file."""

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.send_header("ETag", '"cut"')
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        self.wfile.write(b"%PDF-1.7 and no more")

    def log_message(self, *args):
        pass


@LONGER
def test_file_that_is_cut_off_on_its_way_is_not_served(server, client, editor):
    document = make_document_quickly(pdfs.tagged("Words"))
    client.force_login(editor)
    with ThreadingHTTPServer(("127.0.0.1", 0), CuttingHandler) as cutting:
        threading.Thread(target=cutting.serve_forever, daemon=True).start()
        storage = storages["default"]
        storage.endpoint_url = f"http://127.0.0.1:{cutting.server_port}"
        storage._connections, storage._bucket = threading.local(), None
        assert client.get(document.url).status_code == 503
        cutting.shutdown()


def picture_of(image):
    return [{"type": "picture", "value": {"image": image.pk, "alt_text": "Two herons", "decorative": False}}]


def make_image():
    return BoardImage.objects.create(title="H", description="D", file=SimpleUploadedFile("a.jpg", photo()))


@LONGER
@pytest.mark.parametrize("number", range(30))
def test_copies(server, client, news_index, number):
    page = NewsPageFactory(parent=news_index, picture=picture_of(make_image()))
    server.stop_at(number)
    content = client.get(page.url).content.decode()
    assert ("<picture>" in content) != ("Picture: Two herons" in content)
    assert_whole(server)


@pytest.mark.parametrize("number", [3, *(pytest.param(number, marks=LONGER) for number in range(20) if number != 3)])
def test_approval_and_publication(
    server, client, news_index, editor, moderator, chair, number, django_capture_on_commit_callbacks
):
    page = add_statement(news_index, editor, picture=picture_of(make_image()))
    bring_to_chair(page, editor, moderator)
    client.force_login(chair)
    server.stop_at(number)
    with django_capture_on_commit_callbacks(execute=True):
        response = decide(client, page)
    assert response.status_code in {200, 302}
    if not fresh(page).live:
        assert "Nothing was approved" in response.content.decode()
    client.logout()
    assert client.get(page.url).status_code == (200 if fresh(page).live else 404)
    assert_whole(server)


@LONGER
def test_pages_on_a_file_while_the_server_is_stopped(
    server, client, superuser, news_index, django_capture_on_commit_callbacks
):
    image, document = make_image(), make_document_quickly(pdfs.tagged("Words"))
    NewsPageFactory(parent=news_index, picture=picture_of(image))
    client.force_login(superuser)
    server.stop()
    for name, args in {
        "wagtailimages:index": [],
        "wagtailimages:edit": [image.pk],
        "wagtailimages:delete": [image.pk],
        "wagtaildocs:index": [],
        "wagtaildocs:edit": [document.pk],
        "media_file": [document.pk],
        "media_image_versions": [image.pk],
    }.items():
        assert client.get(reverse(name, args=args)).status_code == 200, name
    version = document.versions.get()
    assert client.post(reverse("publishing:restore_version", args=["document", version.pk])).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("wagtaildocs:delete", args=[document.pk])).status_code == 302
    # What is not given again needs no storage.
    form = {"title": "New", "description": "D", "collection": 1, "tags": "", "seen_hash": image.file_hash}
    assert client.post(reverse("wagtailimages:edit", args=[image.pk]), form).status_code == 302
