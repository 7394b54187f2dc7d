"""A walk over a page with the keyboard alone."""

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
# Asked of the page by itself at each stop, which costs half of asking from outside. The key comes up where the focus
# has gone, after the page has been moved there.
NOTE_STOPS = f"""() => {{
    const focused = {FOCUSED}
    const note = event => {{ if (event.key === 'Tab') window.stops.push(focused()) }}
    if (!window.stops) addEventListener('keyup', note, true)
    window.stops = []
}}"""
COUNT = """() => [...document.querySelectorAll('a[href], button, input, summary')]
    .filter(one => one.checkVisibility({visibilityProperty: true})).length"""


def walk(page):
    """Press Tab until the focus leaves the page; return every stop."""
    page.evaluate(NOTE_STOPS)
    while True:
        for _ in range(page.evaluate(COUNT) + 1):
            page.keyboard.press("Tab")
        stops = page.evaluate("window.stops")
        for number, stop in enumerate(stops):
            if stop is None or (number and stop["number"] <= stops[number - 1]["number"]):
                return stops[:number]


def what_is_wrong_with(stops):
    """Return what a walk has shown to be wrong, by what it is; nothing of a page that is as it should be."""
    found = {
        "is not the skip link, but first": [stops[0]["name"]] if not stops[0]["isSkipLink"] else [],
        "is not the way out, but third": [stops[2]["name"]] if "Leave this page" not in stops[2]["name"] else [],
        "was not seen": [stop["name"] for stop in stops if not stop["isSeen"]],
        "was covered by the bar at the top": [stop["name"] for stop in stops if stop["isCovered"]],
        "did not show that it had the focus": [stop["name"] for stop in stops if not stop["ring"]],
    }
    numbers = [stop["number"] for stop in stops]
    if numbers != list(range(stops[-1]["count"])):
        found["was missed or out of order"] = numbers
    return {what: names for what, names in found.items() if names}


def follow_the_skip_link(page):
    """Press Enter on the skip link; return what has the focus then, and whether the bar leaves the heading in sight."""
    page.locator(".govuk-skip-link").focus()
    page.keyboard.press("Enter")
    heading, bar = page.locator("h1").bounding_box(), page.locator(".leave").bounding_box()
    return page.evaluate("document.activeElement.id"), heading["y"] >= bar["height"]


def covered_on_the_way_up(page):
    """Go back from the foot of the page; return what the bar at the top covers when it has the focus."""
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.locator("footer a").last.focus()
    page.evaluate(NOTE_STOPS)
    first = page.evaluate(FOCUSED)
    for _ in range(first["count"]):
        page.keyboard.press("Shift+Tab")
    stops = [first, *page.evaluate("window.stops")]
    on_the_page = stops[: stops.index(None)] if None in stops else stops
    return [stop["name"] for stop in on_the_page if stop["isCovered"]]
