"""The commands that rebuild, compare and repair the index."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Site

from board.basepage.models import BasePage
from home.models import HomePage
from search.index.indexer import index_everything, public_pages
from search.models import FilePage, IndexedPage, IndexedPageText, SearchSettings, VocabularyWord
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.files import make_document

pytestmark = pytest.mark.postgresql("The search has an engine for each database.")


def run(name, **options):
    """Return what a command printed, and its exit code."""
    out = StringIO()
    try:
        call_command(name, stdout=out, stderr=StringIO(), **options)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


@pytest.fixture
def pages(settings, tmp_path, news_index, resource_index):
    settings.MEDIA_ROOT = tmp_path
    document = make_document(pdfs.tagged("Words", "A heron"), title="The report")
    body = [{"type": "pdf_document", "value": {"title": "R", "document": document.pk}}]
    return [NewsPageFactory(parent=news_index, title="Otter"), ResourcePageFactory(parent=resource_index, body=body)]


def test_migrate_indexes_the_first_pages(db):
    assert HomePage.objects.get().pk in IndexedPage.objects.values_list("page_id", flat=True)
    assert run("check_index") == ("The index says what the pages say.\n", 0)


def test_check_index_finds_nothing_wrong_after_publication(pages):
    assert run("check_index") == ("The index says what the pages say.\n", 0)


@pytest.mark.parametrize("what", ["missing", "too many", "words", "place", "file", "terms"])
def test_check_index_reports_and_repairs(search, pages, what):
    news, resource = pages
    if what == "missing":
        IndexedPage.objects.get(page_id=news.pk).delete()
    elif what == "too many":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE basepage_basepage SET live = %s WHERE id = %s", [False, news.pk])
    elif what == "words":
        IndexedPageText.objects.filter(indexed_page__page_id=news.pk).update(title_terms=" wrong ")
    elif what == "place":
        IndexedPage.objects.filter(page_id=news.pk).update(path="9999")
    elif what == "file":
        IndexedPage.objects.get(page_id=resource.pk).files.clear()
    else:
        IndexedPageText.objects.filter(indexed_page__page_id=resource.pk).update(file_terms="")
    said, code = run("check_index", dry_run=True)
    assert code == 1
    assert said.startswith("Page ")
    assert run("check_index", dry_run=True)[1] == 1
    assert run("check_index")[1] == 1
    assert run("check_index") == ("The index says what the pages say.\n", 0)
    assert search("heron").titles == [resource.title]


def test_update_index_rebuilds_and_deletes_unused_words(search, pages):
    VocabularyWord.objects.create(word="unusedword", first="u", tail="ord", length=10)
    FilePage.objects.all().delete()
    IndexedPage.objects.all().delete()
    said, code = run("update_index")
    assert (code, "unused words are forgotten" in said) == (0, True)
    assert search("heron").titles == [pages[1].title]
    assert not VocabularyWord.objects.filter(word="unusedword").exists()
    assert VocabularyWord.objects.filter(word="otter").exists()


def test_update_index_leaves_drafts_out(search, pages):
    draft = BasePage.objects.get(pk=pages[0].pk).specific
    draft.title = "Kingfisher"
    draft.save_revision()
    run("update_index")
    assert search("kingfisher").hits == []
    assert run("check_index") == ("The index says what the pages say.\n", 0)


def test_unknown_argument_is_refused():
    with pytest.raises(CommandError):
        call_command("check_index", "--nonsense")


def test_it_is_told_how_many_pages_are_done(news_index):
    done = []
    index_everything(done.append)
    assert sum(done) == public_pages().count()


def test_a_new_site_has_its_settings_before_its_first_reader(home):
    site = Site.objects.create(hostname="other.example.org", root_page=home)
    assert SearchSettings.objects.filter(site=site).exists()
