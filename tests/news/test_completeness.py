"""What an imported item lacks, in words, in the report and in the editor's form."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from board.blocks.stream import ContentStreamBlock
from news.completeness import missing_details
from news.models import NewsPage
from tests.admin import act, edit, news_form
from tests.news.imported import OUR_LIST, import_news, imported

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/imported-news/"
START = dt.datetime(2018, 3, 13, 12, 0, tzinfo=dt.UTC)
LINK = {"title": "A guide", "url": "https://example.org/", "source": ""}
PDF = {"title": "A report", "url": "https://example.org/report.pdf", "source": ""}
EVENT = {"name": "Our stand", "start": START, "end": None, "location": "", "url": ""}
STATEMENT = {
    "statement": "<p>Words.</p>",
    "speaker": "Alex Example",
    "role": "Independent Chair",
    "date": dt.date(2018, 3, 13),
}


@pytest.mark.parametrize(
    ("kind", "value", "missing"),
    [
        ("text", "<p>Words.</p>", []),
        ("resource_link", LINK, []),
        ("resource_link", {**LINK, "title": "", "source": "A Trust"}, []),
        ("resource_link", {**LINK, "url": ""}, ["address for “A guide”"]),
        ("resource_link", {**LINK, "title": "", "source": "A Trust", "url": ""}, ["address for “A Trust”"]),
        ("resource_link", {**LINK, "title": ""}, ["words for the link to https://example.org/"]),
        ("resource_link", {**LINK, "title": "", "url": ""}, ["words for a link", "address for a link"]),
        ("resource_link", {**LINK, "title": "More here"}, ["words that say where “More here” leads"]),
        ("pdf_document", PDF, []),
        ("pdf_document", {**PDF, "url": ""}, ["file for “A report”"]),
        ("pdf_document", {**PDF, "title": "", "url": ""}, ["title of a PDF", "file for a PDF"]),
        ("pdf_document", {**PDF, "title": "Read more"}, ["words that say where “Read more” leads"]),
        ("event_callout", EVENT, []),
        ("event_callout", {**EVENT, "start": None}, ["start of “Our stand”"]),
        ("event_callout", {**EVENT, "name": "", "start": None}, ["name of the event", "start of the event"]),
        ("statement_quote", STATEMENT, []),
        ("statement_quote", {**STATEMENT, "date": None}, ["date of the statement"]),
        ("statement_quote", {**STATEMENT, "role": ""}, ["role of Alex Example"]),
        (
            "statement_quote",
            {"statement": "<p> </p>", "speaker": "", "role": "", "date": None},
            ["words of the statement", "speaker of the statement", "role of the speaker", "date of the statement"],
        ),
    ],
)
def test_missing_details_are_those_the_block_refuses(kind, value, missing):
    page = NewsPage(title="Heron", date=dt.date(2018, 3, 13), body=[(kind, value)])
    assert missing_details(page) == missing
    if missing and value.get("statement") != "<p> </p>":
        with pytest.raises(ValidationError):
            ContentStreamBlock().clean(page.body)
    elif not missing:
        ContentStreamBlock().clean(page.body)


def test_empty_item_lacks_date_and_words():
    assert missing_details(NewsPage(title="Heron")) == ["date", "words of the item"]


# The report ----------------------------------------------------------------------------------------


@pytest.fixture
def pages(db):
    import_news(OUR_LIST)
    return imported()


def rows(client):
    """Return title and missing details of each row of the report, from its export."""
    response = client.get(REPORT, {"export": "csv"})
    lines = csv.reader(StringIO(response.getvalue().decode("utf-8-sig")))
    assert next(lines) == ["Title", "To be completed", "Last edited"]
    return {(title, missing) for title, missing, _ in lines}


def test_report_lists_missing_details_and_links_to_forms(client, editor, pages):
    client.force_login(editor)
    response = client.get(REPORT)
    assert [page.title for page in response.context["object_list"]] == [page.title for page in pages]
    html = response.content.decode()
    for page in pages:
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
        for detail in missing_details(page):
            assert f"<li>{detail}</li>" in html
    assert (pages[1].title, "date; date of the statement") in rows(client)


def test_report_results_and_workbook_are_served(client, editor, pages):
    client.force_login(editor)
    assert pages[0].title in client.get(f"{REPORT}results/").content.decode()
    assert client.get(REPORT, {"export": "xlsx"}).getvalue().startswith(b"PK")


def test_item_with_complete_latest_revision_is_not_reported(client, editor, pages, news_index):
    # Never imported, so never listed.
    news_index.add_child(instance=NewsPage(title="Heron", slug="heron", live=False))
    client.force_login(editor)
    page = pages[1]
    page.date = dt.date(2018, 3, 13)
    page.body[0].value["date"] = dt.date(2018, 3, 13)
    page.title = "The inspection"
    page.save_revision()
    # The row is as it was: the report reads the revision.
    assert NewsPage.objects.get(pk=page.pk).date is None
    assert {title for title, _ in rows(client)} == {page.title for page in pages} - {"The inspection"} - {
        "Statement on the inspection"
    }
    page.title, page.date = "The inspection again", None
    page.save_revision(clean=False)
    assert ("The inspection again", "date") in rows(client)


def test_empty_report_says_so(client, editor):
    client.force_login(editor)
    assert "There are no imported items to complete to display." in client.get(REPORT).content.decode()


def test_report_takes_as_many_queries_for_twenty_items_as_for_one(
    client, editor, tmp_path, django_assert_num_queries, django_assert_max_num_queries
):
    path = tmp_path / "list.txt"
    item = "news item\nHeron\nText.\nFurther information: Guide (PDF)\nFind out more.\n"
    path.write_text(item, encoding="utf-8")
    import_news(path)
    client.force_login(editor)
    client.get(REPORT)
    with django_assert_max_num_queries(100) as one:
        client.get(REPORT)
    path.write_text(item * 20, encoding="utf-8")
    import_news(path)
    with django_assert_num_queries(len(one)):
        assert len(client.get(REPORT).context["object_list"]) == 20


def test_report_is_in_menu_of_users_who_may_change_news(client, editor, moderator, chair, superuser):
    for user in (editor, moderator, chair, superuser):
        client.force_login(user)
        assert REPORT in client.get("/admin/").content.decode()
        assert client.get(REPORT).status_code == 200


def test_report_is_refused_to_other_users(client, db):
    assert client.get(REPORT).status_code == 302
    group = Group.objects.create(name="Librarians")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    librarian = get_user_model().objects.create_user("librarian", password="a-long-password-for-tests")
    librarian.groups.add(group)
    client.force_login(librarian)
    assert REPORT not in client.get("/admin/").content.decode()
    response = client.get(REPORT)
    assert response.status_code == 302
    assert response.url == "/admin/"


# The form ------------------------------------------------------------------------------------------


def posted(page, **fields):
    """Return what the editor's browser posts for an imported page that is only opened and saved."""
    body = []
    for block in page.body:
        value = block.value
        if block.block_type == "text":
            body.append(("text", rich_text(value.source)))
            continue
        form = {name: "" if child is None else child for name, child in value.items()}
        if block.block_type == "statement_quote":
            form["statement"] = rich_text(value["statement"].source)
        for name in ("start", "end"):
            if form.get(name):
                form[name] = f"{form[name]:%Y-%m-%d %H:%M}"
        body.append((block.block_type, form))
    return news_form(page.title, body, slug=page.slug, **{"date": page.date or "", "archived": "on", **fields})


def test_imported_draft_is_unchanged_after_opening_and_saving(client, editor, pages):
    client.force_login(editor)
    for page in pages:
        missing, words = missing_details(page), page.body.get_prep_value()
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        response = edit(client, page, posted(page))
        assert response.status_code == 302
        saved = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert (saved.date, saved.live, missing_details(saved)) == (None, False, missing)
        for before, after in zip(words, saved.body.get_prep_value(), strict=True):
            if before["type"] not in ("text", "statement_quote"):  # The editor adds keys to paragraphs.
                assert after["value"] == before["value"]


def test_incomplete_draft_cannot_be_submitted(client, editor, moderator, chair, pages):
    client.force_login(editor)
    for page in pages:
        response = edit(client, page, posted(page) | {"action-submit": "action-submit"})
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert "date" in errors
        assert ("body" in errors) == (len(missing_details(page)) > 1)
        assert not NewsPage.objects.get(pk=page.pk).workflow_in_progress

    vague = next(page for page in pages if "words that say where “Find out more.” leads" in missing_details(page))
    html = edit(client, vague, posted(vague) | {"action-submit": "action-submit"}).content.decode()
    assert "Say what the link leads to" in html
    without_file = edit(client, pages[0], posted(pages[0]) | {"action-submit": "action-submit"}).content.decode()
    assert "Choose a PDF of ours or give the publisher" in without_file


def test_completed_item_is_published_with_its_original_date(client, editor, moderator, pages):
    page = next(page for page in pages if page.title.startswith("Bike week"))
    client.force_login(editor)
    response = edit(client, page, posted(page, date="2018-05-21") | {"action-submit": "action-submit"})
    assert response.status_code == 302
    page = NewsPage.objects.get(pk=page.pk)
    assert page.workflow_in_progress
    client.force_login(moderator)
    act(client, page, "approve")
    page = NewsPage.objects.get(pk=page.pk)
    assert (page.live, page.date, page.archived) == (True, dt.date(2018, 5, 21), True)
    assert page.import_key == "bike-week-4-10-june-2018"
    assert page not in NewsPage.objects.published().current()
