"""A walk over each page with the keyboard alone."""

import pytest

from tests.browser.pages import PAGES, name_of

FOCUSED = """() => {
    const element = document.activeElement
    if (!element || element === document.body) return null
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const bar = document.querySelector('.leave')
    const under = !bar.contains(element) && !element.matches('.govuk-skip-link')
        && box.top < bar.getBoundingClientRect().bottom - 0.5
        && bar.getBoundingClientRect().top <= 0.5
    const all = [...document.querySelectorAll('a[href], button, input, summary')]
        .filter(one => one.checkVisibility({visibilityProperty: true}))
    return {
        number: all.indexOf(element),
        count: all.length,
        name: (element.innerText || element.getAttribute('aria-label') || element.id).trim(),
        inMain: Boolean(element.closest('main')),
        isSkipLink: element.matches('.govuk-skip-link'),
        isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        isCovered: under,
        ring: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        style: [style.outlineColor, style.boxShadow, style.backgroundColor].join(),
    }
}"""


def walk(page):
    """Press Tab until the focus leaves the page; return every stop."""
    stops = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["number"] <= stops[-1]["number"]):
            return stops
        stops.append(stop)


@pytest.mark.parametrize("size", [(360, 640), (1280, 800)], ids=["phone", "desk"])
@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_a_walk_reaches_everything_in_order_and_sees_where_it_is(tab, demo_site, page_type, size):
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(demo_site.address(page_type))
    stops = walk(tab)
    assert stops[0]["isSkipLink"]
    assert [stop["number"] for stop in stops] == list(range(stops[-1]["count"])), "A stop is missed or out of order."
    assert [stop["name"] for stop in stops if not stop["isSeen"]] == []
    assert [stop["name"] for stop in stops if stop["isCovered"]] == [], "The bar at the top covers the focus."
    assert [stop["name"] for stop in stops if not stop["ring"]] == [], "The focus can't be seen."
    assert "Leave this page" in stops[2]["name"]


@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_going_back_up_covers_nothing_either(tab, demo_site, page_type):
    tab.set_viewport_size({"width": 360, "height": 640})
    tab.goto(demo_site.address(page_type))
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tab.locator("footer a").last.focus()
    covered = []
    for _ in range(tab.evaluate(FOCUSED)["count"]):
        stop = tab.evaluate(FOCUSED)
        if stop is None:
            break
        covered += [stop["name"]] if stop["isCovered"] else []
        tab.keyboard.press("Shift+Tab")
    assert covered == []


@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
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
