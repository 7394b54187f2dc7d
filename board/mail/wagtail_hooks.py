"""What the admin's home says of mail that does not leave the site, and the report of it."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks

from board.admin import register_report

from .reports import UnsentMailReport
from .status import delay_warning, failure_warning

register_report(UnsentMailReport, "unsent-mail", order=1400)


@hooks.register("construct_homepage_panels")
def warn_of_unsent_mail(request, panels) -> None:
    """Warn every user of the admin while mail does not leave the site, since the workflow tells people by mail."""
    warnings = list(filter(None, (delay_warning(timezone.now()), failure_warning())))
    if not warnings:
        return
    link = ""
    if UnsentMailReport.is_open_to(request.user):
        link = format_html('<a href="{}">See which</a>', reverse(UnsentMailReport.index_url_name))
    messages.warning(request, format_html("{} {}", " ".join(warnings), link))
