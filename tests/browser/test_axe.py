"""Every page type at three widths, in four media, with JavaScript and without: axe finds nothing."""

import pytest

from tests.browser.axe import load_axe, run_axe
from tests.browser.pages import PAGES, name_of

WIDTHS = [360, 768, 1280]
MEDIA = {
    "light": {"color_scheme": "light", "forced_colors": "none", "media": "screen"},
    "dark": {"color_scheme": "dark", "forced_colors": "none", "media": "screen"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active", "media": "screen"},
    "print": {"color_scheme": "light", "forced_colors": "none", "media": "print"},
}
# Nobody points at paper.
NOT_FOR = {"print": {"target-size": {"enabled": False}}}
# The words that are read, not labels and flags (WCAG 2.2, 1.4.6).
BODY_TEXT = {
    "include": [["main p"], ["main li"], ["main dd"]],
    "exclude": [[".teaser__meta"], [".flag"], [".block__label"]],
}
ENHANCED = {"type": "rule", "values": ["color-contrast-enhanced"]}


def look(page, media, width):
    """Show the page so."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**MEDIA[media])


def look_from_all_sides(page):
    """Return what axe finds, by medium and width; nothing of a page that is as it should be."""
    found = {}
    for media in MEDIA:
        for width in WIDTHS:
            look(page, media, width)
            if lines := run_axe(page, rules=NOT_FOR.get(media, {})):
                found[media, width] = lines
    return found


@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_axe_finds_nothing_and_body_text_reaches_aaa(tab, demo_site, page_type):
    tab.goto(demo_site.address(page_type))
    assert tab.locator("body.govuk-frontend-supported").count() == 1
    load_axe(tab)
    assert look_from_all_sides(tab) == {}
    for scheme in ("light", "dark"):
        look(tab, scheme, WIDTHS[-1])
        assert run_axe(tab, BODY_TEXT, runOnly=ENHANCED) == []


@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_axe_finds_nothing_without_javascript(tab_without_javascript, demo_site, page_type):
    page = tab_without_javascript
    page.goto(demo_site.address(page_type))
    assert page.locator("body.govuk-frontend-supported").count() == 0
    load_axe(page, has_javascript=False)
    assert look_from_all_sides(page) == {}


@pytest.mark.parametrize("media", MEDIA)
def test_axe_finds_nothing_on_the_last_resort(tab, demo_site, media):
    """It stands when neither the database nor the templates can be reached, and has no style."""
    tab.goto(f"{demo_site.url}/wrong/last-resort/")
    load_axe(tab)
    look(tab, media, WIDTHS[0])
    assert run_axe(tab) == []


@pytest.mark.parametrize("has_javascript", [True, False], ids=["JavaScript on", "JavaScript off"])
def test_axe_would_find_words_that_cannot_be_read(browser, demo_site, has_javascript):
    context = browser.new_context(java_script_enabled=has_javascript)
    page = context.new_page()
    page.goto(demo_site.url + "/news/")
    load_axe(page, has_javascript=has_javascript)
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    assert [line for line in run_axe(page) if line.startswith("color-contrast: h1")]
    context.close()


def test_axe_would_find_body_text_below_aaa(page, demo_site):
    page.goto(demo_site.url + "/hide-your-visit/")
    load_axe(page)
    page.evaluate("document.querySelector('main li').style.color = '#666'")
    assert run_axe(page, BODY_TEXT, runOnly=ENHANCED)
