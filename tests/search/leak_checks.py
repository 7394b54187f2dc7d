"""A page with a unique word in each of its parts, and assertions that the search does not give them away."""

import datetime as dt
from dataclasses import dataclass

from board.media.models import BoardDocument
from home.demo.pdf import make_pdf
from resources.models import ResourcePage, Topic
from tests.factories import ResourcePageFactory, StandardPageFactory
from tests.files import make_document_quickly
from tests.publication import fresh, one_version

from .client import ResultsPage, ask, results

TITLE, SUMMARY, BODY, PUBLISHER, TOPIC = "Quillowmarsh", "ottervanish", "brackenthwist", "Nettlebrook", "Wimblegate"
IN_FILE, FILE_TITLE = "zephyrloom", "Fernhollow"
# What a reader can search for, and all that is told of the page.
SEARCHED = (TITLE, SUMMARY, BODY, IN_FILE)
ALL = (*SEARCHED, PUBLISHER, TOPIC, FILE_TITLE)
# Stands on the page, in its file and on a page that is public throughout.
COMMON = "heron"


@dataclass
class SecretContent:
    """The page in question with what it carries, and the page that is public throughout."""

    page: ResourcePage
    document: BoardDocument
    topic: Topic
    public: object

    def as_stored(self) -> "SecretContent":
        """Return the same, read from the database."""
        document, topic = BoardDocument.objects.get(pk=self.document.pk), Topic.objects.get(pk=self.topic.pk)
        return SecretContent(fresh(self.page), document, topic, fresh(self.public))


def secret_pdf() -> bytes:
    """Return a PDF that holds its word and the common one on its second page."""
    return make_pdf(FILE_TITLE, [["First"], ["Second", f"A {COMMON} and a {IN_FILE}"]], tagged=False)


def make_world(home, resource_index) -> SecretContent:
    """Return the world, with the page in question a draft that was never public."""
    public = StandardPageFactory(parent=home, title="Birds", body=text(f"A {COMMON} stands in the river."))
    topic = Topic.objects.create(name=TOPIC, slug=TOPIC.lower())
    document = make_document_quickly(secret_pdf(), title=FILE_TITLE)
    page = ResourcePageFactory(
        parent=resource_index,
        title=TITLE,
        slug="a-resource",
        summary=f"About the {SUMMARY}",
        publisher=PUBLISHER,
        published_on=dt.date(2019, 5, 4),
        body=[*text(f"A {COMMON} saw the {BODY}."), carried(document)],
        live=False,
    )
    page.topics = [topic]
    page.save_revision()
    return SecretContent(fresh(page), document, topic, public)


def text(words: str) -> list[dict]:
    """Return a stream of one paragraph."""
    return [{"type": "text", "value": f"<p>{words}</p>"}]


def carried(document) -> dict:
    """Return the block that carries a document, under a name that gives nothing away."""
    return {"type": "pdf_document", "value": {"title": "The file", "document": document.pk}}


def misspellings(word: str) -> list[str]:
    """Return the word with one letter left out, two swapped and one wrong."""
    middle = len(word) // 2
    before, here, there, after = word[:middle], word[middle], word[middle + 1], word[middle + 2 :]
    return [f"{before}{there}{after}", f"{before}{there}{here}{after}", f"{before}x{there}{after}"]


def assert_not_found(client, about=ALL, searched=SEARCHED) -> None:
    """Assert that no search for a word, a misspelling of it, or it beside a common word gives any word away."""
    with one_version(client):
        for word in searched:
            for typed in (word, misspellings(word)[0]):
                answer = results(client, typed)
                assert (answer.addresses, answer.facets, answer.notice) == ([], {}, ""), typed
                assert not [other for other in about if other != typed and answer.contains(other)], typed
        for word in searched:
            answer = results(client, f"{COMMON} {word}")
            assert not [other for other in about if other != word and answer.contains(other)], word


def assert_silent(client, about=ALL, searched=SEARCHED) -> None:
    """Assert that no search for a word, a part of it or a misspelling of it gives any of the words away."""
    with one_version(client):
        for word in searched:
            others = [other for other in about if other != word]
            for typed in (word, f'"{word}"', word[:6], f"{COMMON} {word}"):
                answer = results(client, typed)
                assert not [other for other in others if answer.contains(other)], typed
                if COMMON not in typed:
                    assert (answer.addresses, answer.facets, answer.notice) == ([], {}, ""), typed
            for typed in misspellings(word):
                answer = results(client, typed)
                assert (answer.addresses, answer.facets, answer.notice) == ([], {}, ""), typed
                assert not [other for other in about if answer.contains(other)], typed
            # Beside a common word, a suggestion would give a word away, and so would silence about its parts.
            for part in (word[:3], word[:6], word[2:7], *misspellings(word)):
                answer = results(client, f"{COMMON} {part}")
                assert answer.notice == f"No page has “{part}”. These have others of your words.", part
                assert not [other for other in others if answer.contains(other)], part
        for typed in ("", "nothinghasthis"):
            assert not [word for word in about if results(client, typed).contains(word)], typed


def assert_alone(client, world: SecretContent, about=ALL) -> None:
    """Assert that the common word finds the public page alone, and that no count includes another."""
    with one_version(client):
        for facets in ({}, {"sort": "date"}):
            answer = results(client, COMMON, **facets)
            assert len(answer.addresses) == 1
            assert answer.soup.select_one("li.hit h2").get_text(strip=True) == world.public.title
            assert max(answer.facet_counts.values(), default=1) == 1
            assert not [word for word in about if answer.contains(word)]
        for facets in ({"topic": TOPIC.lower()}, {"year": "2019"}, {"kind": "guidance"}):
            response = ask(client, q=COMMON, **facets)
            assert response.status_code in {200, 400, 404}
            assert not [word for word in about if ResultsPage(response).contains(word)]


def assert_found(client, world: SecretContent) -> None:
    """Assert that the page is found by each of its words, misspelt too, with its file and its topic."""
    with one_version(client):
        address = world.page.url
        for word in SEARCHED:
            assert results(client, word).addresses == [address], word
        for typed in misspellings(BODY):
            answer = results(client, typed)
            assert answer.addresses == [address], typed
            assert answer.contains(BODY), typed
        ((words, link),) = results(client, IN_FILE).files
        assert words == f"page 2 of {FILE_TITLE}"
        assert link == f"{world.document.url}#page=2"
        common = results(client, COMMON)
        assert set(common.addresses) == {address, world.public.url}
        assert any(TOPIC in value for value in common.facet_counts)
