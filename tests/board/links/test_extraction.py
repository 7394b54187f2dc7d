"""Links to other sites are extracted by the types of fields and blocks, whatever their names."""

import pytest
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock, EmbedValue
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from board.approvals.statements import blocks_within
from board.links.extraction import external_links, hrefs, is_external, urls_in_block
from board.links.models import LinkUse
from board.links.uses import update_all_uses, update_page_uses
from board.siteinfo.models import BoardSettings, Contact
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh

OURS = {"localhost", "board.example"}


def text(html):
    return {"type": "text", "value": html}


def used():
    """Return the URLs of the links on pages."""
    return set(LinkUse.objects.filter(page__isnull=False).values_list("link__url", flat=True))


def test_every_type_of_field_and_block_is_read(news_index):
    link = {"title": "A guide", "url": "https://one.example/guide", "source": "", "description": "", "page": None}
    pdf = {"title": "A report", "url": "https://two.example/report.pdf", "source": "", "document": None}
    page = NewsPageFactory(
        parent=news_index,
        body=[
            text('<p><a href="https://three.example/?a=1&amp;b=2#part">Three</a></p>'),
            {"type": "resource_link", "value": link},
            {"type": "pdf_document", "value": pdf},
            text('<p><a linktype="page" id="3">Ours</a> <a href="mailto:a@four.example">Mail</a></p>'),
        ],
        notes_to_editors='<p><a href="https://five.example/">Five</a></p>',
    )
    expected = {
        "https://one.example/guide",
        "https://two.example/report.pdf",
        "https://three.example/?a=1&b=2",
        "https://five.example/",
    }
    assert external_links(fresh(page)) == expected
    assert used() == expected


def test_nested_blocks_of_any_name_are_read():
    class Card(blocks.StructBlock):
        anywhere = blocks.URLBlock()
        words = blocks.RichTextBlock()

    class Cards(blocks.StreamBlock):
        cards = blocks.ListBlock(blocks.StreamBlock([("card", Card())]))

    block = Cards()
    card = {"anywhere": "https://one.example/", "words": '<a href="https://two.example/">Two</a>'}
    item = {"type": "item", "id": "1", "value": [{"type": "card", "value": card}]}
    value = block.to_python([{"type": "cards", "value": [item]}])
    urls = [url for inner, inner_value in blocks_within(block, value) for url in urls_in_block(inner, inner_value)]
    assert urls == ["https://one.example/", "https://two.example/"]


def test_embed_is_a_link():
    assert urls_in_block(EmbedBlock(), EmbedValue("https://video.example/1")) == ["https://video.example/1"]
    assert urls_in_block(EmbedBlock(), None) == []
    assert urls_in_block(blocks.TextBlock(), "https://one.example/ is no link") == []
    assert urls_in_block(blocks.RichTextBlock(), RichText('<a href="https://one.example/">')) == [
        "https://one.example/"
    ]


@pytest.mark.parametrize(
    ("url", "external"),
    [
        ("https://one.example/", True),
        ("HTTP://ONE.example", True),
        ("//one.example/", True),
        ("www.one.example", True),
        ("https://", True),
        ("http://[bad", True),
        ("http://10.0.0.1/", True),
        ("https://board.example/news/", False),
        ("http://localhost:8000/", False),
        ("https://user@board.example/", False),
        ("/news/", False),
        ("#part", False),
        ("mailto:a@one.example", False),
        ("tel:+441234", False),
        ("javascript:alert(1)", False),
    ],
)
def test_external_url_is_recognised(url, external):
    assert is_external(url, OURS) == external


def test_broken_markup_is_read_as_far_as_possible():
    assert hrefs('<p><a href="https://one.example/">One<a href>None<a HREF=https://two.example') == [
        "https://one.example/"
    ]


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, body=[text('<a href="https://one.example/">One</a>')])


def with_words(page, html):
    page = fresh(page)
    page.body = page._meta.get_field("body").to_python([text(html)])
    return page


def test_draft_has_no_uses(page):
    with_words(page, '<a href="https://draft.example/">Draft</a>').save_revision()
    assert used() == {"https://one.example/"}
    fresh(page).save(update_fields=["draft_title"])
    assert used() == {"https://one.example/"}


def test_uses_follow_publication(page):
    fresh(page).unpublish()
    assert used() == set()
    with_words(page, '<a href="https://two.example/">Two</a>').save_revision().publish()
    assert used() == {"https://two.example/"}
    fresh(page).delete()
    assert used() == set()


def test_saving_a_page_with_unchanged_links_costs_three_queries(page, django_assert_num_queries):
    with django_assert_num_queries(3):  # The Sites, view restrictions, the uses.
        update_page_uses(page)


def test_remaining_use_is_not_replaced(page):
    before = LinkUse.objects.get(page=page)
    with_words(
        page, '<a href="https://one.example/">One</a> <a href="https://two.example/">2</a>'
    ).save_revision().publish()
    assert LinkUse.objects.filter(page=page, pk=before.pk).exists()
    assert LinkUse.objects.filter(page=page).count() == 2


def test_restricted_page_has_no_uses(page, home):
    child = StandardPageFactory(parent=page, body=[text('<a href="https://two.example/">Two</a>')])
    PageViewRestriction.objects.create(page=fresh(page), restriction_type="login")
    assert used() == {"https://one.example/", "https://two.example/"}
    list(update_all_uses())
    assert used() == set()
    child.save()
    assert used() == set()


def test_update_all_uses_repairs_direct_writes(page):
    LinkUse.objects.all().delete()
    list(update_all_uses())
    assert used() == {"https://one.example/"}
    type(page)._base_manager.filter(pk=page.pk).update(body=[])
    list(update_all_uses())
    assert used() == set()


def test_settings_and_their_children_have_links(site):
    settings = BoardSettings.for_site(site)
    settings.exit_url = "https://weather.example/"
    settings.contacts.add(Contact(label="Chat", phone="0800 1111", chat_url="https://chat.example/now"))
    settings.save()
    uses = LinkUse.objects.filter(site=site)
    assert set(uses.values_list("link__url", flat=True)) == {"https://weather.example/", "https://chat.example/now"}
    assert {use.title for use in uses} == {"Settings → About the board"}
    assert {use.edit_url for use in uses} == {f"/admin/settings/siteinfo/boardsettings/{site.pk}/"}
    assert {use.owner for use in uses} == {None}
