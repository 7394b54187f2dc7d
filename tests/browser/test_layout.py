"""Small screens, large text, wide spacing, and targets that a thumb can hit."""

import pytest

from tests.browser.pages import PAGES, name_of

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, 1.4.12, set from outside as a reader's own style would be.
SPACING = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}"""
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(element => {
    const style = getComputedStyle(element)
    if (element.closest('.govuk-visually-hidden, .govuk-skip-link')) return false
    return (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        || (style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
}).map(element => element.outerHTML.slice(0, 120))"""
# WCAG 2.2, 2.5.8: 24 by 24, except for links within sentences.
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, summary')].filter(element => {
    const style = getComputedStyle(element)
    if (element.matches('.govuk-skip-link') || style.visibility === 'hidden') return false
    const inSentence = style.display === 'inline' && [...element.parentElement.childNodes].some(
        node => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
    const box = element.getBoundingClientRect()
    return !inSentence && box.width > 0 && (box.width < 24 || box.height < 24)
}).map(element => element.outerHTML.slice(0, 120) + ' ' + element.getBoundingClientRect().height)"""
every_page = pytest.mark.parametrize("page_type", PAGES, ids=name_of)


@every_page
def test_nothing_runs_over_at_320_pixels_with_wide_spacing_too(page, demo_site, page_type):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(demo_site.url + page_type.path)
    assert page.evaluate(OVERFLOW) <= 0
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(SPACING)
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(CLIPPED) == []


@every_page
def test_at_400_percent_everything_is_still_there(browser, demo_site, page_type):
    """A screen of 1280 by 1024 at 400% (WCAG 2.2, 1.4.10)."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page = context.new_page()
    page.goto(demo_site.url + page_type.path)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator(".leave").bounding_box()["height"] <= 256 / 3, "The bar leaves too little of the page."
    context.close()


@every_page
@pytest.mark.parametrize("width", [360, 1280])
def test_targets_are_large_enough(page, demo_site, page_type, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(demo_site.url + page_type.path)
    assert page.evaluate(SMALL_TARGETS) == []
