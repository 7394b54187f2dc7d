"""Changes of files are announced to apps that store something derived from the pages that carry them."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from board.basepage.receivers import announce_collection, announce_file, pages_carrying
from board.basepage.signals import content_changed
from board.media.models import BoardDocument, Clearance, DocumentInspection
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory
from tests.files import make_document, make_page_with


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(db):
    return make_document(pdfs.tagged("Page one"))


@pytest.fixture
def carrier(news_index, document):
    """A public page that carries the document, beside one that does not."""
    NewsPageFactory(parent=news_index, title="Wren")
    return make_page_with(document, news_index, title="Heron")


@pytest.fixture
def heard(carrier):
    """The ids of the pages that were announced, announcement by announcement."""
    announced = []

    def hear(sender, page_ids, **kwargs):
        announced.append(set(page_ids))

    content_changed.connect(hear)
    yield announced
    content_changed.disconnect(hear)


def test_changed_document_inspection_and_clearance_are_announced(heard, carrier, document, moderator):
    assert pages_carrying(document.pk) == {carrier.pk}
    document.save()
    document.inspection.save()
    clearance = Clearance.record(document, moderator, "Looked at.")
    clearance.delete()
    assert heard == [{carrier.pk}] * 4


def test_file_that_no_page_carries_is_not_announced(heard):
    other = make_document(pdfs.tagged("Page two"), "other.pdf")
    other.save()
    other.delete()
    assert heard == []


def test_deleted_file_is_announced(heard, carrier, document):
    document.delete()
    assert {carrier.pk} in heard


def test_fixture_is_not_announced(heard, document):
    announce_file(BoardDocument, document, raw=True)
    announce_file(DocumentInspection, document.inspection, raw=True)
    assert heard == []


class TestCollections:
    @pytest.fixture
    def above(self, document):
        """A collection with another in it, in which the document lies."""
        above = Collection.get_first_root_node().add_child(name="Above")
        document.collection = above.add_child(name="Within")
        document.save()
        return above

    def test_changed_privacy_is_announced_for_subcollections(self, carrier, above, heard):
        restriction = CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
        assert heard == [{carrier.pk}]
        restriction.delete()
        assert heard == [{carrier.pk}] * 2

    def test_empty_collection_and_fixture_are_not_announced(self, above, heard):
        other = Collection.get_first_root_node().add_child(name="Other")
        restriction = CollectionViewRestriction.objects.create(collection=other, restriction_type="login")
        announce_collection(CollectionViewRestriction, restriction, raw=True)
        assert heard == []
