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


@pytest.mark.parametrize("has_javascript", [True, False], ids=["JavaScript on", "JavaScript off"])
@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_axe_finds_nothing(browser, demo_site, page_type, has_javascript):
    context = browser.new_context(java_script_enabled=has_javascript)
    page = context.new_page()
    page.goto(demo_site.url + page_type.path)
    assert page.locator("body.govuk-frontend-supported").count() == has_javascript
    load_axe(page, has_javascript=has_javascript)
    found = {}
    for media in MEDIA:
        for width in WIDTHS:
            look(page, media, width)
            if lines := run_axe(page, rules=NOT_FOR.get(media, {})):
                found[media, width] = lines
    context.close()
    assert found == {}


@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_body_text_reaches_aaa(page, demo_site, page_type):
    page.goto(demo_site.url + page_type.path)
    load_axe(page)
    for scheme in ("light", "dark"):
        look(page, scheme, 1280)
        if page.locator("main p, main li, main dd").count():
            assert run_axe(page, BODY_TEXT, runOnly=ENHANCED) == []


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
