"""``import_old_addresses`` makes all redirects of a table, or none."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import OperationalError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage
from tests.databases import migrated_database, own_database
from tests.factories import NewsPageFactory, StandardPageFactory


@pytest.fixture
def table(tmp_path):
    """Return a function that writes rows into a file and returns its path."""

    def write(*rows, encoding="utf-8", header="old,new"):
        path = tmp_path / "addresses.csv"
        path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
        return path

    return write


def run(path, *options):
    """Run the command; return what it printed, with its last line on its own."""
    printed = StringIO()
    call_command("import_old_addresses", path, *options, stdout=printed)
    *lines, last = printed.getvalue().splitlines()
    return lines, last


def refused(path, *options):
    """Run the command on a table with errors; return its report. Nothing may have been written."""
    before = list(Redirect.objects.order_by("pk").values())
    printed = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_old_addresses", path, *options, stdout=printed)
    assert list(Redirect.objects.order_by("pk").values()) == before
    assert "\n" not in str(error.value)
    return [*printed.getvalue().splitlines(), str(error.value)]


def test_every_kind_of_new_address_is_redirected_to(client, heron, table, hops):
    lines, last = run(
        table(
            "https://old.example.org/news.php?article=256,/news/heron/",
            "/news.php?article=257,http://localhost/news/heron",
            "/statements.asp,/news/statements/",
            "/find.php,/search/?q=heron",
            "/page2.php,/news/?page=1",
            "/charity,https://www.example.org/a?b=c",
        )
    )
    assert last == "6 made, 0 changed, 0 there already."
    assert lines[0] == "line 2: made: https://old.example.org/news.php?article=256 → /news/heron/"
    assert hops("/news.php?article=256") == ([301, 200], "/news/heron/")
    assert hops("/news.php?article=257") == ([301, 200], "/news/heron/")
    assert hops("/statements.asp") == ([301, 200], "/news/statements/")
    assert hops("/find.php") == ([301, 200], "/search/?q=heron")
    assert hops("/page2.php") == ([301, 200], "/news/?page=1")
    assert client.get("/charity").url == "https://www.example.org/a?b=c"
    heron.slug = "egret"
    heron.save()
    assert hops("/news.php?article=256") == ([301, 200], "/news/egret/")
    assert all(redirect.is_permanent and redirect.site for redirect in Redirect.objects.all())


def test_redirect_follows_a_section_that_moves(news_index, table, hops):
    run(table("/statements.asp,/news/statements/"))
    news_index.slug = "latest"
    news_index.save()
    assert hops("/statements.asp") == ([301, 200], "/latest/statements/")


def test_second_import_changes_nothing(heron, table):
    path = table("/a,/news/heron/", "/b,/search/", "/c,https://example.org/", "/d,/news/statements/", "/e,/a")
    run(path)
    before = list(Redirect.objects.order_by("pk").values())
    lines, last = run(path)
    assert last == "0 made, 0 changed, 5 there already."
    assert "there already" in lines[0]
    assert list(Redirect.objects.order_by("pk").values()) == before


def test_import_with_another_target_changes_the_redirect(heron, news_index, table, hops, site):
    Redirect.add_redirect("/a", heron, site=site, automatically_created=True)
    Redirect.add_redirect("/b", heron, site=site, is_permanent=False)
    egret = NewsPageFactory(parent=news_index, slug="egret")
    lines, last = run(table("/a,/news/egret/", "/b,/news/heron/"))
    assert last == "0 made, 2 changed, 0 there already."
    assert lines[0] == "line 2: changed: /a → /news/egret/"
    assert hops("/a") == ([301, 200], egret.url)
    assert hops("/b") == ([301, 200], "/news/heron/")
    assert not Redirect.objects.filter(automatically_created=True).exists()


def test_redirect_of_the_site_takes_precedence_over_one_for_all_sites(heron, news_index, table, hops):
    Redirect.add_redirect("/a", heron)
    assert run(table("/a,/news/heron/"))[1] == "0 made, 0 changed, 1 there already."
    NewsPageFactory(parent=news_index, slug="egret")
    assert run(table("/a,/news/egret/"))[1] == "1 made, 0 changed, 0 there already."
    assert Redirect.objects.get(site=None).redirect_page_id == heron.pk
    assert hops("/a") == ([301, 200], "/news/egret/")
    assert run(table("/a,/news/egret/", "/b,/a"))[1] == "1 made, 0 changed, 1 there already."
    assert hops("/b") == ([301, 200], "/news/egret/")
    run(table("/c,/a"))
    assert hops("/c") == ([301, 200], "/news/egret/")


def test_chain_of_redirects_becomes_one_hop(heron, news_index, table, hops, site):
    Redirect.add_redirect("/stored", "/stored-2", site=site)
    Redirect.add_redirect("/stored-2", heron, site=site)
    Redirect.add_redirect("/away", "https://www.example.org/", site=site)
    Redirect.add_redirect("/listed", news_index, page_route_path="/statements/", site=site)
    run(
        table(
            "/one,/two", "/two,https://localhost/three?x=1", "/three,/news/heron/", "/four,/stored",
            "/five,/away", "/six,/listed",
        )
    )  # fmt: skip
    for old in ("one", "two", "three", "four"):
        assert hops(f"/{old}") == ([301, 200], "/news/heron/")
        assert Redirect.objects.get(old_path=f"/{old}").redirect_page_id == heron.pk
    assert Redirect.objects.get(old_path="/five").redirect_link == "https://www.example.org/"
    assert hops("/six") == ([301, 200], "/news/statements/")


def test_table_takes_precedence_over_stored_redirects(heron, news_index, table, site):
    egret = NewsPageFactory(parent=news_index, slug="egret")
    Redirect.add_redirect("/b", heron, site=site)
    run(table("/a,/b", "/b,/news/egret/"))
    assert Redirect.objects.get(old_path="/a").redirect_page_id == egret.pk


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("/a,/no-such-page/", "/no-such-page/ is no page of this site"),
        ("/a,http://localhost/no-such-page/", "is no page of this site"),
        ("/a,/news/draft/", "/news/draft/ is a page that is not public"),
        ("/a,/news/draft/?x=1", "/news/draft/?x=1 is a page that is not public"),
        ("/a,/private/", "/private/ is a page that is not public"),
        ("/a,/private/?x=1", "/private/?x=1 is a page that is not public"),
        ("/a,/to-draft", "/to-draft is a page that is not public"),
        ("/news/heron/,/news/", "/news/heron/ is answered by this site itself"),
        ("/news/heron?x=1,/news/", "is answered by this site itself"),
        ("/?id=5,/news/", "is answered by this site itself"),
        ("/search/?q=x,/news/", "is answered by this site itself"),
        ("/a,/a", "/a leads back to where it came from"),
        ("/a,/a/?x=1", "leads back to where it came from"),
        ("/a,/circle", "leads back to where it came from"),
        ("/" + "x" * 4000 + ",/news/", "is longer than 4,000 characters"),
        ("/a,https://example.org/" + "x" * 240, "is longer than 255 characters"),
        ("/a,/search/?q=" + "x" * 250, "is longer than 255 characters"),
        ("news.php,/news/", "news.php is no address: begin with https:// or with /"),
        ("/a,news", "news is no address"),
        ("/a,http://example.org/", "is on another website and not https://"),
        ("/a,https://exa mple.org/", "is not an address"),
        ("/a,javascript:alert(1)", "is no address"),
        ("/a,//example.org/", "is no address"),
        ("/a,https://[broken/", "is not an address"),
    ],
)
def test_errors_are_reported_by_line_and_nothing_is_written(heron, news_index, home, site, table, row, words):
    draft = NewsPageFactory(parent=news_index, slug="draft", title="Secret", live=False)
    private = StandardPageFactory(parent=home, slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    Redirect.add_redirect("/to-draft", draft, site=site)
    Redirect.add_redirect("/circle", "/circle-2", site=site)
    Redirect.add_redirect("/circle-2", "/circle", site=site)
    report = refused(table("/fine,/news/heron/", "", row))
    assert report[0] == "line 2: made: /fine → /news/heron/"
    assert report[1].startswith("line 4: error: ")
    assert words in report[1]
    assert report[-1] == "1 of 2 lines can’t be used. Nothing was written."
    assert "Secret" not in "".join(report)


def test_loop_in_the_table_is_an_error(table, db):
    report = refused(table("/a,/b", "/b,/c", "/c,/a"))
    assert report[-1].startswith("3 of 3 lines")
    assert all("leads back to where it came from" in line for line in report[:-1])


def test_same_old_address_twice(heron, table):
    twice = table("/a?x=1&y=2,/news/heron/", "https://example.org/a/?y=2&x=1,/news/heron")
    lines, last = run(twice)
    assert last == "1 made, 0 changed, 1 there already."
    assert "the same as line 2" in lines[1]
    report = refused(table("/b,/news/heron/", "/b/,/news/"))
    assert report[1] == "line 3: error: /b/ leads elsewhere in line 2"


def test_dry_run_reports_and_writes_nothing(heron, table):
    lines, last = run(table("/a,/news/heron/"), "--dry-run")
    assert lines == ["line 2: made: /a → /news/heron/"]
    assert last == "A dry run, nothing was written: 1 made, 0 changed, 0 there already."
    assert not Redirect.objects.exists()
    refused(table("/a,/nowhere/"), "--dry-run")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encoding_is_read(heron, table, hops, encoding):
    run(table("/café,/news/heron/", encoding=encoding, header="Old , NEW"))
    assert hops("/caf%C3%A9") == ([301, 200], "/news/heron/")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("old,new\n/cafŽ,/news/\n".encode("cp1252"), "is not in UTF-8 (line 2 holds the byte 0x8E). Save it"),
        (b"", "is empty"),
        (b"this,that\n/a,/news/\n", "the first line must be old,new."),
        (b"old,new,new url\n/a,/news/,/news/\n", "the first line must be old,new."),
        (b"/a,/news/\n", "the first line must be old,new."),
        (b"old;new\n/a,/news/\n", "line 2 does not hold an old and a new address"),
        (b"#Fields: date time cs-uri-stem\n2012-01-01 00:00:01 /a\n", "a web server’s log: it has old addresses and"),
        (b"cs-uri-stem,cs-uri-query,sc-status\n/a,,200\n", "a web server’s log: it has old addresses and no new"),
        (b"old,new\n/a\n", "line 2 does not hold an old and a new address"),
        (b"old,new\n/a,\n", "line 2 does not hold an old and a new address"),
        (b"old,new\n/a,/news/,x\n", "line 2 does not hold an old and a new address"),
        (b'old,new\n"/a,/news/\n', "this is not a CSV table"),
        (b"PK\x03\x04\x00", "is not a text file"),
    ],
)
def test_file_that_is_no_table_gets_one_line_of_error(db, tmp_path, data, words):
    path = tmp_path / "addresses.csv"
    path.write_bytes(data)
    (report,) = refused(path)
    assert words in report


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("Old URL;New_URL", "/a?id=1;/news/heron/", "semicolons between the cells: “Old URL” as the old address"),
        ("sep=;\r\nold;new;", "/a?id=1;/news/heron/", "semicolons between the cells"),
        ("From\tHits\tTo", "/a?id=1\t812\t/news/heron/", "tabs between the cells: “From”"),
        ("notes,Redirect from,Destination", "x,/a?id=1,/news/heron/", "“Destination” as the new one; “notes” ignored."),
        ("cs-uri-stem,cs-uri-query,new", "/a,id=1,/news/heron/", "“cs-uri-stem” with “cs-uri-query” as the old"),
        ("cs-uri-stem,new,cs-uri-query", "/a?id=1,/news/heron/,-", "“cs-uri-stem” with “cs-uri-query” as the old"),
    ],
)
def test_table_of_another_program_is_read_and_said(heron, table, hops, header, row, words):
    lines, last = run(table(row, header=header))
    assert words in lines[0]
    assert last == "1 made, 0 changed, 0 there already."
    assert hops("/A?id=1") == ([301, 200], "/news/heron/")


def test_failure_half_way_writes_nothing(heron, table, monkeypatch):
    save, calls = Redirect.save, []

    def fails_later(redirect, *args, **kwargs):
        calls.append(redirect)
        if len(calls) == 3:
            raise OperationalError("database or disk is full\nDETAIL: no room")
        return save(redirect, *args, **kwargs)

    monkeypatch.setattr(Redirect, "save", fails_later)
    report = refused(table(*(f"/{number},/news/heron/" for number in range(4))))
    assert "Nothing was written" in report[-1]
    assert len(calls) == 3


def test_import_for_another_site(client, heron, table, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example.org"]
    other_home = HomePage.get_first_root_node().add_child(instance=HomePage(title="Other", slug="other"))
    other = Site.objects.create(hostname="other.example.org", root_page=other_home)
    StandardPageFactory(parent=other_home, slug="about")
    path = table("/a,/about/", "/b,http://localhost/news/heron/", "/c,http://localhost/search/")
    run(path, "--site", "other.example.org")
    assert set(Redirect.objects.values_list("site", flat=True)) == {other.pk}
    theirs = {"host": "other.example.org"}
    assert client.get("/a", headers=theirs).url == "http://other.example.org/about/"
    assert client.get("/b", headers=theirs).url == "http://localhost/news/heron/"
    assert client.get("/c", headers=theirs).url == "http://localhost/search/"
    assert client.get("/a/", headers={"host": "localhost"}).status_code == 404
    assert "There is no such site" in refused(path, "--site", "nowhere.example.org")[-1]


@pytest.mark.test_all("Another command in a process of its own; make test tries import_news.")
def test_error_is_exit_code_1(tmp_path):
    path = tmp_path / "addresses.csv"
    path.write_bytes(b"\x81old,new")
    command = [sys.executable, "manage.py", "import_old_addresses", str(path), "--settings", "board.settings.test"]
    with own_database(tmp_path, like=migrated_database()) as url:
        variables = {**os.environ, "DATABASE_URL": url}
        result = subprocess.run(
            command, cwd=django_settings.BASE_DIR, env=variables, capture_output=True, text=True, check=False
        )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("CommandError: addresses.csv is not in UTF-8 (line 1 holds the byte 0x81).")
    assert len(result.stderr.splitlines()) == 1
