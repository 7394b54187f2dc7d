"""What a person may do to a page, where the board's rules say more than Wagtail's."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import PagePermissionTester, WorkflowState

from board.approvals.models import StatementApproval
from board.basepage.models import BasePage

from .release import held_revision
from .reviewers import one_person_is_enough, wrote_it_alone

WAS_PUBLIC = (
    "A page that was public is not deleted, so that its address can say what became of it. A moderator withdraws it: "
    "Withdraw, in the menu of actions."
)


class BoardPagePermissionTester(PagePermissionTester):
    """
    Two people for every publication, and nothing that was public is deleted.

    Whether a statement may be public is not asked here: that is the database's and the seal's to refuse, with the
    reasons, where this class could only say no.
    """

    def _may_publish_at_all(self) -> bool:
        return super().can_publish()

    def can_publish(self) -> bool:
        """Say whether this user may publish the page: not their own ordinary item."""
        return self._may_publish_at_all() and not wrote_it_alone(self.page, self.user)

    def can_publish_subpage(self) -> bool:
        """Say whether this user may publish a new page, a copy or an alias here in one step, which one person does."""
        return super().can_publish_subpage() and one_person_is_enough(self.page)

    def can_set_view_restrictions(self) -> bool:
        """Say whether this user may make the page private or public, which is no publication."""
        return self._may_publish_at_all()

    def can_unschedule(self) -> bool:
        """Say whether this user may take a page out of the schedule: taking back takes one person."""
        return self._may_publish_at_all()

    def can_unpublish(self) -> bool:
        """Say whether this user may take the page down: at once, also while it is locked or at the chair."""
        return self.page.live and self._may_publish_at_all()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Say whether this user may delete the page; what was ever public is withdrawn instead."""
        return super().can_delete(ignore_bulk) and not self.reasons_against_deletion()

    def can_move(self) -> bool:
        """Say whether this user may move the page, which deletes nothing."""
        return super().can_delete(ignore_bulk=True)

    def reasons_against_deletion(self) -> list[str]:
        """Return why the page and those under it are not deleted, in words a person can act on."""
        if self.user.is_superuser:
            return []
        if self.page.live or self.page.first_published_at:
            # Told without a query: lists ask for every row.
            return [WAS_PUBLIC]
        pages = self.page.get_descendants(inclusive=True)
        reasons = []
        if pages.filter(Q(first_published_at__isnull=False) | Q(live=True)).exists():
            reasons.append(WAS_PUBLIC)
        ids = list(pages.values_list("pk", flat=True))
        if WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(BasePage), object_id__in=[str(pk) for pk in ids]
        ):
            reasons.append("It is under review. Cancel the review first, then delete it.")
        held = StatementApproval.objects.awaiting_release().filter(page_id__in=ids)
        if any(held_revision(approval) for approval in held):
            reasons.append("The chair’s approval of it is held. A moderator discards or puts it out first.")
        return reasons
