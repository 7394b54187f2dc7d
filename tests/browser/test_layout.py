"""Small screens, large text, wide spacing, and targets that a thumb can hit."""

import pytest

from tests.browser.conftest import patient
from tests.browser.layout import CLIPPED, OVERFLOW, SMALL_TARGETS, too_narrow_for_spacing, too_small_or_too_wide
from tests.browser.pages import PAGES, name_of

in_a_visit = pytest.mark.test_all("test_visit.py asks it of the representatives.")

every_page = pytest.mark.parametrize("page_type", PAGES, ids=name_of)


@pytest.fixture(scope="session")
def zoomed(browser):
    """A window on a screen of 1280 by 1024 at 400% (WCAG 2.2, 1.4.10)."""
    context = patient(browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4))
    yield context
    context.close()


@in_a_visit
@every_page
def test_targets_are_large_enough_and_nothing_runs_over(tab, demo_site, page_type):
    tab.goto(demo_site.address(page_type))
    assert too_small_or_too_wide(tab) == {}
    assert too_narrow_for_spacing(tab) == {}


@in_a_visit
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
