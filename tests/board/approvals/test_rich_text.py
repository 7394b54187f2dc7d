"""Rich text in canonical form: equal exactly when it reads the same, whichever program wrote it."""

import random

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from board.approvals.content import refer
from board.approvals.rich_text import canonical_rich_text

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]
WORDS = ["we", "are sorry", "£5", "a < b", "“no”", "&", "é"]
SPACES = ["", " ", "\n", "  ", "\u00a0"]
FORMATS = ["{}", "<b>{}</b>", "<strong>{}</strong>", "<i>{}</i>", "<em>{}</em>"]
BLOCKS = ["<p>{}</p>", "<h2>{}</h2>", "<h3>{}</h3>", "<blockquote>{}</blockquote>"]
BLOCKS += ["<ul><li>{}</li>\n<li>{}</li></ul><p>.</p>"]
LINKS = ["{}", '<a href="https://example.org/?a=1&amp;b=2">{}</a>', '<a href="mailto:a@example.org">{}</a>']


def form(source):
    return canonical_rich_text(source, refer)


def saved_in_the_editor(source):
    """Return rich text as the editor stores it that opens it and saves."""
    converter = ContentstateConverter(FEATURES)
    return converter.to_database_format(converter.from_database_format(source))


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def random_line(luck):
    """Return a line of formatted and linked words; no empty link, to which the editor gives the words before it."""
    line = ""
    for _ in range(luck.randint(0, 4)):
        text = escaped("".join(luck.choices([*WORDS, *SPACES], k=luck.randint(0, 4))))
        line += luck.choice(LINKS if text.strip() else ["{}"]).format(luck.choice(FORMATS).format(text))
        line += luck.choice(["", "", "<br/>"])
    return line


def random_text(luck):
    """Return rich text with paragraphs, headings, quotations and lists, as programs write it."""
    blocks = []
    for _ in range(luck.randint(0, 4)):
        one, two = random_line(luck), random_line(luck)
        block = luck.choice(["p", "h2", "h3", "blockquote", "ul"])
        blocks.append(
            f"<ul><li>{one}</li>\n<li>{two}</li></ul><p>.</p>" if block == "ul" else f"<{block}>{one}</{block}>"
        )
    return "\n".join(blocks)


def test_saving_in_the_editor_without_a_change_changes_nothing():
    """The editor gives paragraphs keys and rewrites what looks alike; it joins lists that touch, which is left out."""
    luck = random.Random("rich text")
    for _ in range(200):
        source = random_text(luck)
        stored = saved_in_the_editor(source)
        assert form(stored) == form(source)
        assert form(saved_in_the_editor(stored)) == form(stored)


SAME = {
    "keys of paragraphs": ("<p>a</p>", '<p data-block-key="x1">a</p>'),
    "nothing, and an empty paragraph": ("", '<p data-block-key="x1"></p>'),
    "words without a paragraph": ("a <b>b</b>", "<p>a <b>b</b></p>"),
    "space between paragraphs": ("<p>a</p><p>b</p>", "<p>a</p>\n\n<p>b</p>"),
    "space at the ends": ("<p> a </p>", "<p>a</p>"),
    "line ends in a paragraph": ("<p>a\nb</p>", "<p>a b</p>"),
    "names of characters": ("<p>a &ndash; b&#39;s</p>", "<p>a – b's</p>"),
    "names of formats": ("<p><strong>a</strong></p>", "<p><b>a</b></p>"),
    "order of formats": ("<p><b><i>a</i></b></p>", "<p><i><b>a</b></i></p>"),
    "formats that touch": ("<p><b>a</b><b>b</b></p>", "<p><b>ab</b></p>"),
    "order of attributes": ('<p><a linktype="page" id="3">a</a></p>', '<p><a id="3" linktype="page">a</a></p>'),
    "two ways to write a line break": ("<p>a<br>b</p>", "<p>a <br/> b</p>"),
}
OTHER = {
    "a comma": ("<p>a</p>", "<p>a,</p>"),
    "letter case": ("<p>a</p>", "<p>A</p>"),
    "a space": ("<p>no one</p>", "<p>noone</p>"),
    "a space between formats": ("<p><b>a</b> b</p>", "<p><b>a</b>b</p>"),
    "a paragraph": ("<p>a</p><p>b</p>", "<p>a b</p>"),
    "a line break": ("<p>a<br/>b</p>", "<p>a b</p>"),
    "bold": ("<p>a <b>not</b></p>", "<p>a not</p>"),
    "where bold begins": ("<p><b>a</b> b</p>", "<p>a <b>b</b></p>"),
    "a heading": ("<h2>a</h2>", "<p>a</p>"),
    "a list": ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
    "a list that begins again": ("<ol><li>a</li><li>b</li></ol>", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
    "where a link leads": ('<p><a href="https://a.example">a</a></p>', '<p><a href="https://b.example">a</a></p>'),
    "a link": ('<p><a href="https://a.example">a</a></p>', "<p>a</p>"),
    "which page": ('<p><a linktype="page" id="3">a</a></p>', '<p><a linktype="page" id="4">a</a></p>'),
    "which document": ('<a linktype="document" id="3">a</a>', '<a linktype="document" id="4">a</a>'),
    "a page or a document": ('<a linktype="page" id="3">a</a>', '<a linktype="document" id="3">a</a>'),
    "which picture": ('<embed embedtype="image" id="3" alt="a"/>', '<embed embedtype="image" id="4" alt="a"/>'),
    "a picture's description": ('<embed embedtype="image" id="3" alt="a"/>', '<embed embedtype="image" id="3"/>'),
    "an embedded video": ('<embed embedtype="media" url="https://a"/>', '<embed embedtype="media" url="https://b"/>'),
    "a line across": ("<p>a</p><hr/><p>b</p>", "<p>a</p><p>b</p>"),
    "a picture of other programs": ("<p>a</p>", '<p>a<img src="https://a.example"></p>'),
    "a class": ('<p class="small">a</p>', "<p>a</p>"),
    "an attribute without a value": ("<p><video></video></p>", "<p><video controls></video></p>"),
    "text that some programs take for a comment": ("<p>a</p><!--> b -->", "<p>a</p>"),
    "a stray end": ("<p>a</p></b>b", "<p>a</p>b"),
    "a table": ("<table><tr><td>a</td><td>b</td></tr></table>", "<table><tr><td>ab</td></tr></table>"),
}  # fmt: skip


@pytest.mark.parametrize("what", SAME)
def test_what_reads_the_same_has_one_form(what):
    one, other = SAME[what]
    assert form(one) == form(other)


@pytest.mark.parametrize("what", OTHER)
def test_what_reads_differently_has_two_forms(what):
    one, other = OTHER[what]
    assert form(one) != form(other)
