"""What does not fit, or is too small to hit."""

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


def too_small_or_too_wide(page):
    """Return what is wrong at each width; nothing of a page that is as it should be."""
    found = {}
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        small, over = page.evaluate(SMALL_TARGETS), page.evaluate(OVERFLOW)
        if small or over > 0:
            found[width] = (small, over)
    return found


def too_narrow_for_spacing(page):
    """Return what runs over or is cut off at each width when a reader spaces words and lines; leave it so."""
    page.evaluate(SPACING)
    found = {}
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        over, clipped = page.evaluate(OVERFLOW), page.evaluate(CLIPPED)
        if clipped or over > 0:
            found[width] = (over, clipped)
    return found
