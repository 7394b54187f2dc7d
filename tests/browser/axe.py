"""axe-core in a page, also in one whose JavaScript is off."""

from importlib.resources import files

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Where axe says of contrast that it cannot tell, that counts too.
NOTHING_UNJUDGED = {"color-contrast", "color-contrast-enhanced"}

# With JavaScript off Chromium still evaluates what a debugger sends, and settles promises, but fires no timer. axe
# waits only by timers of no length, so promises stand in for them. The page itself runs nothing.
TIMERS_BY_PROMISES = "window.setTimeout = (call, ms) => { if (!(ms > 10)) Promise.resolve().then(call); return 0; }"

# Under forced colours Chromium paints text in the reader's colour and says so in "color", but goes on computing
# -webkit-text-fill-color, which axe reads first, from ours. So axe is given what is painted.
PAINTED_COLOURS = """() => {
    const computed = CSSStyleDeclaration.prototype.getPropertyValue;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
        const forced = name === "-webkit-text-fill-color" && matchMedia("(forced-colors: active)").matches;
        return computed.call(this, forced ? "color" : name);
    };
}"""

WIDTHS = [360, 768, 1280]
MEDIA = {
    "light": {"color_scheme": "light", "forced_colors": "none", "media": "screen"},
    "dark": {"color_scheme": "dark", "forced_colors": "none", "media": "screen"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active", "media": "screen"},
    "print": {"color_scheme": "light", "forced_colors": "none", "media": "print"},
}
ALL_SIDES = [(media, width) for media in MEDIA for width in WIDTHS]
# Each medium once, and both ways in which the page is laid out.
SIDES_THAT_DIFFER = [("light", 360), ("dark", 1280), ("forced colours", 1280), ("print", 768)]
# Paper takes no pointer.
NOT_FOR = {"print": {"target-size": {"enabled": False}}}
# The words that are read, not labels and flags (WCAG 2.2, 1.4.6).
BODY_TEXT = {
    "include": [["main p"], ["main li"], ["main dd"]],
    "exclude": [[".teaser__meta"], [".flag"], [".block__label"]],
}
ENHANCED = {"type": "rule", "values": ["color-contrast-enhanced"]}

RUN = """async ([context, options]) => {
    const { violations, incomplete } = await axe.run(context || document, { ...options, resultTypes: ["violations"] });
    return { violations, incomplete };
}"""


def load_axe(page, *, has_javascript=True):
    """Put axe into an open page. The page's Content-Security-Policy does not bind what a debugger sends."""
    if not has_javascript:
        page.evaluate(TIMERS_BY_PROMISES)
    page.evaluate(PAINTED_COLOURS)
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())


def run_axe(page, context=None, **options):
    """Return what axe finds wrong in a page, a line for each element: rule, selector, reason."""
    results = page.evaluate(RUN, [context, {"runOnly": RULES, **options}])
    unjudged = [rule for rule in results["incomplete"] if rule["id"] in NOTHING_UNJUDGED]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {reason(node)}"
        for rule in results["violations"] + unjudged
        for node in rule["nodes"]
    ]


def reason(node):
    """Return the messages of the checks that an element did not pass."""
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


def look(page, media, width):
    """Show the page so."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**MEDIA[media])


def look_from(page, sides):
    """Return what axe finds, by medium and width; nothing of a page that is as it should be."""
    found = {}
    for media, width in sides:
        look(page, media, width)
        if lines := run_axe(page, rules=NOT_FOR.get(media, {})):
            found[media, width] = lines
    return found


def pale_body_text(page):
    """Return the words that are read but fall short of AAA's contrast, by medium; nothing of a page as it should be."""
    found = {}
    for media in ("light", "dark"):
        look(page, media, WIDTHS[-1])
        if lines := run_axe(page, BODY_TEXT, runOnly=ENHANCED):
            found[media] = lines
    return found
