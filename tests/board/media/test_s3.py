"""Files on S3-compatible storage: a server of moto's, asked through django-storages as in production."""

import gc

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from bench.served import free_port
from board.media.models import BoardDocument, BoardImage
from board.media.tasks import inspect_document
from tests.board.engines.pdfinspect import pdfs
from tests.board.media.test_images import photo
from tests.files import make_document, make_page_with
from tests.publication import fresh

# boto3 leaves the sockets of its pool to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("files_left_open"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def server():
    """The address of an S3-compatible server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch, db):
    """An empty bucket, which the site uses for all its files."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    options = {"bucket_name": "board", "endpoint_url": server, "region_name": "eu-west-2"}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "board.media.storage.PrivateS3Storage", "OPTIONS": options}
    }
    bucket = storages["default"].bucket
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()
    # Here, where its warnings are expected, and not in whichever test comes next.
    gc.collect()


def upload():
    return ContentFile(pdfs.tagged("Words"), "a.pdf")


def status(client, url):
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def test_files_are_served_by_the_site_while_a_public_page_carries_them(client, bucket, news_index, moderator):
    document = make_document(pdfs.tagged("The first words"))
    document.file = ContentFile(pdfs.tagged("The second words"), "b.pdf")
    document.save()
    document = BoardDocument.objects.get()
    document_in_bucket, first = document.file.name, document.versions.last().file.name
    image = BoardImage.objects.create(title="P", description="D", file=ContentFile(photo(), "a.jpg"))
    addresses = [
        document.url,
        f"/media/{document_in_bucket}",
        f"/media/{first}",
        image.file.url,
        image.get_rendition("width-60").url,
    ]
    assert len(list(bucket.objects.all())) == 4
    assert not [address for address in addresses if not address.startswith("/")]

    page = make_page_with(document, news_index, live=False)
    assert inspect_document(document).state == "read"
    assert document.texts.get().text == "The second words"
    assert {status(client, address) for address in addresses} == {404}
    page.save_revision().publish()
    assert [status(client, address) for address in addresses] == [200, 404, 404, 404, 404]
    response = client.get(document.url, headers={"range": "bytes=0-4"})
    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"%PDF-")
    fresh(page).unpublish()
    assert {status(client, address) for address in addresses} == {404}
    client.force_login(moderator)
    assert {status(client, address) for address in addresses} == {200}


def test_storage_error_is_told_and_nothing_is_stored(bucket, client, editor):
    document = make_document(pdfs.tagged("The first words"))
    storage = storages["default"]
    storage.bucket_name, storage._bucket = "not-there", None
    with pytest.raises(OSError, match="does not answer"):
        storage.save("a.pdf", ContentFile(b"x"))
    client.force_login(editor)
    response = client.post("/admin/documents/add/", {"title": "Kept", "file": upload(), "collection": 1})
    assert "could not be stored" in response.content.decode()
    assert list(BoardDocument.objects.all()) == [document]


@pytest.fixture
def stopped(bucket):
    """The storage of a server that no longer answers, and a document that lies there."""
    document = make_document(pdfs.tagged("The first words"))
    storage = storages["default"]
    storage.endpoint_url = f"http://127.0.0.1:{free_port()}"
    storage._connections = type(storage._connections)()
    storage._bucket = None
    return storage, document


def test_every_call_of_a_storage_that_is_away_raises_oserror(stopped):
    storage, document = stopped
    name = document.file.name
    calls = [storage.exists, storage.size, storage.delete, storage.get_modified_time, storage.listdir, storage.open]
    for call in calls:
        with pytest.raises(OSError, match="does not answer"):
            call(name)
    with pytest.raises(OSError, match="does not answer"):
        storage.save("a.pdf", ContentFile(b"x"))
    assert storage.url(name) == f"/media/{name}"


def test_form_says_that_storage_is_away_and_a_file_answers_503(stopped, client, editor):
    _, document = stopped
    client.force_login(editor)
    response = client.post("/admin/documents/add/", {"title": "Typed by hand", "file": upload(), "collection": 1})
    assert "could not be stored" in response.content.decode()
    assert "Typed by hand" in response.content.decode()
    response = client.get(document.url)
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")


def test_little_of_a_file_is_held_in_memory(bucket):
    assert 0 < storages["default"].max_memory_size <= 1024**2


def test_object_is_readable_by_its_owner_alone(bucket):
    document = make_document(pdfs.tagged("The first words"))
    grants = bucket.Object(document.file.name).Acl().grants
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_file_of_the_same_name_is_not_overwritten(bucket):
    names = {make_document(pdfs.tagged("Words of a page")).file.name for _ in range(3)}
    assert len(names) == 3
