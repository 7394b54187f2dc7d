"""What is written into the index, and no more than has changed."""

import dataclasses
import datetime as dt

import pytest

from board.engines.pagecache.named_versions import current_versions
from search.entries import Combination, Entry, EntryText, FacetLabel
from search.index.documents import record_of
from search.index.writer import STAMP, note_if_empty, store
from tests.factories import NewsPageFactory


@pytest.fixture
def page(news_index):
    """A public page, which the signals have put into the index."""
    return NewsPageFactory(parent=news_index, title="Heron", summary="A grey bird.", date=dt.date(2026, 11, 2))


@pytest.fixture
def renewed(db):
    """Return a function that says whether the stamp of the facets was renewed since it was asked last."""
    seen = [current_versions().get(STAMP)]

    def ask():
        seen.append(current_versions().get(STAMP))
        return seen[-1] != seen[-2]

    return ask


def entry_of(page):
    return Entry.objects.select_related("text", "combination").get(page=page.pk)


def test_what_is_there_already_is_not_written_again(page, renewed):
    renewed()
    record = record_of(page)
    assert store(record) is False
    assert not renewed()


def test_other_words_are_written_over_the_old_of_this_page_alone(page, news_index):
    other = NewsPageFactory(parent=news_index, title="Egret", summary="A white bird.")
    assert store(dataclasses.replace(record_of(page), summary="A large bird.")) is True
    assert entry_of(page).text.summary == "A large bird."
    assert entry_of(other).text.summary == "A white bird."


def test_another_date_moves_the_entry(page, news_index):
    other = NewsPageFactory(parent=news_index, title="Egret")
    before = entry_of(page).pk
    page.date = dt.date(2026, 12, 1)
    assert store(record_of(page)) is True
    assert entry_of(page).pk > before
    assert entry_of(page).text.title_terms
    assert not EntryText.objects.filter(entry=before).exists()
    assert entry_of(other).text


def test_another_place_and_combination_are_written_without_new_words(page, renewed):
    record = record_of(page)
    renewed()
    moved = dataclasses.replace(record, path="000100020003", labels={**record.labels, ("topic", "birds"): "Birds"})
    store(moved)
    entry = entry_of(page)
    assert (entry.path, entry.combination.values) == ("000100020003", moved.combination)
    assert renewed()


def test_the_stamp_tells_of_the_first_and_the_last_page_of_a_combination(page, news_index, renewed):
    renewed()
    NewsPageFactory(parent=news_index, title="Egret", date=page.date)
    assert not renewed()
    empty = Combination.objects.create(values="kind:none")
    note_if_empty(entry_of(page).combination_id)
    assert not renewed()
    note_if_empty(empty.pk)
    assert renewed()


def test_a_label_with_other_words_is_renewed_and_the_others_stay(page, renewed):
    record = record_of(page)
    labels = {**record.labels, ("kind", record.combination.split()[0].partition(":")[2]): "Fresh news"}
    renewed()
    store(dataclasses.replace(record, labels=labels))
    assert renewed()
    kept = {(label.facet, label.value): label.label for label in FacetLabel.objects.all()}
    assert labels.items() <= kept.items()
    store(dataclasses.replace(record, labels=labels))
    assert not renewed()
