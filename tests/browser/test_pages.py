"""The table of pages is what the other tests take it for."""

from tests.browser.pages import PAGES, REPRESENTATIVES
from tests.serving import ROOT

TEMPLATES = ROOT / "templates"
# What only people with an account meet; test_sign_in_pages.py looks at it.
OF_ACCOUNTS = ("429.html", "account/", "accounts/", "allauth/layouts/manage", "lost_factors/", "mfa/", "usersessions/")
# What only people who work here meet; tests of the admin render it.
OF_THE_ADMIN = ("media", "publishing", "reviews", "roles", "wagtail", "withdrawals/withdraw.html")


def test_the_representatives_show_every_template(demo_site):
    assert {page.name for page in PAGES} >= REPRESENTATIVES
    shown = {template for name in REPRESENTATIVES for template in demo_site.templates[name]}
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    assert {template for template in there - shown if not template.startswith(OF_THE_ADMIN + OF_ACCOUNTS)} == set()
