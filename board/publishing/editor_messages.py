"""Messages in the admin: why something is not published, what waits, and what reads like a statement."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin import messages as admin_messages
from wagtail.models import Site, TaskState

from board.approvals.rule import (
    REASON_STAYS,
    format_local,
    may_be_live,
    needs_chair,
    not_approved_error,
    reasons_against,
)
from board.approvals.statements import carries_statement
from board.basepage.dependants import is_home_page, reason_to_keep_home_page
from board.basepage.models import BasePage
from board.basepage.rich_text import linked_page_ids
from board.media.issues import hidden_information_issues
from board.siteinfo.models import BoardSettings

from .approved_files import documents_in_latest_version
from .authorship import latest_version, reads_alike
from .models import STATUS_AFTER, StatementApprovalTask, pages_waiting_for, restart_review
from .permissions import held_for, workable_pages
from .release import held_approvals
from .replacements import may_release, waiting_versions
from .reviewers import is_chair, needs_second_person, reason_not_approvable, second_person_error, workflow_tasks
from .stand_ins import cover_sentences
from .statement_wording import reads_like_a_statement, visible_text


def warn_of_statement_wording(request, page) -> None:
    """Warn about words that read like a statement on a page that is not marked as one."""
    version = latest_version(page)
    if needs_chair(version):
        return
    site = page.get_site() or Site.find_for_request(request)
    signs = reads_like_a_statement(visible_text(version), BoardSettings.for_site(site).board_name)
    if signs:
        messages.warning(
            request,
            f"“{version.title}” reads like a statement in the board’s name: {', '.join(signs)}. If it is one, use the "
            "Statement block or tick “This item speaks for the board”, so that the chair approves it.",
        )


def name_hidden_links(request, page) -> None:
    """
    Say that the latest version links to pages which readers may not see: for them there is no link.

    Named are those that the user works on: drafts of another board have titles that are not theirs to read.
    """
    urls = BasePage.objects.public_urls(linked_page_ids(latest_version(page)))
    hidden = [pk for pk, url in urls.items() if not url]
    if hidden:
        known = workable_pages(request.user).filter(pk__in=hidden)
        titles = ", ".join(f"“{linked.get_admin_display_title()}”" for linked in known) or "a page of others"
        messages.info(
            request, f"It links to what is not public: {titles}. Readers see the words without the link until it is."
        )


def warn_of_required_approval(request, page) -> None:
    """Say that a page needs the chair though its latest version carries no statement, and what to do."""
    if page.approval_required and not carries_statement(latest_version(page)):
        messages.warning(request, REASON_STAYS)


def warn_of_hidden_information(request, page) -> None:
    """Warn about comments, embedded files and the like in the documents of a page's latest version."""
    for document in documents_in_latest_version(page):
        if issues := hidden_information_issues(document):
            address = reverse("media_file", args=[document.pk])
            what = " ".join(issue.what for issue in issues)
            text = format_html('“{}”: {} <a href="{}">Look into it before it is public</a>', document, what, address)
            messages.warning(request, text)


def publication_error(page, user) -> ValidationError | None:
    """Return the refusal to let a user publish a page as it stands, with every reason; ``None`` where they may."""
    at = max(page.go_live_at, timezone.now()) if page.go_live_at else None
    if not may_be_live(page, at=at):
        return not_approved_error(page, reasons_against(page, at=at))
    return second_person_error(page) if needs_second_person(page, user) else None


def explain_unpublished_changes(request, page) -> None:
    """Tell a user who pressed Publish without the right to it why the page was only saved."""
    if page.live and not page.has_unpublished_changes:
        return
    version = latest_version(page)
    error = (
        not_approved_error(version, reasons_against(version))
        if needs_chair(version) and not may_be_live(version)
        else second_person_error(version)
    )
    messages.warning(request, " ".join(error.messages))


def progress(page) -> str:
    """Return where a page stands on its way to the public, in sentences for editors."""
    page = BasePage.objects.get(pk=page.pk)
    if task := page.current_workflow_task:
        where = f"Now with {'the chair' if isinstance(task, StatementApprovalTask) else group_names(task)}."
        return " ".join([where, *cover_sentences(page, [task])])
    if page.current_workflow_state:
        return "It was sent back to be changed."
    if page.live and not page.has_unpublished_changes:
        return "Public."
    if scheduled := page.scheduled_revision:
        return f"It appears on {format_local(scheduled.approved_go_live_at)}."
    if any(approval.page_id == page.pk for approval in held_approvals()):
        return "It is held: a moderator puts it out under Reports → Held statements."
    return "It is a draft."


def group_names(task) -> str:
    """Return the names of the groups that decide at a task."""
    return " or ".join(task.groups.values_list("name", flat=True))


def reason_not_taken(page, user, action: str) -> str:
    """
    Return why an action of the workflow is not taken on a page, or an empty string.

    ``action`` is ``submit``, ``cancel``, or one of the current task. It is read from the database, because the same
    action may have been taken since the page was.
    """
    page = BasePage.objects.get(pk=page.pk).specific
    title, task = f"“{page.get_admin_display_title()}”", page.current_workflow_task
    if action == "submit":
        return f"{title} is in review already. {progress(page)}" if task else ""
    if action == "cancel":
        return "" if page.current_workflow_state else f"The review of {title} has ended already. {progress(page)}"
    if task and action in {name for name, _, _ in task.get_actions(page, user)}:
        return ""
    workflow_state = page.workflow_states.order_by("pk").last()
    own = TaskState.objects.filter(workflow_state=workflow_state, finished_by=user, status=STATUS_AFTER.get(action))
    if own.exists():
        done = "approved" if action == "approve" else "sent back"
        return f"You have {done} {title} already. {progress(page)}"
    if task:
        return f"{title} waits for {group_names(task)}, who decide this step. You are told when they have."
    return f"{title} does not wait for a decision any more. {progress(page)}"


def report_decision(request, page, task_state: TaskState) -> None:
    """Say what has become of a page by the decision that a user has just taken on one of its task states."""
    task_state.refresh_from_db()
    title = f"“{page.get_admin_display_title()}”"
    if task_state.status == TaskState.STATUS_APPROVED:
        messages.success(request, f"{title}: Approved. {progress(page)}")
    elif task_state.status == TaskState.STATUS_REJECTED:
        messages.success(request, f"{title} was sent back. The person who submitted it is told.")
    elif task_state.status == TaskState.STATUS_CANCELLED:
        messages.warning(
            request,
            f"{title} was not approved: its words have changed since it was submitted, so the review starts again with "
            "the new words.",
        )


def restart_changed_review(request, page) -> bool:
    """Restart the review of a page whose words have changed during it; return whether that was necessary."""
    state = page.current_workflow_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return False
    if reads_alike(state.revision, page.latest_revision):
        return False
    restart_review(page, request.user)
    messages.info(
        request,
        f"You changed “{page.get_admin_display_title()}” during its review, so the review starts again with the new "
        "words.",
    )
    return True


def after_saving(request, page):
    """Tell the editor what a save means for publication; return a redirect for a chair who has yet to decide."""
    page = BasePage.objects.get(pk=page.pk).specific
    if not request.accepts("text/html"):
        return None  # An autosave shows no messages; the review restarts at the next save by hand.
    submitted = {"action-submit", "action-restart-workflow"} & request.POST.keys()
    if restart_changed_review(request, page):
        return None
    if submitted and (reason := reason_not_approvable(page)):
        messages.error(request, reason)
    if "action-publish" in request.POST:
        explain_unpublished_changes(request, page)
    if submitted:
        tell_of_cover(request, page)
    warn_of_statement_wording(request, page)
    name_hidden_links(request, page)
    if "action-publish" not in request.POST:
        warn_of_required_approval(request, page)
    approving = request.POST.get("workflow-action-name") == "approve" and "action-workflow-action" in request.POST
    task = page.current_workflow_task
    if approving and isinstance(task, StatementApprovalTask) and is_chair(request.user, page):
        return redirect(task.decision_url(page))
    return None


def tell_of_cover(request, page) -> None:
    """Tell the user who submits a page who stands in at its steps, and so decides."""
    tasks = [
        task
        for task in workflow_tasks(page).values()
        if not isinstance(task, StatementApprovalTask) or needs_chair(latest_version(page))
    ]
    for sentence in cover_sentences(page, tasks):
        messages.info(request, sentence)


def warn_of_pages_left_out(request, action_type: str, pages) -> None:
    """Name the user's pages that were chosen for a bulk action but are not among its ``pages``, with the reasons."""
    chosen = workable_pages(request.user).filter(pk__in=[pk for pk in request.GET.getlist("id") if pk != "all"])
    for page in chosen.exclude(pk__in=[page.pk for page in pages]):
        if action_type in {"move", "unpublish"}:
            if not is_home_page(page):
                continue
            reasons = [reason_to_keep_home_page(page)]
        elif action_type == "delete":
            reasons = page.permissions_for_user(request.user).reasons_against_deletion()
        else:
            reasons = second_person_error(page).messages if needs_second_person(page, request.user) else []
        text = " ".join(reasons) or "You don’t have the right to do this here: ask a moderator."
        messages.warning(request, f"“{page.get_admin_display_title()}” was left out. {text}")


def remind_of_pending_statements(request) -> None:
    """Lead a chair to the pages that wait for a decision, and every user to the held statements of their pages."""
    for page in pages_waiting_for(request.user):
        url = StatementApprovalTask.decision_url(page)
        title = page.get_admin_display_title()
        messages.info(request, format_html('“{}” waits for you. <a href="{}">Read and decide</a>', title, url))
    count = len(held_for(request.user))
    if count:
        noun = "statement is" if count == 1 else "statements are"
        text = format_html(
            '{} approved {} held. <a href="{}">Held statements</a>', count, noun, reverse("publishing:held")
        )
        messages.info(request, text)


def remind_of_waiting_versions(request) -> None:
    """Lead a user to the new versions of public files that they may let out."""
    count = sum(may_release(version, request.user) for version in waiting_versions())
    if count:
        noun = "file waits" if count == 1 else "files wait"
        button = admin_messages.button(reverse("publishing:waiting_versions"), "Files that wait")
        admin_messages.info(request, f"{count} {noun} for you.", buttons=[button])
