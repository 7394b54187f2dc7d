"""Query sets of pages, which refuse to write past the seal, and what is memoised of who may see pages, and when."""

import bisect
import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from board.approvals.models import StatementApproval
from board.approvals.rule import digests_before_their_time
from board.approvals.sealing import SealedColumnsError, sealed_columns
from board.approvals.serving import filter_approved
from board.engines.pagecache import clock
from board.engines.pagecache.dependencies import current_version
from board.engines.pagecache.memo import Memo

RESTRICTIONS: Memo[QuerySet] = Memo()
# By primary key; empty for a page that readers may not see.
PUBLIC_URLS: Memo[str] = Memo()
RELEASE_TIMES: Memo[list[dt.datetime]] = Memo()


def all_view_restrictions() -> QuerySet:
    """Return every view restriction of pages, read once: an empty query set where no page is private."""
    return RESTRICTIONS.get((), read_view_restrictions)


def read_view_restrictions() -> QuerySet:
    restrictions = PageViewRestriction.objects.select_related("page")
    len(restrictions)  # Evaluated here, once for all who ask.
    return restrictions


def read_release_times() -> list[dt.datetime]:
    """Return the times for which statements were approved, in order."""
    times = StatementApproval.objects.filter(release=StatementApproval.Release.AT).values_list("release_at", flat=True)
    return sorted(time for time in times if time)


def live_now(prefix: str = "") -> Q:
    """
    Return the condition that a page is live and its time has come, with ``prefix`` before the names of its fields.

    Where the clock was put back, a page that is live already answers 404 until the time that the chair approved; so
    lists leave it out. What they then leave out they show again from that time on.
    """
    live, now = Q(**{f"{prefix}live": True}), clock.now()
    if current_version() is not None:
        times = RELEASE_TIMES.get((), read_release_times)
        later = bisect.bisect_right(times, now)
        if later == len(times):
            return live
        clock.true_until(times[later])
    return live & ~Q(**{f"{prefix}approved_digest__in": digests_before_their_time(now)})


class BasePageQuerySet(PageQuerySet):
    """Refuses to write columns that only a page's own ``save()`` can seal."""

    def update(self, **kwargs):
        """Update unsealed columns; raises ``SealedColumnsError`` for others. ``bulk_update`` calls this too."""
        sealed = sealed_columns(self.model) & set(kwargs)
        if sealed:
            raise SealedColumnsError(sealed)
        return super().update(**kwargs)

    def lock(self, *ids: int) -> None:
        """Lock the rows of pages until the transaction ends, in the order of their primary keys."""
        list(self.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))

    def for_teasers(self):
        """Load only what lists show of the pages (``teaser_fields``), which takes half as long."""
        return self.only(*self.model.teaser_fields)

    def public_urls(self, pks: Collection[int]) -> dict[int, str]:
        """
        Return the URL of each of some pages that readers may see, by primary key; of any other an empty string.

        One query for all that are not memoised, and those of ``filter_approved`` where statements are among them.
        """
        known = PUBLIC_URLS.values()
        if unknown := set(pks) - known.keys():
            public = list(self.filter(pk__in=unknown).live().public())
            statements = [page.pk for page in public if page.statement_digest]
            approved = {page.pk for page in filter_approved(self.filter(pk__in=statements).specific())}
            shown = [page for page in public if not page.statement_digest or page.pk in approved]
            known.update(dict.fromkeys(unknown, "") | {page.pk: page.get_url() or "" for page in shown})
        return {pk: known[pk] for pk in pks}

    def live_q(self) -> Q:
        """Return the condition that a page is live and its time has come, which every list uses."""
        return live_now()

    def private_q(self) -> Q:
        """Return the condition that a page is private or below a private page, which every list uses."""
        private = Q()
        for restriction in all_view_restrictions():
            private |= self.descendant_of_q(restriction.page, inclusive=True)
        return private or Q(pk__in=[])


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
