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
