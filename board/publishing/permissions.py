"""The board's permissions on pages, where they differ from Wagtail's."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import PagePermissionTester, ReferenceIndex, WorkflowState
from wagtail.permissions import policy_registry

from board.approvals.models import StatementApproval
from board.basepage.dependants import holds_home_page, is_home_page, reason_to_keep_home_page
from board.basepage.models import BasePage
from board.media.access import page_references

from .release import held_approvals, held_revision
from .reviewers import is_in_workflow, needs_second_person, one_person_is_enough

WAS_PUBLIC = (
    "A page that was public is not deleted, so that its address can say what became of it. A moderator withdraws it: "
    "Withdraw, in the menu of actions."
)


class BoardPagePermissionTester(PagePermissionTester):
    """
    Requires two people for every publication, and keeps what was public from being deleted.

    It does not check whether a statement may be public: the seal refuses that with the reasons.
    """

    def _can_publish_in_wagtail(self) -> bool:
        return super().can_publish()

    def can_publish(self) -> bool:
        """Return whether this user may publish the page, which excludes ordinary items that they wrote."""
        return self._can_publish_in_wagtail() and not needs_second_person(self.page, self.user)

    def can_publish_subpage(self) -> bool:
        """Return whether this user may publish a new page, a copy or an alias here at once, without another person."""
        return super().can_publish_subpage() and one_person_is_enough(self.page)

    def can_set_view_restrictions(self) -> bool:
        """
        Return whether this user may make the page private, which takes no second person.

        With a home page the whole Site would be private: that is for those who run it.
        """
        return self._can_publish_in_wagtail() and (self.user.is_superuser or not is_home_page(self.page))

    def can_release_files(self) -> bool:
        """Return whether this user may let out a file of the page that another person has replaced."""
        return self._can_publish_in_wagtail()

    def can_unschedule(self) -> bool:
        """Return whether this user may take the page out of the schedule, which takes no second person."""
        return self._can_publish_in_wagtail()

    def can_unpublish(self) -> bool:
        """Return whether this user may unpublish the page, even while it is locked or under review: no home page."""
        return self.page.live and self._can_publish_in_wagtail() and not is_home_page(self.page)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether this user may delete the page; what was ever public can only be withdrawn."""
        return super().can_delete(ignore_bulk) and not self.reasons_against_deletion()

    def can_move(self) -> bool:
        """Return whether this user may move the page, whether or not it was public: no home page."""
        return super().can_delete(ignore_bulk=True) and not is_home_page(self.page)

    def can_move_to(self, destination) -> bool:
        """Return whether this user may move the page below another; Wagtail lets superusers move any."""
        return super().can_move_to(destination) and not is_home_page(self.page)

    def reasons_against_deletion(self) -> list[str]:
        """Return why the page and its descendants can't be deleted, in words for editors."""
        if not self.user.is_superuser and (self.page.live or self.page.first_published_at):
            # Without a query, because lists ask for every row.
            return [WAS_PUBLIC]
        if holds_home_page(self.page):
            return [reason_to_keep_home_page(self.page)]
        pages = self.page.get_descendants(inclusive=True)
        reasons = [f"The approved statement “{statement}” links to it." for statement in statements_linking_to(pages)]
        if self.user.is_superuser:
            return reasons
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


def statements_linking_to(pages) -> list[BasePage]:
    """Return the public statements outside a query set of pages that link to one of them: a link is among the words."""
    ids = set(pages.values_list("pk", flat=True))
    links = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(BasePage), to_object_id__in=[str(pk) for pk in ids]
    )
    linking = {int(pk) for pk in page_references(links).values_list("object_id", flat=True)} - ids
    return list(BasePage.objects.filter(pk__in=linking, live=True).exclude(statement_digest=""))


def may_release(page, user) -> bool:
    """Return whether a user may release held words: they may publish the page, and have a step in its workflow."""
    return page.permissions_for_user(user).can_publish() and is_in_workflow(user, page)


def may_see_all_approvals(user) -> bool:
    """Return whether a user may read the approvals of every board: by a permission, or by working on the whole tree."""
    return user.has_perm("approvals.view_statementapproval") or workable_pages(user).filter(depth=1).exists()


def workable_pages(user):
    """Return the pages that a user may write, publish or add to, whose unpublished titles they may read."""
    policy = policy_registry.get_by_type(BasePage)
    return policy.instances_user_has_any_permission_for(user, {"add", "change", "publish"})


def visible_approvals(user):
    """Return the approvals that a user may read: those of the pages that they work on, and none of another board."""
    if may_see_all_approvals(user):
        return StatementApproval.objects.all()
    return StatementApproval.objects.filter(page_id__in=workable_pages(user).values("pk"))


def held_for(user) -> list[StatementApproval]:
    """Return the held approvals that a user may read, newest first."""
    visible = set(visible_approvals(user).values_list("pk", flat=True))
    return [approval for approval in held_approvals() if approval.pk in visible]


def alternatives_to(approval: StatementApproval, page, user) -> list[StatementApproval]:
    """
    Return the held approvals that a user may discard as alternatives to one of ``page``.

    They are those of the pages in the same workflow: another board's statement is no alternative.
    """
    others = [other for other in held_for(user) if other.pk != approval.pk]
    pages = BasePage.objects.in_bulk([other.page_id for other in others])
    workflow = page.get_workflow()
    return [
        other
        for other in others
        if pages[other.page_id].get_workflow() == workflow and may_release(pages[other.page_id], user)
    ]
