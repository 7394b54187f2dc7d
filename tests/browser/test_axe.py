"""Every page type at three widths, in four media, with JavaScript and without: axe finds nothing."""

import pytest

from tests.browser.axe import (
    ALL_SIDES,
    BODY_TEXT,
    ENHANCED,
    MEDIA,
    WIDTHS,
    load_axe,
    look,
    look_from,
    pale_body_text,
    run_axe,
)
from tests.browser.conftest import patient
from tests.browser.pages import PAGES, name_of

in_all_combinations = pytest.mark.test_all("Twelve combinations; test_visit.py tries the four that differ.")


@in_all_combinations
@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_axe_finds_nothing_and_body_text_reaches_aaa(tab, demo_site, page_type):
    tab.goto(demo_site.address(page_type))
    assert tab.locator("body.govuk-frontend-supported").count() == 1
    load_axe(tab)
    assert look_from(tab, ALL_SIDES) == {}
    assert pale_body_text(tab) == {}


@in_all_combinations
@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_axe_finds_nothing_without_javascript(tab_without_javascript, demo_site, page_type):
    page = tab_without_javascript
    page.goto(demo_site.address(page_type))
    assert page.locator("body.govuk-frontend-supported").count() == 0
    load_axe(page, has_javascript=False)
    assert look_from(page, ALL_SIDES) == {}


@pytest.mark.parametrize("media", MEDIA)
def test_axe_finds_nothing_on_the_last_resort(tab, demo_site, media):
    """It stands when neither the database nor the templates can be reached, and has no style."""
    tab.goto(f"{demo_site.url}/wrong/last-resort/")
    load_axe(tab)
    look(tab, media, WIDTHS[0])
    assert run_axe(tab) == []


@pytest.mark.parametrize("has_javascript", [True, False], ids=["JavaScript on", "JavaScript off"])
def test_axe_would_find_words_that_cannot_be_read(browser, demo_site, has_javascript):
    context = patient(browser.new_context(java_script_enabled=has_javascript))
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
