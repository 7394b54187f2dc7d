"""The public statement, prepared and unprepared."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from board.accessibility.models import AccessibilityStatement, KnownProblem
from board.siteinfo.models import BoardSettings
from tests.factories import NewsPageFactory

ADDRESS = "/accessibility-statement/"
SECTIONS = [
    "What this statement covers",
    "How accessible this website is",
    "Feedback and contact information",
    "Reporting problems",
    "Enforcement procedure",
    "Technical information about this website’s accessibility",
    "Compliance status",
]
ONCE_PREPARED = [
    "What is not accessible",
    "Where we don’t comply with the regulations",
    "What we are doing to improve accessibility",
    "Preparation of this accessibility statement",
]


def read(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def headings(html):
    return re.findall(r"<h[23][^>]*>([^<]*)</h[23]>", html)


def test_unprepared_statement_says_so_and_names_the_contact(client, statement):
    statement.prepared_on = None
    statement.save()
    html = read(client)
    assert headings(html) == SECTIONS
    assert "has not yet assessed" in html
    assert "Not yet assessed." in html
    assert "mailto:access@example.org" in html
    assert "equalityadvisoryservice.com" in html
    assert "compliant" not in html
    assert "The map" not in html


def test_empty_statement_promises_nothing(client, site):
    html = read(client)
    assert "has not yet said whom to tell" in html
    assert "mailto:" not in html
    assert "working day" not in html
    assert "None" not in html


def test_prepared_statement_has_every_section_and_fact(client, statement, site):
    BoardSettings.objects.filter(site=site).update(board_name="Heron Board")
    html = read(client)
    assert headings(html) == [*SECTIONS, *ONCE_PREPARED]
    for words in (
        "Heron Board is committed",
        "<strong>partially compliant</strong>",
        "version 2.2",
        "because of the failings below",
        "The map can’t be read aloud.",
        "success criterion 1.1.1.",
        'href="mailto:access@example.org"',
        'href="tel:01632960050"',
        "within 7 working days",
        "Our own web team",
        "Nine pages with NVDA.",
        "Every report gets a web page.",
        "Equality and Human Rights Commission",
    ):
        assert words in html, words
    for name in ("prepared_on", "reviewed_on", "tested_on"):
        day = getattr(statement, name)
        assert f"{day.day} {day:%B %Y}" in html, name
    assert "next review" not in html.lower()


@pytest.mark.parametrize(
    ("kinds", "reason", "last_heading"),
    [
        (["burden"], "because of the exemptions below", "Disproportionate burden"),
        (
            ["out_of_scope"],
            "because of the exemptions below",
            "Content that is not within the scope of the regulations",
        ),
        (["falls_short", "burden"], "because of the failings and exemptions below", "Disproportionate burden"),
    ],
)
def test_every_kind_of_problem_has_a_section(client, statement, kinds, reason, last_heading):
    statement.problems = [KnownProblem(kind=kind, what=f"Problem {kind}") for kind in kinds]
    statement.improvements = ""
    statement.save()
    html = read(client)
    assert reason in html
    assert headings(html)[-2] == last_heading
    assert html.index(last_heading) < html.index(f"Problem {kinds[-1]}")


def test_fully_compliant_statement_lists_nothing(client, statement):
    statement.compliance = "full"
    statement.problems = []
    statement.save()
    html = read(client)
    assert "<strong>fully compliant</strong>" in html
    assert "What is not accessible" not in html
    assert "because of" not in html


def test_text_of_the_settings_is_escaped(client, statement):
    statement.how_tested = "<script>alert(1)</script>"
    statement.save()
    assert "<script>" not in read(client)


def test_statement_costs_few_queries_and_writes_nothing(client, statement):
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS)
    assert all(query["sql"].startswith("SELECT") for query in one)
    assert len(one) <= 12
    statement.problems = [KnownProblem(what=f"Problem {number}") for number in range(20)]
    statement.save()
    with CaptureQueriesContext(connection) as twenty:
        client.get(ADDRESS)
    assert len(twenty) == len(one)


@pytest.mark.parametrize(("method", "status"), [("head", 200), ("post", 405)])
def test_statement_accepts_only_safe_methods(client, site, method, status):
    assert getattr(client, method)(ADDRESS).status_code == status


def test_new_site_has_its_own_statement(client, statement, home, settings):
    settings.ALLOWED_HOSTS = ["other.example.org"]
    other = Site.objects.create(hostname="other.example.org", root_page=home)
    assert AccessibilityStatement.objects.filter(site=other).exists()
    html = client.get(ADDRESS, headers={"host": "other.example.org"}).content.decode()
    assert "has not yet assessed" in html


@pytest.mark.parametrize("address", ["/", "/news/", "/search/", "/no-such-page/", "/news/heron/", ADDRESS])
def test_every_page_links_to_the_statement(client, news_index, address):
    NewsPageFactory(parent=news_index, slug="heron")
    footer = client.get(address).content.decode().split('class="site-footer"')[1]
    assert f'<a href="{ADDRESS}">Accessibility statement</a>' in footer


@pytest.mark.parametrize(("port", "address"), [(80, "http://board.example.org"), (443, "https://board.example.org")])
def test_sitemap_lists_the_statement_at_its_site(client, site, port, address):
    site.hostname, site.port = "board.example.org", port
    site.save()
    index = client.get("/sitemap.xml").content.decode()
    assert [f"<loc>{address}/sitemap-{part}.xml</loc>" in index for part in ("pages", "fixed")] == [True, True]
    xml = "".join(client.get(f"/sitemap-{part}.xml").content.decode() for part in ("pages", "fixed"))
    assert f"<loc>{address}{ADDRESS}</loc>" in xml
    assert f"<loc>{address}/news/</loc>" in xml
    assert f"<loc>{address}/news/statements/</loc>" in xml
    assert "localhost" not in xml
    assert f'<link rel="canonical" href="{address}{ADDRESS}">' in client.get(ADDRESS).content.decode()
