"""What an import prints of how it read its files, and of what an editor has to look at."""

import pytest
from django.core.management import CommandError

from board.siteinfo.models import BoardSettings
from news.importer.drafts import plan, save
from news.importer.parser import parse_list
from news.models import NewsPage
from tests.news.imported import import_news, imported

pytestmark = pytest.mark.django_db
LIST = "Latest News\n\nNews item:\n\nOtters’ week – café\n\nAlex Example, Independent Chair, said: “One.”\n"


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def lines_of(output):
    return [" ".join(line.split()) for line in output.splitlines()]


@pytest.mark.parametrize(
    ("encoding", "text", "said"),
    [
        ("cp1252", LIST, "list.txt was read as Windows-1252. Look for wrong letters before you publish."),
        ("utf-16-le", LIST, "list.txt was read as UTF-16 without its mark. Look for wrong letters before you publish."),
        ("utf-8", LIST.replace("\n\nAlex", "\n\x0cAlex"), "list.txt holds breaks or hyphens of Word"),
        ("utf-8", LIST, "list.txt, line 3: “News item:” was read as “news item”, here and below."),
    ],
)
def test_how_a_list_was_read_is_printed(written, encoding, text, said):
    output = import_news(written("list.txt", text, encoding))
    assert any(line.startswith(said) for line in lines_of(output))
    [page] = imported()
    assert page.title == "Otters’ week – café"
    assert page.body[0].value["role"] == "Independent Chair"
    assert (page.live, NewsPage.objects.live().count()) == (False, 0)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "page.html",
            "<!doctype html><html><h1>Latest News</h1></html>",
            "page.html is not a text file but a web page",
        ),
        ("rss.xml", '<?xml version="1.0"?><rss version="2.0"></rss>', "rss.xml is not a text file but a news feed"),
    ],
)
def test_file_for_later_gives_one_line_with_what_to_do(written, name, text, said):
    with pytest.raises(CommandError) as error:
        import_news(written(name, text))
    assert str(error.value).startswith(said)
    assert "run the command again" in str(error.value)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("title;date;old_address\nHeron;01/02/2018;/a", "t.csv was read with semicolons between its cells."),
        (
            "title,date,old_address\nHeron,1st Feb 2018,/a",
            "t.csv, line 2: the date “1st Feb 2018” was read as 2018-02-01.",
        ),
        ("Title\tDate\tOld address\nHeron\t2018-02-01 00:00:00\t/a", "t.csv was read with tabs between its cells."),
    ],
)
def test_how_a_table_was_read_is_printed(written, table, said):
    items = written("list.txt", "news item\nHeron\nPosted on 3 March 2018\nText.")
    output = import_news(items, "--details", written("t.csv", table))
    assert said in lines_of(output)
    [page] = imported()
    assert (f"{page.date:%Y-%m-%d}", page.old_address) == ("2018-02-01", "/a")
    # The table precedes the list, which is said.
    assert "check the date: the list says 2018-03-03, the table 2018-02-01" in " ".join(lines_of(output))


def test_notes_are_printed_until_a_person_has_edited_the_draft(written, editor):
    path = written("list.txt", "news item\nHeron\nThe conference is on 3 March 2018.")
    assert "check for an event" in import_news(path)
    assert "check for an event" in import_news(path)
    [page] = imported()
    page.save_revision(user=editor, clean=False)
    assert "check for an event" not in import_news(path)


@pytest.mark.parametrize(
    "words",
    ["Our thoughts are with the family.", "We at Ashmere Partnership will publish our review.", "It is so. ENDS"],
)
def test_words_in_the_boards_name_are_in_the_worklist(written, site, words):
    board = BoardSettings.for_site(site)
    board.board_name = "Ashmere Partnership"
    board.save()
    output = " ".join(lines_of(import_news(written("list.txt", f"news item\nHeron\n{words}"))))
    assert "check for a statement in the board’s name: it " in output


def test_notes_to_editors_and_lists_reach_the_draft(written):
    lines = ["• One", "• Two", "Statement from Alex Example", "• A", "ENDS", "Notes to editors", "See www.example.org"]
    import_news(written("list.txt", "\n".join(["news item", "Heron", *lines])))
    [page] = imported()
    assert page.body[0].value.source == "<ul><li>One</li><li>Two</li></ul>"
    assert page.body[1].value["statement"].source == "<ul><li>A</li></ul>"
    assert page.notes_to_editors == '<p>See <a href="https://www.example.org">www.example.org</a></p>'


def test_slug_taken_since_the_plan_stops_no_other_item(news_index):
    items = parse_list("news item\nHeron\nnews item\nOtter").items
    drafts = plan(news_index, items, {})
    news_index.add_child(instance=NewsPage(title="Another", slug="heron", live=False))
    save(news_index, drafts, lambda: None)
    assert "already in use" in drafts[0].failure
    assert [page.title for page in imported()] == ["Otter"]
