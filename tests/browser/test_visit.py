"""Each template in the browser once: one visit to a page, and all that the other files ask of a page."""

import pytest

from tests.browser.axe import SIDES_THAT_DIFFER, load_axe, look, look_from, pale_body_text
from tests.browser.conftest import patient
from tests.browser.keyboard import covered_on_the_way_up, follow_the_skip_link, walk, what_is_wrong_with
from tests.browser.layout import OVERFLOW, too_narrow_for_spacing, too_small_or_too_wide
from tests.browser.pages import PAGES, name_of
from tests.browser.privacy import breaches, noting

PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
ZOOMED = {"width": 320, "height": 256}
# Those with most to reach.
WALKED_AT_A_DESK = {"news index", "library"}
# Without JavaScript the bar at the top differs, which is the same on every page, and what this page says of it.
JUDGED_WITHOUT_JAVASCRIPT = "hide your visit"


@pytest.fixture(scope="session")
def visitor(browser):
    """A tab for all visits: what the browser has learnt about axe it need not learn again."""
    context = patient(browser.new_context())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page_type", [page for page in PAGES if page.is_representative], ids=name_of)
def test_a_visit(visitor, demo_site, page_type, subtests):
    page = visitor
    page.context.clear_cookies()
    look(page, "light", 1280)
    with noting(page) as noted:
        answer = page.goto(demo_site.address(page_type))
        assert answer.status == page_type.status
        assert page.locator("h1").count() == 1
        assert page.locator("body.govuk-frontend-supported").count() == 1
        with subtests.test("layout"):
            assert too_small_or_too_wide(page) == {}
            page.set_viewport_size(ZOOMED)
            assert page.evaluate(OVERFLOW) <= 0
            assert page.locator(".leave").bounding_box()["height"] <= ZOOMED["height"] / 3
        with subtests.test("keyboard"):
            for size in [PHONE, DESK] if page_type.name in WALKED_AT_A_DESK else [PHONE]:
                page.set_viewport_size(size)
                assert what_is_wrong_with(walk(page)) == {}
            page.set_viewport_size(PHONE)
            assert covered_on_the_way_up(page) == []
            assert follow_the_skip_link(page) == ("main-content", True)
        with subtests.test("privacy"):
            assert breaches(page, page_type, noted) == {}
    load_axe(page)
    with subtests.test("axe"):
        assert look_from(page, SIDES_THAT_DIFFER) == {}
        assert pale_body_text(page) == {}
    with subtests.test("wide spacing"):
        look(page, "light", 1280)
        assert too_narrow_for_spacing(page) == {}


def test_a_visit_without_javascript(tab_without_javascript, demo_site):
    page = tab_without_javascript
    page.goto(demo_site.address(next(page for page in PAGES if page.name == JUDGED_WITHOUT_JAVASCRIPT)))
    assert page.locator("body.govuk-frontend-supported").count() == 0
    load_axe(page, has_javascript=False)
    assert look_from(page, SIDES_THAT_DIFFER) == {}
