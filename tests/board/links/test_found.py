"""Which links of public pages lead elsewhere, found by the kinds of fields and blocks and not by their names."""

import pytest
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock, EmbedValue
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from board.approvals.statements import blocks_within
from board.links.found import hrefs, in_block, is_elsewhere, links_of
from board.links.models import LinkUse
from board.links.uses import keep_all, keep_page
from board.siteinfo.models import BoardSettings, Contact
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh

OURS = {"localhost", "board.example"}


def text(html):
    return {"type": "text", "value": html}


def used():
    """The addresses that stand on pages."""
    return set(LinkUse.objects.filter(page__isnull=False).values_list("link__url", flat=True))


def test_every_kind_of_field_and_block(news_index):
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
    assert links_of(fresh(page)) == expected
    assert used() == expected


def test_at_any_depth_and_under_any_name():
    class Card(blocks.StructBlock):
        anywhere = blocks.URLBlock()
        words = blocks.RichTextBlock()

    class Cards(blocks.StreamBlock):
        cards = blocks.ListBlock(blocks.StreamBlock([("card", Card())]))

    block = Cards()
    card = {"anywhere": "https://one.example/", "words": '<a href="https://two.example/">Two</a>'}
    item = {"type": "item", "id": "1", "value": [{"type": "card", "value": card}]}
    value = block.to_python([{"type": "cards", "value": [item]}])
    found = [url for inner, within in blocks_within(block, value) for url in in_block(inner, within)]
    assert found == ["https://one.example/", "https://two.example/"]


def test_an_embed_is_an_address_too():
    assert in_block(EmbedBlock(), EmbedValue("https://video.example/1")) == ["https://video.example/1"]
    assert in_block(EmbedBlock(), None) == []
    assert in_block(blocks.TextBlock(), "https://one.example/ is no link") == []
    assert in_block(blocks.RichTextBlock(), RichText('<a href="https://one.example/">')) == ["https://one.example/"]


@pytest.mark.parametrize(
    ("url", "elsewhere"),
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
        ("https://somebody@board.example/", False),
        ("/news/", False),
        ("#part", False),
        ("mailto:a@one.example", False),
        ("tel:+441234", False),
        ("javascript:alert(1)", False),
    ],
)
def test_what_leads_elsewhere(url, elsewhere):
    assert is_elsewhere(url, OURS) == elsewhere


def test_broken_markup_is_read_as_far_as_it_goes():
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


def test_a_draft_shows_nothing(page):
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


def test_saving_a_page_whose_links_are_known_costs_three_queries(page, django_assert_num_queries):
    with django_assert_num_queries(3):  # Our Sites, whether any page is private, the uses.
        keep_page(page)


def test_a_use_that_stays_keeps_what_is_known(page):
    before = LinkUse.objects.get(page=page)
    with_words(
        page, '<a href="https://one.example/">One</a> <a href="https://two.example/">2</a>'
    ).save_revision().publish()
    assert LinkUse.objects.filter(page=page, pk=before.pk).exists()
    assert LinkUse.objects.filter(page=page).count() == 2


def test_a_page_that_needs_a_password_is_not_public(page, home):
    child = StandardPageFactory(parent=page, body=[text('<a href="https://two.example/">Two</a>')])
    PageViewRestriction.objects.create(page=fresh(page), restriction_type="login")
    assert used() == {"https://one.example/", "https://two.example/"}
    list(keep_all())
    assert used() == set()
    child.save()
    assert used() == set()


def test_reading_everything_mends_what_was_written_past_the_site(page):
    LinkUse.objects.all().delete()
    list(keep_all())
    assert used() == {"https://one.example/"}
    type(page)._base_manager.filter(pk=page.pk).update(body=[])
    list(keep_all())
    assert used() == set()


def test_the_settings_contacts_have_links_too(site):
    settings = BoardSettings.for_site(site)
    settings.exit_url = "https://weather.example/"
    settings.contacts.add(Contact(label="Chat", phone="0800 1111", chat_url="https://chat.example/now"))
    settings.save()
    uses = LinkUse.objects.filter(site=site)
    assert set(uses.values_list("link__url", flat=True)) == {"https://weather.example/", "https://chat.example/now"}
    assert {use.title for use in uses} == {"Settings → About the board"}
    assert {use.edit_url for use in uses} == {f"/admin/settings/siteinfo/boardsettings/{site.pk}/"}
    assert {use.owner for use in uses} == {None}
