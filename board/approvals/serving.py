"""The last look before a reader sees a page: are these the words that were approved?"""

import logging

from django.db import DatabaseError

from .digest import statement_digest
from .register import ApprovalAlarm
from .rule import is_approved

logger = logging.getLogger(__name__)


def is_as_approved(page) -> bool:
    """
    Say whether a live specific page, read just now, shows what its row and the register say was approved.

    It costs one query for a statement and none for any other page: the files that it looks at are those that its
    blocks load to be shown.
    """
    digest = statement_digest(page, as_loaded=True)
    return page.statement_digest == digest and (not digest or is_approved(page, digest))


def raise_alarm(page, reason: str) -> None:
    """
    Record and log that a public page is not what was approved; once for each page until it is right again.

    Where the record can't be written, a full disk say, the log hears of every reader.
    """
    try:
        _, is_news = ApprovalAlarm.objects.get_or_create(page_id=page.pk, defaults={"reason": reason})
    except DatabaseError:
        is_news = True
    if is_news:
        logger.critical("Page %s (“%s”): %s", page.pk, page.title, reason)
