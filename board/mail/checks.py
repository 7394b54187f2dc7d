"""System check of a site that goes live: ``manage.py check --deploy --database default``."""

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register(Tags.database, deploy=True)
def check_mail_leaves(app_configs, databases, **kwargs) -> list[CheckMessage]:
    """Return a warning where no mail server is named; asked with the others that a settings file alone can't answer."""
    if not databases or settings.MAIL_QUEUE_BACKEND != CONSOLE:
        return []
    return [
        Warning(
            "EMAIL_URL is not set: mail waits in the database and is not sent.",
            hint="Set the variable EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587.",
            id="mail.W001",
        )
    ]
