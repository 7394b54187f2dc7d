"""The pages of sign-in as readers and editors meet them: axe, keyboard, small screens."""

import pytest

from tests.browser.axe import ALL_SIDES, SIDES_THAT_DIFFER, load_axe, look, look_from
from tests.browser.conftest import give_password, patient
from tests.browser.keyboard import walk, what_is_wrong_with
from tests.browser.layout import too_narrow_for_spacing, too_small_or_too_wide
from tests.browser.people import add_person

# Sites are changed in one process only.
pytestmark = pytest.mark.xdist_group("whole site")

PHONE = {"width": 360, "height": 640}
# Before and after the password, and those that ask who it is.
ANONYMOUS = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"]
SIGNED_IN = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/sessions/",
]
AFTER_AN_APP = [
    "/accounts/2fa/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
]
REPRESENTATIVES = {"/accounts/login/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"}
EVERY_SIDE = pytest.mark.test_all("Every page in every combination; make test tries three in those that differ.")


def what_is_wrong(page, sides):
    """Return what is wrong with an open page, by how it was found; nothing of a page that is as it should be."""
    page.set_viewport_size(PHONE)
    found = {"keyboard": what_is_wrong_with(walk(page)), "layout": too_small_or_too_wide(page)}
    load_axe(page)
    found["axe"] = look_from(page, sides)
    look(page, "light", 1280)
    found["spacing"] = too_narrow_for_spacing(page)
    return {how: what for how, what in found.items() if what}


def faults_of(page, demo_site, paths, sides):
    """Return what is wrong with pages, by path."""
    found = {}
    for path in paths:
        page.goto(demo_site.passkey_url + path)
        assert page.url.endswith(path), f"{path} leads to {page.url}"
        if wrong := what_is_wrong(page, sides):
            found[path] = wrong
    return found


@pytest.fixture
def visitor(browser):
    """A tab in a window of its own."""
    context = patient(browser.new_context(viewport=PHONE))
    yield context.new_page()
    context.close()


def set_up_app(page, demo_site):
    """Set up an authenticator app with the key that its page shows, and see its codes once."""
    from tests.second_factors import code_of  # noqa: PLC0415  # Django's models.

    page.goto(f"{demo_site.passkey_url}/accounts/2fa/totp/activate/")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    page.wait_for_url("**/recovery-codes/")
    return secret


@pytest.mark.parametrize("is_quick", [True, pytest.param(False, marks=EVERY_SIDE)], ids=["three", "all"])
def test_pages_of_sign_in_are_as_good_as_any(visitor, demo_site, is_quick):
    sides = SIDES_THAT_DIFFER if is_quick else ALL_SIDES

    def these(paths):
        return [path for path in paths if path in REPRESENTATIVES] if is_quick else paths

    assert faults_of(visitor, demo_site, these(ANONYMOUS), sides) == {}
    username = add_person(demo_site, "Moderators")
    give_password(visitor, demo_site, username, demo_site.passkey_url)
    assert faults_of(visitor, demo_site, these(SIGNED_IN), sides) == {}
    if is_quick:
        return
    set_up_app(visitor, demo_site)
    assert what_is_wrong(visitor, sides) == {}
    assert faults_of(visitor, demo_site, AFTER_AN_APP, sides) == {}
    visitor.context.clear_cookies()
    give_password(visitor, demo_site, username, demo_site.passkey_url)
    assert visitor.url.endswith("/accounts/2fa/authenticate/")
    visitor.get_by_label("Code from your authenticator app").fill("000000")
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    assert what_is_wrong(visitor, sides) == {}
