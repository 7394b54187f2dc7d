"""Kind: words that look alike, or are the same, hide each other in the index, the query or the snippet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.analyser import term_line
from search.models import SynonymGroup
from search.normalisation import NormalisedText
from search.query.query_parser import clean_query, parse_query
from search.query.synonyms import Synonyms
from search.ranking import occurrences
from search.snippets import make_snippet
from tests.factories import NewsPageFactory

# What one person writes, and another.
WRITINGS = {
    "soft hyphen": ["Zebra\u00adnopolis", "Zebranopolis"],
    "zero-width space": ["Quag\u200bmorph", "Quagmorph"],
    "accents": ["Zo\u0308lquist", "Zölquist", "Zolquist"],
    "letters without decomposition": ["Łabędz", "Labedz"],
    "ligature": ["ﬂorbex", "florbex"],
    "full width": ["Ｖｅｘｉｌ", "vexil"],
    "superscript": ["kgz²", "kgz2"],
    "digits of another script": ["٤٧١١٣", "47113"],
    "hyphens": ["multi-zonal", "multi\u2011zonal", "multi–zonal", "multizonal"],
    "a space for a hyphen": ["quill-bract", "quill bract", "quillbract"],
    "well-being": ["well-being", "wellbeing", "well being"],
    "one letter before": ["e-trawling", "etrawling", "e trawling", "E‑Trawling"],
    "ampersand": ["qz&vx", "qzvx"],
    "stops": ["M.A.Z.Q.", "MAZQ"],
    "apostrophes": ["O’Gradzy", "O'Gradzy", "O`Gradzy", "OGradzy"],
    "possessive": ["quorum's", "quorum’s", "quorums"],
    "thousands": ["1,317", "1317", "1 317", "1\u00a0317"],
    "telephone": ["01632 960 987", "01632960987", "(01632) 960-987", "+44 (0)1632 960 987", "+441632960987"],
    "free number": ["0808 157 0", "08081570", "0808\u00a01570"],
    "postcode": ["QX3 9ZZ", "qx39zz", "QX3\u00a09ZZ"],
    "year": ["zovid-19", "zovid 19", "zovid19"],
}


@pytest.fixture
def writings(search, news_index):
    """Four pages, each with one writing of everything."""
    for page in range(4):
        words = [forms[page % len(forms)] for forms in WRITINGS.values()]
        body = [{"type": "text", "value": "".join(f"<p>{word.replace('&', '&amp;')}</p>" for word in words)}]
        NewsPageFactory(parent=news_index, title=f"Writing {page}", body=body)
    return search


@pytest.mark.postgresql("The search has an engine for each database.")
def test_every_writing_finds_every_other_and_is_highlighted(writings):
    wrong = []
    for name, forms in WRITINGS.items():
        for form in forms:
            page = writings(form)
            if len(page.hits) != 4 or not all(hit.marked for hit in page.hits):
                wrong.append(f"{name}: {form}: {page.titles} {[hit.marked for hit in page.hits]} {page.notice}")
    assert not wrong, "\n".join(wrong)


def is_found(typed: str, text: str) -> bool:
    """Return whether a page with only a text is found, as both engines would."""
    line = term_line(text)
    concepts = parse_query(clean_query(typed), Synonyms({}, {}))
    return bool(concepts) and all(any(occurrences(phrase, line) for phrase in one.phrases) for one in concepts)


INVISIBLE = ["", "", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"]
HYPHENS = ["-", "\u2010", "\u2011", "–", ""]


@st.composite
def disguises(draw, parts):
    """Write the parts of a compound in one of the ways that look alike."""

    def disguise(part):
        letters = draw(st.sampled_from([part, part.upper(), part.title()]))
        form = draw(st.sampled_from(["NFC", "NFD", "NFKC"]))
        letters = unicodedata.normalize(form, letters)
        if draw(st.booleans()):
            letters = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in letters)
        place = draw(st.integers(1, len(letters)))
        return letters[:place] + draw(st.sampled_from(INVISIBLE)) + letters[place:]

    return draw(st.sampled_from(HYPHENS)).join(map(disguise, parts))


compounds = st.lists(st.text("bcdéfgkmoöqvxz", min_size=3, max_size=7), min_size=1, max_size=2)


@given(st.data(), compounds)
def test_words_that_look_alike_find_each_other(data, parts):
    one, other = (data.draw(disguises(parts)) for _ in range(2))
    assert is_found(one, other)
    assert any(marked for _, marked in make_snippet(other, parse_query(clean_query(one), Synonyms({}, {}))).pieces)


@given(st.data(), st.text("0123456789", min_size=6, max_size=10))
def test_telephone_numbers_find_each_other_however_grouped(data, digits):
    def grouped():
        cuts = sorted(data.draw(st.sets(st.integers(2, len(digits) - 2), max_size=2)))
        ends = zip([0, *cuts], [*cuts, len(digits)], strict=True)
        return data.draw(st.sampled_from([" ", "-", "\u00a0", "."])).join("0" * (not a) + digits[a:b] for a, b in ends)

    assert is_found(grouped(), f"Ring {grouped()} today")


@given(st.text(max_size=40))
def test_position_of_a_normalised_character_is_in_its_source(text):
    normalised = NormalisedText(text)
    places = [normalised.source_position(place) for place in range(len(normalised.text) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize("typed", ["hub room", "hubroom", "hub-room", "hub\u00adroom"])
def test_promoted_result_stands_over_every_writing(search, news_index, typed):
    page = NewsPageFactory(parent=news_index, title="Heron")
    SearchPromotion.objects.create(query=Query.objects.create(query_string="hub-room"), page=page, description="Look")
    assert search(typed).contains("Look")


@pytest.mark.parametrize(
    "typed", ["self-harm", "selfharm", "self\u2011harm", "SELF harm", "runaway", "run away", "killmyself"]
)
def test_every_writing_of_help_words_brings_help(search, news_index, typed):
    assert search(typed).asks_for_help


def test_every_writing_has_the_synonyms(search, news_index):
    SynonymGroup.objects.create(words="quill-bract, heron")
    NewsPageFactory(parent=news_index, title="Heron")
    assert [search(typed).titles for typed in ("quill-bract", "quillbract", "quill bract")] == [["Heron"]] * 3


def test_misspelt_compound_is_corrected(search, news_index):
    NewsPageFactory(parent=news_index, title="Multi-zonal working")
    assert search("multizonall").titles == ["Multi-zonal working"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("therapist", "The rapist"),
        ("1300", "Section 1, 300 pages"),
        ("notable", "Not able"),
        ("together", "To get her"),
    ],
)
def test_words_that_only_begin_and_end_alike_find_nothing(search, news_index, typed, title):
    NewsPageFactory(parent=news_index, title=title)
    assert search(typed).titles == []
