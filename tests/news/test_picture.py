"""An item's picture: described or decoration, small, public with its item, part of what the chair approves."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Collection, CollectionViewRestriction

from board.approvals.digest import statement_digest
from board.media.models import BoardImage
from news.models import NewsPage
from tests.board.media.test_images import photo
from tests.factories import NewsPageFactory
from tests.publication import fresh

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves files open.


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image(db):
    return BoardImage.objects.create(
        title="a.jpg", description="In the library", file=ContentFile(photo(), "a.jpg"), focal_point_x=20
    )


def with_picture(news_index, image, *, alt="Two herons", decorative=False, **fields):
    value = {"image": image.pk, "alt_text": alt, "decorative": decorative}
    return NewsPageFactory(parent=news_index, picture=[{"type": "picture", "value": value}], **fields)


def status(client, url):
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def test_picture_has_modern_formats_and_dimensions(client, news_index, image):
    content = client.get(with_picture(news_index, image).url).content.decode()
    picture = re.search(r"<picture>.*?</picture>", content, re.DOTALL)[0]
    assert re.findall(r'type="image/(\w+)"', picture) == ["avif", "webp"]
    assert 'alt="Two herons"' in picture
    assert re.search(r'<img[^>]* width="\d+" height="\d+"|<img[^>]* height="\d+"[^>]* width="\d+"', picture)
    assert 'property="og:image:alt" content="Two herons"' in content
    addresses = set(re.findall(r"/media/[^\s\",]+", picture))
    assert len(addresses) >= 3
    assert {status(client, address) for address in addresses} == {200}


def test_decorative_picture_has_empty_alternative_text(client, news_index, image):
    content = client.get(with_picture(news_index, image, alt="", decorative=True).url).content.decode()
    assert 'alt=""' in re.search(r"<picture>.*?</picture>", content, re.DOTALL)[0]
    assert "The board’s sign" in content


def test_picture_without_description_or_decorative_mark_is_refused(image):
    stream = NewsPage._meta.get_field("picture").stream_block
    block = stream.child_blocks["picture"]
    image.contextual_alt_text, image.decorative = "", False
    with pytest.raises(Exception, match="Validation error"):
        block.clean(image)


def test_picture_in_private_collection_is_not_shown(client, news_index, image):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()
    content = client.get(with_picture(news_index, image).url).content.decode()
    assert "<picture>" not in content
    assert "The board’s sign" in content
    assert status(client, image.file.url) == 404
    stream = NewsPage._meta.get_field("picture").stream_block
    image.contextual_alt_text, image.decorative = "Two herons", False
    value = stream.normalize([("picture", image)])
    with pytest.raises(StreamBlockValidationError) as refusal:
        stream.clean(value)
    assert "private collection" in str(refusal.value.block_errors[0].block_errors["image"])
    assert stream.clean_deferred(value)


def test_renditions_keep_to_the_focal_point(image):
    """The picture for shared links has another shape: it is cropped around the focal point."""
    around = []
    for x in (1, 119):
        image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = x, 40, 2, 2
        image.save()
        with image.get_rendition("fill-20x80").file.open("rb") as file:
            around.append(file.read())
    assert around[0] != around[1]


def test_picture_is_served_only_while_its_item_is_live(client, news_index, image):
    page = with_picture(news_index, image, live=False)
    address = image.get_rendition("width-400|format-webp").url
    assert [status(client, address), status(client, image.file.url)] == [404, 404]
    page.save_revision().publish()
    assert [status(client, address), status(client, image.file.url)] == [200, 200]
    fresh(page).unpublish()
    assert [status(client, address), status(client, image.file.url)] == [404, 404]


def test_storage_that_fails_after_the_commit_fails_no_publication(
    news_index, image, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def fail(*args):
        raise OSError("No space left on device")

    item = with_picture(news_index, image, live=False)
    monkeypatch.setattr(BoardImage, "get_renditions", fail)
    with django_capture_on_commit_callbacks(execute=True):
        item.save_revision().publish()
    assert fresh(item).live
    assert "No space left on device" in caplog.text


def test_renditions_exist_before_the_first_request(client, news_index, image, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = with_picture(news_index, image)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_picture_and_description_change_the_digest(news_index, image):
    page = with_picture(news_index, image, in_our_name=True, live=False)
    digests = {statement_digest(page)}
    page.picture = [("picture", page.picture[0].value)]
    page.picture[0].value.contextual_alt_text = "Other words"
    digests.add(statement_digest(page))
    image.file = ContentFile(photo(orientation=6), "b.jpg")
    image.save()
    digests.add(statement_digest(NewsPage.objects.get(pk=page.pk)))
    assert len(digests) == 3
