"""A change of a file is announced to all that keep something made from the pages which carry it."""

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
    found = []

    def hear(sender, page_ids, **kwargs):
        found.append(set(page_ids))

    content_changed.connect(hear)
    yield found
    content_changed.disconnect(hear)


def test_a_new_title_a_reading_and_a_clearance_are_announced(heard, carrier, document, moderator):
    assert pages_carrying(document.pk) == {carrier.pk}
    document.save()
    document.inspection.save()
    clearance = Clearance.give(document, moderator, "Looked at.")
    clearance.delete()
    assert heard == [{carrier.pk}] * 4


def test_of_a_file_that_nobody_carries_nothing_is_said(heard):
    other = make_document(pdfs.tagged("Page two"), "other.pdf")
    other.save()
    other.delete()
    assert heard == []


def test_a_deleted_file_is_announced_once_it_is_gone(heard, carrier, document):
    document.delete()
    assert {carrier.pk} in heard


def test_a_fixture_announces_nothing(heard, document):
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

    def test_one_that_becomes_private_or_public_is_announced_with_those_within(self, carrier, above, heard):
        restriction = CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
        assert heard == [{carrier.pk}]
        restriction.delete()
        assert heard == [{carrier.pk}] * 2

    def test_another_is_not(self, above, heard):
        other = Collection.get_first_root_node().add_child(name="Other")
        restriction = CollectionViewRestriction.objects.create(collection=other, restriction_type="login")
        announce_collection(CollectionViewRestriction, restriction, raw=True)
        assert heard == []
