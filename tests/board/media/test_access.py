"""Access to files."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Collection, CollectionViewRestriction

from board.basepage.models import BasePage
from board.media.access import has_admin_access, is_on_a_public_page, is_public, may_fetch, public_pages_by_document
from board.media.managers import is_private
from tests.board.engines.pdfinspect import pdfs
from tests.files import make_document_quickly, make_page_with


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(db):
    return make_document_quickly(pdfs.tagged("Page one"))


@pytest.fixture
def other(db):
    return make_document_quickly(pdfs.tagged("Page two"), "other.pdf")


def test_file_on_a_public_page_is_public(news_index, document, other):
    make_page_with(document, news_index)
    assert is_on_a_public_page(document)
    assert is_public(document)
    assert not is_on_a_public_page(other)
    assert not is_public(other)


def test_file_is_public_once_one_of_its_pages_is(news_index, document):
    make_page_with(document, news_index, live=False)
    assert not is_on_a_public_page(document)
    private = make_page_with(document, news_index)
    private.view_restrictions.create(restriction_type="login")
    assert not is_on_a_public_page(document)
    public = make_page_with(document, news_index)
    assert is_on_a_public_page(document)
    assert [page.pk for page in public_pages_by_document()[document.pk]] == [public.pk]


def test_public_pages_are_grouped_by_document(news_index, document, other):
    first, second = (make_page_with(document, news_index) for _ in range(2))
    third = make_page_with(other, news_index)
    make_page_with(other, news_index, live=False)
    by_document = {pk: [page.pk for page in pages] for pk, pages in public_pages_by_document().items()}
    assert by_document == {document.pk: [first.pk, second.pk], other.pk: [third.pk]}
    among_second = public_pages_by_document(BasePage.objects.filter(pk=second.pk))
    assert {pk: [page.pk for page in pages] for pk, pages in among_second.items()} == {document.pk: [second.pk]}


def test_file_in_a_private_collection_is_never_public(news_index, document, other):
    above = Collection.get_first_root_node().add_child(name="Above")
    within = above.add_child(name="Within")
    for file in (document, other):
        make_page_with(file, news_index)
    document.collection = within
    document.save()
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    stored = type(document).objects.get(pk=document.pk)
    assert is_private(stored)
    assert is_private(type(document)._base_manager.get(pk=document.pk))
    assert not is_private(type(document)._base_manager.get(pk=other.pk))
    assert not is_public(stored)
    assert is_public(type(document).objects.get(pk=other.pk))


def test_only_users_of_the_admin_may_fetch_every_file(news_index, document, editor, django_user_model):
    stranger = django_user_model.objects.create_user("stranger", "stranger@example.org", "a-long-password-for-tests")
    assert has_admin_access(editor)
    assert not has_admin_access(stranger)
    for user, may in ((editor, True), (stranger, False), (AnonymousUser(), False)):
        assert may_fetch(document, user) is may
    make_page_with(document, news_index)
    assert may_fetch(document, AnonymousUser())
