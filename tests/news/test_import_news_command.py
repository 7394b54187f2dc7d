"""The list becomes drafts, each whole or not at all."""

import datetime as dt
import itertools
import os
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision, WorkflowState

from board.textfiles import TextFile, TextFileError, read_text
from news.importer.details import read_details
from news.importer.drafts import plan, save
from news.importer.parser import parse_list
from news.importer.summary_table import lay_out
from news.models import NewsIndexPage, NewsPage
from tests.databases import migrated_database, own_database
from tests.news.imported import (
    BOARDS_LIST,
    DETAILS,
    OUR_LIST,
    import_news,
    imported,
    titles_in,
    words_in,
    words_out,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def kinds(page):
    return [block.block_type for block in page.body]


def values(page, kind):
    return [block.value for block in page.body if block.block_type == kind]


def a_list(tmp_path, *items):
    path = tmp_path / "list.txt"
    path.write_text("".join(f"news item\n{item}\n" for item in items), encoding="utf-8")
    return path


def a_table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding=encoding)
    return path


# What is made --------------------------------------------------------------------------------------


def test_every_item_becomes_a_draft_without_author_or_workflow():
    output = import_news(OUR_LIST)
    assert output.endswith("\n8 drafts made, 0 were here already.\n")
    pages = imported()
    assert [page.title for page in pages] == titles_in(OUR_LIST)
    for page in pages:
        assert (page.live, page.owner, page.archived, page.summary, page.date) == (False, None, True, "", None)
        assert (page.old_address, page.first_published_at, page.go_live_at) == ("", None, None)
        assert page.has_unpublished_changes
    assert not WorkflowState.objects.exists()
    assert set(Revision.objects.values_list("user", flat=True)) == {None}


def test_each_item_has_the_blocks_of_its_lines():
    import_news(OUR_LIST)
    assert [kinds(page) for page in imported()] == [
        ["text", "pdf_document", "pdf_document"],
        ["statement_quote"],
        ["text", "resource_link"],
        ["text", "resource_link"],
        ["text", "resource_link"],
        ["text", "event_callout", "text", "resource_link"],
        ["text", "resource_link"],
        ["text", "resource_link"],
    ]


def test_blocks_hold_the_words_of_the_list_alone():
    import_news(OUR_LIST)
    winter, inspection, bruises, *_, bikes, _, _ = imported()
    pdf = values(winter, "pdf_document")[0]
    assert (pdf["title"], pdf["document"], pdf["url"], pdf["source"]) == (
        "Out of sight: what young carers told us",
        None,
        "",
        "",
    )
    statement = values(inspection, "statement_quote")[0]
    assert (statement["speaker"], statement["role"], statement["date"]) == (
        "Alex Example OBE",
        "Independent Chair",
        None,
    )
    assert statement["statement"].source.count("<p>") == 2
    assert "care.\u00a0They" in statement["statement"].source
    assert "“soon”" in statement["statement"].source
    assert inspection.statement_digest
    assert values(bruises, "text")[0].source.startswith("<h2>Bruises in babies: what health visitors can do</h2><p>")
    source = values(bruises, "resource_link")[0]
    assert (source["title"], source["source"], source["url"]) == ("", "Anytown Hospitals Trust", "")
    event = values(bikes, "event_callout")[0]
    assert event["start"] == dt.datetime(2018, 6, 7, 10, 30, tzinfo=LONDON)
    assert event["end"] == dt.datetime(2018, 6, 7, 15, 0, tzinfo=LONDON)
    assert (event["name"], event["location"]) == ("Meet us at our tent", "Market Square, Old Corn Exchange")
    assert values(bikes, "resource_link")[0]["url"] == "https://sites.google.com/anytown.example/bikes"


def test_no_word_of_the_list_is_lost():
    import_news(OUR_LIST)
    assert not words_in(OUR_LIST) - words_out(imported())


def test_markup_in_the_list_never_becomes_markup_here(tmp_path):
    import_news(a_list(tmp_path, "Heron\n<script>alert(1)</script> & “more” 'so' <lado@example.org>"))
    assert values(imported()[0], "text")[0].source == "<p>&amp; “more” 'so' &lt;lado@example.org&gt;</p>"


def test_tree_and_explorer_keep_the_order_of_the_list(client, editor, news_index):
    import_news(OUR_LIST)
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_explore", args=[news_index.pk]))
    assert [page.title for page in response.context["pages"]] == titles_in(OUR_LIST)


def test_same_headings_get_distinct_slugs_and_keys(tmp_path):
    import_news(a_list(tmp_path, "Feed", "Heron", "Heron", "Heron 2", "Ysgol gynradd Ŵyl", "…"))
    assert [(page.slug, page.import_key) for page in imported()] == [
        ("feed-2", "feed"),
        ("heron", "heron"),
        ("heron-2", "heron-2"),
        ("heron-2-2", "heron-2-2"),
        ("ysgol-gynradd-ŵyl", "ysgol-gynradd-ŵyl"),
        ("item", "item-b4935894c8ce16bd"),
    ]


def test_headings_without_letters_keep_their_keys_between_runs(tmp_path):
    import_news(a_list(tmp_path, "😀", "😀😀"))
    import_news(a_list(tmp_path, "…"))
    assert [page.title for page in imported()] == ["😀", "😀😀", "…"]


def test_slug_of_an_existing_item_is_not_taken(news_index, tmp_path):
    news_index.add_child(instance=NewsPage(title="Another", slug="heron", live=False))
    import_news(a_list(tmp_path, "Heron"))
    assert imported()[0].slug == "heron-2"


def test_history_records_creation_of_each_draft():
    import_news(OUR_LIST)
    page = imported()[0]
    actions = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "wagtail.edit"]


# Twice, and dry ------------------------------------------------------------------------------------


def test_second_run_makes_no_duplicates_after_title_was_edited():
    import_news(OUR_LIST)
    page = imported()[2]
    page.title, page.slug = "Infants", "infants"
    page.save()
    page.save_revision(clean=False)
    revisions = Revision.objects.count()
    output = import_news(OUR_LIST)
    assert output.endswith("\n0 drafts made, 8 were here already.\n")
    assert "Infants" in output
    assert NewsPage.objects.count() == 8
    assert Revision.objects.count() == revisions


def test_longer_list_adds_only_new_items(tmp_path):
    import_news(a_list(tmp_path, "Heron"))
    output = import_news(a_list(tmp_path, "Egret", "Heron", "Heron"))
    assert output.endswith("\n2 drafts made, 1 was here already.\n")


def test_dry_run_writes_nothing_and_prints_the_same_table():
    dry = import_news(OUR_LIST, "--details", DETAILS, "--dry-run")
    assert not NewsPage.objects.exists()
    assert not Revision.objects.exists()
    assert dry.endswith("\n8 drafts would be made, 0 were here already.\n")
    assert dry.replace(" would be made", " made") == import_news(OUR_LIST, "--details", DETAILS)


# The table -----------------------------------------------------------------------------------------


def test_summary_table_lists_what_each_item_lacks():
    lines = [" ".join(line.split()) for line in import_news(OUR_LIST).splitlines()]
    first = lines.index("1 Winter nights: keeping young carers safe date")
    assert lines[first + 1] == "file for “Out of sight: what young carers told us”"
    assert "2 Statement on the inspection date" in lines
    assert "date of the statement" in lines
    assert "words that say where “Find out more.” leads" in lines
    assert any(line.startswith("check the address https://sites.google.com/anytown.example/bikes") for line in lines)


def test_long_cells_of_summary_table_wrap_within_columns():
    lines = lay_out([("word " * 20, ["detail " * 20]), ("Heron", [])]).splitlines()
    assert all(len(line) <= 3 + 2 + 40 + 2 + 72 for line in lines)
    assert lines[-1].split() == ["2", "Heron", "—"]


# The table of details ------------------------------------------------------------------------------


def known(pages):
    return {page.import_key: (page.date, page.old_address) for page in pages if page.date or page.old_address}


KNOWN = {
    "bruises-in-babies": (dt.date(2017, 6, 5), "https://old.example.org/news/7"),
    "bike-week-4-10-june-2018": (dt.date(2018, 5, 21), ""),
    "winter-nights-keeping-young-carers-safe": (dt.date(2018, 2, 1), "https://old.example.org/news/1"),
    "winter-nights-keeping-young-carers-safe-2": (None, "https://old.example.org/news/2"),
}


def test_details_fill_in_dates_and_old_addresses():
    import_news(OUR_LIST, "--details", DETAILS)
    assert known(imported()) == KNOWN


def test_details_fill_in_earlier_drafts_once_as_new_revision():
    import_news(OUR_LIST)
    output = import_news(OUR_LIST, "--details", DETAILS)
    assert output.endswith(
        "0 drafts made, 8 were here already.\n4 earlier drafts filled in from the table of details.\n"
    )
    assert known(imported()) == KNOWN
    # The row says the same as the revision, as it does after an edit in the admin.
    assert known(NewsPage.objects.all()) == KNOWN
    assert Revision.objects.count() == 12
    assert "filled in" not in import_news(OUR_LIST, "--details", DETAILS)
    assert Revision.objects.count() == 12


def test_details_leave_alone_what_was_published_since_the_plan(news_index):
    import_news(OUR_LIST)
    items = parse_list(OUR_LIST.read_text(), OUR_LIST.name).items
    details = read_details(read_text(DETAILS), [item.heading for item in items]).details
    drafts = plan(news_index, items, details)
    page = next(page for page in imported() if page.import_key == "bruises-in-babies")
    page.title, page.date = "Bruises", dt.date(2016, 1, 2)
    page.save_revision(clean=False).publish()
    save(news_index, drafts, lambda: None)
    stored = NewsPage.objects.get(pk=page.pk)
    assert (stored.live, stored.title, stored.old_address) == (True, "Bruises", "")
    assert sum(bool(page.old_address) for page in imported()) == 2


def test_details_do_not_overwrite_edits():
    import_news(OUR_LIST)
    page = next(page for page in imported() if page.import_key == "bruises-in-babies")
    page.date = dt.date(2016, 1, 2)
    page.save_revision(clean=False)
    import_news(OUR_LIST, "--details", DETAILS)
    assert known(imported())["bruises-in-babies"] == (dt.date(2016, 1, 2), "https://old.example.org/news/7")


@pytest.mark.parametrize("state", [{"live": True}, {"locked": True}])
def test_details_do_not_change_live_or_locked_items(state):
    import_news(OUR_LIST)
    NewsPage._base_manager.filter(import_key="bruises-in-babies").update(**state)
    import_news(OUR_LIST, "--details", DETAILS)
    assert "bruises-in-babies" not in known(imported())


def test_details_do_not_change_items_in_workflow(editor):
    import_news(OUR_LIST)
    page = NewsPage.objects.get(import_key="bruises-in-babies")
    page.get_workflow().start(page, editor)
    import_news(OUR_LIST, "--details", DETAILS)
    assert "bruises-in-babies" not in known(imported())


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("title,date\nBruises in babies,2017-06-05\n", "table.csv has no column old_address"),
        ("title date old_address\n", "table.csv has no column title, date, old_address"),
        (",,\n,,\n", "table.csv has no column title, date, old_address"),
        ("title,date,old_address\nHerons,2017-06-05,\n", "table.csv, line 2: the list has no item “Herons”"),
        ("title,date,old_address\n" + "Bruises in babies,,\n" * 2, "table.csv, line 3: the list has no item"),
        ("title,date,old_address\n\nBruises in babies,31/02/2017,\n", "table.csv, line 3: “31/02/2017” is not a date"),
        ("title,date,old_address\nBruises in babies,06-05-17,\n", "“06-05-17” is not a date"),
        ("title,date,old_address\nBruises in babies,2999-01-01,\n", "“2999-01-01” is in the future"),
        ("title,date,old_address\nBruises, in babies,,\n", "table.csv, line 2 has 4 cells, the first line has 3"),
        ("title,date,old_address\n,2017-06-05,\n", "table.csv, line 2 has no title"),
        ('title,date,old_address\n"Bruises in babies,,\n', "this is not a CSV table"),
        ("title,date,old_address\nBruises in babies,," + "x" * 501, "the old address is longer than 500"),
        ('title,date,old_address\n"Bruises\nin toddlers",,\n', "the list has no item “Bruises in toddlers”"),
        ("", "table.csv is empty"),
    ],
)
def test_invalid_details_give_one_line_and_write_nothing(tmp_path, table, words):
    with pytest.raises(CommandError) as error:
        import_news(OUR_LIST, "--details", a_table(tmp_path, table))
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert not NewsPage.objects.exists()


def test_details_in_wrong_encoding_give_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"table\.csv is not in UTF-8"):
        import_news(OUR_LIST, "--details", a_table(tmp_path, "title,date,old_address\nCafŽ,,", "cp1252"))


def test_title_in_details_may_differ_in_quotes_and_spaces():
    text = 'Title , Old_Address, Date\n"Heron\'s  lake",,13/03/2018\n'
    details = read_details(TextFile("table.csv", text), ["Heron’s\u00a0lake"]).details
    assert [known.date for known in details.values()] == [dt.date(2018, 3, 13)]


def test_todays_date_in_details_is_accepted(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: dt.datetime(2018, 3, 12, 23, 30, tzinfo=LONDON))
    table = "title,date,old_address\nHeron,{}/03/2018,"
    assert read_details(TextFile("t.csv", table.format(12)), ["Heron"]).details["heron"].date
    with pytest.raises(TextFileError, match="in the future"):
        read_details(TextFile("t.csv", table.format(13)), ["Heron"])


# What cannot be read, and what cannot be saved -----------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"Latest News\n\nHeron\n", b"news item\n\x8et\x8e", b"\x00news item"])
def test_invalid_list_gives_one_line_and_writes_nothing(tmp_path, data):
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=r"^list\.txt ") as error:
        import_news(path)
    assert "\n" not in str(error.value)
    assert not NewsPage.objects.exists()


def fails_at(monkeypatch, *calls):
    """Let the database refuse the revisions of these calls, counted from one."""
    save_revision, counter = NewsPage.save_revision, itertools.count(1)

    def refused(page, *args, **kwargs):
        if next(counter) in calls:
            raise OperationalError("database or disk is full\nDETAIL: no room")
        return save_revision(page, *args, **kwargs)

    monkeypatch.setattr(NewsPage, "save_revision", refused)


def test_item_that_cannot_be_saved_stops_no_other(monkeypatch, capsys):
    with monkeypatch.context() as broken:
        fails_at(broken, 1, 5)
        with pytest.raises(CommandError) as error:
            call_command("import_news", str(OUR_LIST))
    assert str(error.value).startswith("2 items of 8 could not be saved (database or disk is full DETAIL: no room).")
    assert "\n" not in str(error.value)
    output = capsys.readouterr().out
    assert output.count("not imported: database or disk is full") == 2
    assert output.endswith("\n6 drafts made, 0 were here already.\n")
    # What is there is complete.
    titles = titles_in(OUR_LIST)
    assert [page.title for page in imported()] == [*titles[1:4], *titles[5:]]
    assert Revision.objects.count() == 6
    assert import_news(OUR_LIST).endswith("\n2 drafts made, 6 were here already.\n")
    assert {page.title for page in imported()} == set(titles)


def test_interrupted_run_leaves_complete_items_and_is_taken_up_again(monkeypatch):
    save_revision, counter = NewsPage.save_revision, itertools.count(1)

    def interrupted(page, *args, **kwargs):
        if next(counter) == 4:
            raise KeyboardInterrupt
        return save_revision(page, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(NewsPage, "save_revision", interrupted)
        with pytest.raises(KeyboardInterrupt):
            import_news(OUR_LIST)
    assert [page.title for page in imported()] == titles_in(OUR_LIST)[:3]
    assert not NewsPage.objects.filter(latest_revision=None).exists()
    import_news(OUR_LIST)
    assert [page.title for page in imported()] == titles_in(OUR_LIST)


def test_missing_news_index_is_reported(news_index):
    news_index.delete()
    with pytest.raises(CommandError, match="no news index page"):
        import_news(OUR_LIST)
    assert not NewsIndexPage.objects.exists()


def test_command_line_error_is_one_line_and_exit_status_1(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(b"\x81news item\x81")
    command = [sys.executable, "manage.py", "import_news", str(path), "--settings", "board.settings.test"]
    with own_database(tmp_path, like=migrated_database()) as url:
        variables = {**os.environ, "DATABASE_URL": url}
        result = subprocess.run(
            command, cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True, check=False
        )
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("CommandError: list.txt is not in UTF-8 (line 1 holds the byte 0x81). Save it")


# The board's own list ------------------------------------------------------------------------------


@pytest.mark.skipif(not BOARDS_LIST.is_file(), reason="the board’s own list is not here: NEWS_LIST names it")
def test_boards_own_list_is_imported_whole():
    assert import_news(BOARDS_LIST).endswith("\n10 drafts made, 0 were here already.\n")
    pages = imported()
    assert [page.title for page in pages] == titles_in(BOARDS_LIST)
    assert not words_in(BOARDS_LIST) - words_out(pages)
    assert [page.date for page in pages] == [None] * 10

    def of(start):
        return next(page for page in pages if page.title.startswith(start))

    pdfs = {page.title: len(values(page, "pdf_document")) for page in pages if values(page, "pdf_document")}
    assert list(pdfs.values()) == [2, 1, 1]
    assert list(pdfs) == [of(start).title for start in ("Adolescent neglect", "Modern slavery", "Working together")]

    statements = [(page.title, value) for page in pages for value in values(page, "statement_quote")]
    assert [(title, value["speaker"], value["role"], value["date"]) for title, value in statements] == [
        ("LSCB Statement Ellie Butler", "Christine Davies CBE", "Independent Chair", None)
    ]
    events = [(page, value) for page in pages for value in values(page, "event_callout")]
    assert [page for page, _ in events] == [of("CSE Awareness week")]
    event = events[0][1]
    assert event["start"] == dt.datetime(2018, 3, 13, 12, 0, tzinfo=LONDON)
    assert event["end"] == dt.datetime(2018, 3, 13, 16, 30, tzinfo=LONDON)
    assert event["location"].endswith("St Nicholas Shopping Centre")

    links = {page.title: values(page, "resource_link") for page in pages}
    assert links[of("Multi-agency").title][0]["title"] == "NSPCC: Harmful sexual behaviour framework"
    assert links[of("Resources for tackling").title][0]["source"] == "Contextual Safeguarding Network"
    assert links[of("CSE Awareness").title][0]["url"].startswith("https://sites.google.com/")
    for start in ("The new offence", "Child sexual exploitation", "Create, Connect"):
        (link,) = links[of(start).title]
        assert (link["url"], link["page"], bool(link["title"])) == ("", None, True)


@pytest.mark.skipif(not BOARDS_LIST.is_file(), reason="the board’s own list is not here: NEWS_LIST names it")
def test_our_list_has_no_sentence_of_the_boards_own():
    theirs, ours = (set(path.read_text(encoding="utf-8").split("\n")) for path in (BOARDS_LIST, OUR_LIST))
    assert not {line.strip() for line in theirs & ours} - {"", "Latest News", "news item", "-ends-"}
