"""The last look before a reader sees a page: are these the words that were approved?"""

import logging
from collections.abc import Iterable

from django.db import DatabaseError

from board.approvals.digest import chosen_files, statement_digest
from board.approvals.models import ApprovalAlarm
from board.approvals.rule import approval_page_ids, effective_approvals, is_approved
from board.approvals.statements import carries_statement

logger = logging.getLogger(__name__)


def is_as_approved(page) -> bool:
    """
    Say whether a live specific page, read just now, shows what its row and the register say was approved.

    It costs one query for a statement and none for any other page: the files that it looks at are those that its
    blocks load to be shown.
    """
    digest = statement_digest(page, loaded=chosen_files(page))
    return page.statement_digest == digest and (not digest or is_approved(page, digest))


def as_approved(pages: Iterable) -> list:
    """
    Return those of live specific pages, read just now, that show what was approved; for lists that print their words.

    One query for the approvals of all pages together, one for the files of each page that carries any, and more only
    for aliases. The page itself raises the alarm when it is read.
    """
    pages = list(pages)
    statements = [page for page in pages if carries_statement(page)]
    digests = {page.pk: statement_digest(page, loaded=chosen_files(page)) for page in statements}
    approved = effective_approvals(digests.values()) if statements else set()
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
    Record and log that a public page is not what was approved; once for each page until it is right again.

    Where the record can't be written, a full disk say, the log hears of every reader.
    """
    try:
        _, is_news = ApprovalAlarm.objects.get_or_create(page_id=page.pk, defaults={"reason": reason})
    except DatabaseError:
        is_news = True
    if is_news:
        logger.critical("Page %s (“%s”): %s", page.pk, page.title, reason)
