"""Browsers that an account's owner was signed in with before, known by a cookie, and the mail about a new one."""

import hashlib
import secrets

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponseBase
from django.utils import timezone

from board.clients import client_of
from board.mail import TemplateMail, site_url

from .browsers import describe_browser
from .middleware import ACCOUNT_PAGES
from .models import KnownDevice

DEVICE_COOKIE = "known_device"
# The admin asks for passwords too, and is not sent the cookie.
DEVICE_SESSION_KEY = "known_device"
# As long as browsers keep a cookie (RFC 6265bis, 5.5), and the row beside it.
DEVICE_DAYS = 400


def token_digest(token: str) -> str:
    """Return what is stored of a device's token, which is random: a dump lets no one make the cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def known_device(request, user) -> KnownDevice | None:
    """Return the device that a request comes from, if the user was signed in on it before, or is so now."""
    token = request.COOKIES.get(DEVICE_COOKIE)
    is_device = Q(token_digest=token_digest(token)) if token else Q()
    if pk := getattr(request, "session", {}).get(DEVICE_SESSION_KEY):
        is_device |= Q(pk=pk)
    return KnownDevice.objects.filter(is_device, user=user).first() if is_device else None


def recognise_device(request, user, *, signed_in: bool) -> bool:
    """
    Let the browser of a request be known as the user's from now on; return whether it signs in for the first time.

    A browser that several people use has one token. One that no row knows is not taken over: others may have chosen it.
    """
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    if not token or not KnownDevice.objects.filter(token_digest=token_digest(token)).exists():
        token = secrets.token_urlsafe(32)
    device, _ = KnownDevice.objects.get_or_create(user=user, token_digest=token_digest(token))
    is_new = device.last_sign_in is None
    device.client = client_of(request).address
    device.browser = describe_browser(request.headers.get("User-Agent", ""))
    device.last_seen = timezone.now()
    if signed_in:
        device.last_sign_in = device.last_seen
    device.save()
    request.device_token = token
    if signed_in:
        request.session[DEVICE_SESSION_KEY] = device.pk
    return signed_in and is_new


def forget_other_devices(request, user) -> None:
    """Forget every device of a user but the one that a request comes from."""
    current = known_device(request, user)
    others = KnownDevice.objects.filter(user=user)
    (others.exclude(pk=current.pk) if current else others).delete()


def mail_new_device(request, user) -> None:
    """Tell a user of a sign-in with a browser that was not seen before."""
    if not user.email:
        return
    context = {
        "user": user,
        "when": timezone.now(),
        "browser": describe_browser(request.headers.get("User-Agent", "")),
        "sessions_url": site_url("usersessions_list"),
        "password_url": site_url("account_change_password"),
    }
    TemplateMail.render("new_device", context).send([user.email])


class KnownDeviceMiddleware:
    """Gives a browser its token, which it sends to the pages of sign-in alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponseBase:
        response = self.get_response(request)
        if token := getattr(request, "device_token", None):
            response.set_cookie(
                DEVICE_COOKIE,
                token,
                max_age=DEVICE_DAYS * 86_400,
                path=ACCOUNT_PAGES,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
