"""The last check before a page is shown: are these the words that were approved?"""

import logging
from collections.abc import Iterable

from django.db import DatabaseError

from .digest import chosen_files, statement_digest, statement_digests
from .models import ApprovalAlarm
from .rule import approval_page_ids, effective_approvals, is_approved

logger = logging.getLogger(__name__)


def matches_approval(page) -> bool:
    """
    Return whether a live specific page, just loaded, shows what its row and the register say was approved.

    It costs one query for a statement, another where its texts link to pages, and none for any other page: it uses
    the files that rendering loads anyway.
    """
    digest = statement_digest(page, loaded=chosen_files(page))
    return page.statement_digest == digest and (not digest or is_approved(page, digest))


def filter_approved(pages: Iterable) -> list:
    """
    Return those live specific pages, just loaded, that show what was approved; for lists that show their words.

    It costs one query for the approvals of all pages, one for the pages that their texts link to, one for the files
    of each page with files, and more only for aliases. The alarm is raised when the page itself is requested.
    """
    pages = list(pages)
    digests = statement_digests(pages)
    approved = effective_approvals(digests.values()) if digests else set()
    return [
        page
        for page in pages
        if page.statement_digest == digests.get(page.pk, "")
        and (
            not page.statement_digest
            or any((page_id, page.statement_digest) in approved for page_id in approval_page_ids(page))
        )
    ]


def raise_alarm(page, reason: str) -> None:
    """
    Record and log that a public page is not what was approved, once for each page until the alarm is cleared.

    If the record can't be written, because of a full disk for instance, every request is logged.
    """
    try:
        _, is_new = ApprovalAlarm.objects.get_or_create(page_id=page.pk, defaults={"reason": reason})
    except DatabaseError:
        is_new = True
    if is_new:
        logger.critical("Page %s (“%s”): %s", page.pk, page.title, reason)
