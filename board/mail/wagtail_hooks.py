"""What the admin's home says of mail that does not leave the site."""

from django.contrib import messages
from django.utils import timezone
from wagtail import hooks

from .status import delay_warning, failure_warning


@hooks.register("construct_homepage_panels")
def warn_of_unsent_mail(request, panels) -> None:
    """Warn every user of the admin while mail does not leave the site, since the workflow tells people by mail."""
    for warning in filter(None, (delay_warning(timezone.now()), failure_warning())):
        messages.warning(request, warning)
