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
    if (element.closest('.govuk-visually-hidden, .govuk-skip-link, input')) return false
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


@pytest.fixture(scope="session")
def zoomed(browser):
    """A window on a screen of 1280 by 1024 at 400% (WCAG 2.2, 1.4.10)."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    yield context
    context.close()


@every_page
def test_targets_are_large_enough_and_nothing_runs_over(tab, demo_site, page_type):
    tab.goto(demo_site.address(page_type))
    for width in (320, 360, 1280):
        tab.set_viewport_size({"width": width, "height": 700})
        assert tab.evaluate(SMALL_TARGETS) == []
        assert tab.evaluate(OVERFLOW) <= 0
    tab.evaluate(SPACING)
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 700})
        assert tab.evaluate(OVERFLOW) <= 0
        assert tab.evaluate(CLIPPED) == []


@every_page
def test_at_400_percent_everything_is_still_there(zoomed, demo_site, page_type):
    page = zoomed.new_page()
    page.goto(demo_site.address(page_type))
    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator(".leave").bounding_box()["height"] <= 256 / 3, "The bar leaves too little of the page."
    page.close()


def test_what_is_too_small_or_too_wide_would_be_found(tab, demo_site):
    """The control."""
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.goto(f"{demo_site.url}/hide-your-visit/")
    tab.evaluate(
        """() => {
            const small = document.querySelector('.site-footer__links a')
            small.style.cssText = 'font-size: 10px; padding: 0'
            document.querySelector('h1').style.width = '400px'
            document.querySelector('h2').style.cssText = 'overflow: hidden; height: 10px'
        }"""
    )
    assert len(tab.evaluate(SMALL_TARGETS)) == 1
    assert tab.evaluate(OVERFLOW) > 0
    assert len(tab.evaluate(CLIPPED)) == 1
