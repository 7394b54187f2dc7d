"""HTML and Markdown become rich text."""

from news.importer.builder import rich_text
from news.importer.parser import parse_item
from tests.news.importer.reading import said_of


def test_markdown_becomes_headings_bold_and_quotations():
    item = parse_item("## Heron", ["### Food", "It eats **fish**.", "> It is late.", "![Heron](heron.jpg)", "---"])
    assert item.title == "Heron"
    assert rich_text(item.blocks) == "<h2>Food</h2><p>It eats <b>fish</b>.</p><blockquote>It is late.</blockquote>"
    assert "a picture was left out: Heron" in said_of(item)


def test_html_becomes_rich_text_and_never_literal_tags():
    item = parse_item(
        "<h2>Heron &amp; otter</h2>",
        [
            "<p>The <strong>river</strong> is <em>cold</em>.</p><ul><li>One</li><li>Two</li></ul>",
            '<a href="https://example.org/a">Read more</a> &amp; share it &nbsp; widely.<br>Next&#8217;s line',
            '<script>alert(1)</script><img src="x.png" alt="An otter"><del>gone</del> a < b <me@example.org>',
            "&lt;p&gt;Twice&lt;/p&gt;",
        ],
    )
    assert item.title == "Heron & otter"
    assert rich_text(item.blocks) == (
        "<p>The <b>river</b> is cold.</p><ul><li>One</li><li>Two</li></ul>"
        '<p><a href="https://example.org/a">Read more</a> &amp; share it widely.</p><p>Next’s line</p>'
        "<p>gone a &lt; b &lt;me@example.org&gt;</p><p>Twice</p>"
    )
    for note in ("HTML was cleaned", "a script", "An otter", "struck out: “gone”", "where “Read more” leads"):
        assert note in said_of(item)


def test_empty_cell_of_a_table_stays_a_cell():
    item = parse_item("Heron", ["<table><tr><td></td><td>Mon</td></tr><tr><td>Am</td><td>Shut</td></tr></table>"])
    assert rich_text(item.blocks) == "<ul><li>(empty) · Mon</li><li>Am · Shut</li></ul>"
