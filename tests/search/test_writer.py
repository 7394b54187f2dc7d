"""The index writer, which writes only what has changed."""

import dataclasses
import datetime as dt

import pytest

from board.engines.pagecache.named_versions import current_versions
from search.index.index_document import build_document
from search.index.writer import VERSION, note_if_unused, write_document
from search.models import FacetCombination, FacetLabel, IndexedPage, IndexedPageText
from tests.factories import NewsPageFactory


@pytest.fixture
def page(news_index):
    """A public page, which the receivers have indexed."""
    return NewsPageFactory(parent=news_index, title="Heron", summary="A grey bird.", date=dt.date(2026, 11, 2))


@pytest.fixture
def renewed(db):
    """Return a function that returns whether the version of the facets was renewed since the last call."""
    seen = [current_versions().get(VERSION)]

    def ask():
        seen.append(current_versions().get(VERSION))
        return seen[-1] != seen[-2]

    return ask


def stored(page):
    return IndexedPage.objects.select_related("text", "combination").get(page=page.pk)


def test_unchanged_document_is_not_written_again(page, renewed):
    renewed()
    document = build_document(page)
    assert write_document(document) is False
    assert not renewed()


def test_changed_text_replaces_that_of_its_page_alone(page, news_index):
    other = NewsPageFactory(parent=news_index, title="Egret", summary="A white bird.")
    assert write_document(dataclasses.replace(build_document(page), summary="A large bird.")) is True
    assert stored(page).text.summary == "A large bird."
    assert stored(other).text.summary == "A white bird."


def test_changed_date_changes_the_id(page, news_index):
    other = NewsPageFactory(parent=news_index, title="Egret")
    before = stored(page).pk
    page.date = dt.date(2026, 12, 1)
    assert write_document(build_document(page)) is True
    assert stored(page).pk > before
    assert stored(page).text.title_terms
    assert not IndexedPageText.objects.filter(indexed_page=before).exists()
    assert stored(other).text


def test_changed_path_and_combination_are_written_with_unchanged_text(page, renewed):
    document = build_document(page)
    renewed()
    moved = dataclasses.replace(document, path="000100020003", labels={**document.labels, ("topic", "birds"): "Birds"})
    write_document(moved)
    row = stored(page)
    assert (row.path, row.combination.values) == ("000100020003", moved.combination)
    assert renewed()


def test_version_is_renewed_where_a_combination_has_no_page(page, news_index, renewed):
    renewed()
    NewsPageFactory(parent=news_index, title="Egret", date=page.date)
    assert not renewed()
    empty = FacetCombination.objects.create(values="kind:none")
    note_if_unused(stored(page).combination_id)
    assert not renewed()
    note_if_unused(empty.pk)
    assert renewed()


def test_changed_label_is_written_and_others_stay(page, renewed):
    document = build_document(page)
    labels = {**document.labels, ("kind", document.combination.split()[0].partition(":")[2]): "Fresh news"}
    renewed()
    write_document(dataclasses.replace(document, labels=labels))
    assert renewed()
    stored_labels = {(label.facet, label.value): label.label for label in FacetLabel.objects.all()}
    assert labels.items() <= stored_labels.items()
    write_document(dataclasses.replace(document, labels=labels))
    assert not renewed()
