"""The last look before a reader sees a page: are these the words that were approved?"""

import logging

from .digest import statement_digest
from .register import ApprovalAlarm

logger = logging.getLogger(__name__)


def is_as_approved(page) -> bool:
    """
    Say whether a live specific page shows what its row says was approved.

    It costs at most a query for each kind of file that the page carries, and none without files.
    """
    digest = statement_digest(page)
    return page.statement_digest == digest and (not digest or page.approved_digest == digest)


def raise_alarm(page, reason: str) -> None:
    """Record and log that a public page is not what was approved; once for each page until it is right again."""
    _, created = ApprovalAlarm.objects.get_or_create(page_id=page.pk, defaults={"reason": reason})
    if created:
        logger.critical("Page %s (“%s”): %s", page.pk, page.title, reason)
