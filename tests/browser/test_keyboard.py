"""A walk over each page with the keyboard alone."""

import pytest

from tests.browser.keyboard import covered_on_the_way_up, walk, what_is_wrong_with
from tests.browser.pages import PAGES, name_of

in_a_visit = pytest.mark.test_all("test_visit.py walks over the representatives, at the size of a phone.")
every_page = pytest.mark.parametrize("page_type", PAGES, ids=name_of)


@in_a_visit
@pytest.mark.parametrize("size", [(360, 640), (1280, 800)], ids=["phone", "desk"])
@every_page
def test_a_walk_reaches_everything_in_order_and_sees_where_it_is(tab, demo_site, page_type, size):
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(demo_site.address(page_type))
    assert what_is_wrong_with(walk(tab)) == {}


@in_a_visit
@every_page
def test_going_back_up_covers_nothing_either(tab, demo_site, page_type):
    tab.set_viewport_size({"width": 360, "height": 640})
    tab.goto(demo_site.address(page_type))
    assert covered_on_the_way_up(tab) == []


@in_a_visit
@every_page
def test_the_skip_link_leads_to_the_words(tab, demo_site, page_type):
    tab.goto(demo_site.address(page_type))
    assert tab.locator("h1").count() == 1
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.locator(":focus").get_attribute("id") == "main-content"
    assert tab.locator("h1").bounding_box()["y"] >= tab.locator(".leave").bounding_box()["height"]


def test_the_filters_open_and_lead_on_by_keyboard(page, demo_site):
    page.goto(demo_site.url + "/news/")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/news/topics/*/")
