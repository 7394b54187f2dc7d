"""No query breaks the search, injects anything into its pages or makes them large."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from home.demo.pdf import make_pdf
from home.models import HomePage
from news.models import NewsIndexPage
from resources.models import ResourceIndexPage, Topic
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.files import make_document_quickly
from tests.worlds import shared_world

from .client import ResultsPage, ask
from .hostile_queries import WANTED, WORD, inputs
from .html_structure import HtmlStructure
from .leak_checks import carried, text

CHUNKS = 20
LARGEST = 100_000
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What an attacker might put into a page to forge highlights: control characters, markup and unassigned characters.
FORGED = "\x01f \x02forged\x03 \x0eforged\x0f \ue000forged\ue001 \ufff9forged\ufffb [[forged]] {{forged}} <mark>forged"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("hostile searches"),
    pytest.mark.postgresql("What breaks one database’s query syntax does not break the other’s."),
]


@dataclass(frozen=True)
class HarmlessPages:
    """The elements and attributes of the pages for harmless searches, and those pages themselves."""

    parts: set[tuple[str, str]]
    html: str


@pytest.fixture(scope="module")
def herons(django_db_setup, django_db_blocker, tmp_path_factory):
    """A client before pages enough for two pages of results, one of them with a file."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        document = make_document_quickly(
            make_pdf("Birds", [["First"], [f"A {WORD} in the rain"]]), title="Birds & <b>more</b>"
        )
        library, news, home = ResourceIndexPage.objects.get(), NewsIndexPage.objects.get(), HomePage.objects.get()
        page = ResourcePageFactory.build(title="A guide", body=[carried(document)], published_on=dt.date(2025, 3, 1))
        page.topics = [Topic.objects.create(name="Birds & bees", slug="birds-and-bees")]
        library.add_child(instance=page)
        page.save()
        escaped = FORGED.replace("<", "&lt;")
        StandardPageFactory(
            parent=home, title=f"A {WORD} <mark>forged", summary=FORGED, body=text(f"A {WORD} {escaped} {WORD}")
        )
        for number in range(11):
            NewsPageFactory(parent=news, title=f"News {number}", body=text(f"A {WORD} at the river"))
        yield Client()


@pytest.fixture(scope="module")
def harmless(herons, django_db_blocker):
    """The pages for harmless searches: what any page may be made of."""
    with django_db_blocker.unblock():
        queries = [
            "",
            "q=",
            f"q={WORD}",
            "q=hreon",
            "q=nothinghasthis",
            f"q={WORD}&page=2",
            f"q={WORD}&sort=date",
            "q=suicide",
        ]
        queries += ["q=my+dad+hits+me", f"q=%22{WORD}+at%22", f"q={WORD}+river", "q=rain", f"q={WORD}&page=99"]
        first = ResultsPage(ask(herons, raw=f"q={WORD}"))
        queries += [link["href"].partition("?")[2] for link in first.soup.select(".facet a[href]")]
        answers = [ask(herons, raw=raw).content.decode() for raw in queries]
    pages = [HtmlStructure(html) for html in answers]
    assert not [problem for page in pages for problem in page.problems]
    return HarmlessPages(set().union(*(page.parts for page in pages)), "".join(answers))


OTHER_CHUNKS = pytest.mark.test_all("All two thousand; make test tries every twentieth.")


@pytest.mark.parametrize("chunk", [0, *(pytest.param(chunk, marks=OTHER_CHUNKS) for chunk in range(1, CHUNKS))])
def test_hostile_queries_break_nothing(herons, harmless, chunk):
    faults = []
    for raw, typed in inputs()[chunk::CHUNKS]:
        try:
            # A statement that fails must not take those after it along.
            with transaction.atomic():
                response = ask(herons, raw=raw)
        except Exception as error:  # noqa: BLE001  # Whatever it is, it is a fault; the others are still tried.
            faults.append(f"{raw[:80]}: {type(error).__name__} {error}"[:300])
        else:
            faults += [f"{raw[:80]}: {fault}" for fault in faults_of(response, typed, harmless)]
    assert not faults, "\n".join([f"{len(faults)} faults", *faults[:20]])


def faults_of(response, typed: str | None, harmless: HarmlessPages) -> list[str]:
    """Return what is wrong with an answer to what was typed, or to a query string that is wrong in another way."""
    if response.status_code not in ({200, 400, 404} if typed is None else {200}):
        return [f"answered {response.status_code}"]
    faults = []
    if len(response.content) > LARGEST:
        faults.append(f"answered with {len(response.content)} bytes")
    html = response.content.decode()
    page = HtmlStructure(html)
    faults += page.problems
    # Django's own answer to a request that it refuses has hardly any elements; they are no visitor's either.
    if response.status_code != 400 and (foreign := page.parts - harmless.parts):
        faults.append(f"brought {sorted(foreign)[:5]}")
    faults += [f"links to {link[:60]}" for link in page.links if "javascript:" in link.casefold().split("?")[0]]
    faults += [f"marks {mark!r}" for mark in page.marks if not re.search(r"\w", mark) or CONTROLS.search(mark)]
    if control := CONTROLS.search(html):
        faults.append(f"holds the control character {control[0]!r}")
    if typed and re.search(r"<[a-z/!?]", typed, re.IGNORECASE) and typed in html and typed not in harmless.html:
        faults.append("holds what was typed as it was typed")
    return faults


def test_two_thousand_queries_are_the_same_each_time():
    raws = [raw for raw, _ in inputs()]
    assert len(raws) == WANTED
    assert len(set(raws)) > 0.98 * WANTED
    assert raws == [raw for raw, _ in inputs()]


def test_highlights_cannot_be_forged(herons):
    for typed in (WORD, f"{WORD} river", "rain"):
        marked = ResultsPage(ask(herons, q=typed)).marked
        assert marked
        assert {mark.casefold() for mark in marked} <= set(typed.split())


def test_words_of_pages_and_files_are_escaped(herons):
    answer = ResultsPage(ask(herons, q="rain"))
    ((words, _),) = answer.files
    assert words == "page 2 of Birds & <b>more</b>"
    assert "Birds &amp; &lt;b&gt;more&lt;/b&gt;" in answer.html


@pytest.mark.parametrize(
    ("html", "is_fault"),
    [
        ("<p>heron</p>", False),
        ("<p>&lt;script&gt;</p>", False),
        ("<p>a <mark>heron</mark></p>", False),
        ("<p><script>x</script></p>", True),
        ("<p onclick=x>heron</p>", True),
        ("<p><mark><mark>heron</mark></mark></p>", True),
        ("<p><mark></mark></p>", True),
        ("<p>\x02heron</p>", True),
        ("<p><!-- heron --></p>", True),
        ("<p>" + "a" * LARGEST, True),
    ],
)
def test_faults_are_recognised(html, is_fault):
    class Response:
        status_code = 200
        content = html.encode()

    assert bool(faults_of(Response, "<script>", HarmlessPages({("p", ""), ("mark", "")}, ""))) is is_fault
