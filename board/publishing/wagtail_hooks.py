"""Where the rule meets Wagtail's admin and the public page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Site, TaskState
from wagtail_modeladmin.options import modeladmin_register

from board.approvals.rule import may_be_live, needs_chair, not_approved, reasons_against
from board.basepage.models import BasePage
from board.media.issues import hidden_information_issues
from board.siteinfo.models import BoardSettings

from .approved_files import documents_in_newest_words, reasons_of_files
from .authorship import latest_words
from .models import StatementApprovalTask, pages_at_the_chair, restart_review
from .register_admin import StatementRegisterAdmin
from .release import held_approvals
from .reviewers import is_chair, nobody_can_approve, second_person_needed, wrote_it_alone
from .serving import is_as_approved, raise_alarm
from .wording import reads_like_a_statement, visible_text

modeladmin_register(StatementRegisterAdmin)


@hooks.register("register_admin_urls")
def register_approval_urls() -> list:
    """Return the addresses of the decision, the held statements and the withdrawal."""
    return [path("approvals/", include("board.publishing.urls"))]


@hooks.register("register_reports_menu_item")
def register_held_menu_item() -> MenuItem:
    """Return the entry of the held statements."""
    return MenuItem("Held statements", reverse("publishing:held"), name="held-statements", icon_name="time", order=50)


@hooks.register("before_serve_page", order=-100)
def refuse_what_was_not_approved(page, request, args, kwargs) -> None:
    """Raise ``Http404`` and an alarm for a live page that does not show what was approved."""
    if page.live and not is_as_approved(page):
        raise_alarm(page, "It does not show what the chair approved; readers are told that it is not there.")
        raise Http404("This page is not what was approved.")


@hooks.register("before_publish_page")
def refuse_publication_in_words(request, page):
    """Lead back to the edit form with every reason, before Wagtail tries what the seal would refuse."""
    appears = max(page.go_live_at, timezone.now()) if page.go_live_at else None
    refusal = None
    if not may_be_live(page, at=appears):
        refusal = not_approved(page, reasons_against(page, at=appears))
    elif wrote_it_alone(page, request.user):
        refusal = second_person_needed(page)
    if refusal is None:
        return None
    messages.error(request, " ".join(refusal.messages))
    return redirect("wagtailadmin_pages:edit", page.pk)


def say_what_publishing_needs(request, page) -> None:
    """Tell somebody who pressed Publish without the right to it what became of that."""
    if page.live and not page.has_unpublished_changes:
        return
    words = latest_words(page)
    refusal = (
        not_approved(words, reasons_against(words))
        if needs_chair(words) and not may_be_live(words)
        else second_person_needed(words)
    )
    messages.warning(request, " ".join(refusal.messages))


def say_what_reads_like_a_statement(request, page) -> None:
    """Warn about words in the board's name that nobody has marked as such."""
    words = latest_words(page)
    if needs_chair(words):
        return
    site = page.get_site() or Site.find_for_request(request)
    found = reads_like_a_statement(visible_text(words), BoardSettings.for_site(site).board_name)
    if found:
        messages.warning(
            request,
            f"“{words.title}” reads like a statement in the board’s name: {', '.join(found)}. If it is one, use the "
            "Statement block or tick “This item speaks for the board”, so that the chair approves it.",
        )


def restart_changed_review(request, page) -> bool:
    """Bring a page whose words changed during its review back to the first step; say whether that was done."""
    state = page.current_workflow_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return False
    if state.revision_id == page.latest_revision_id:
        return False
    restart_review(page, request.user)
    messages.info(
        request,
        f"You changed “{page.get_admin_display_title()}” during its review, so the review starts again with the new "
        "words.",
    )
    return True


def after_saving(request, page):
    """Say what the save means for the rule; return where to go, or ``None`` for where Wagtail goes."""
    page = BasePage.objects.get(pk=page.pk).specific
    if not request.accepts("text/html"):
        return None  # An autosave: nobody reads a message, and the review restarts when somebody saves.
    submitted = {"action-submit", "action-restart-workflow"} & request.POST.keys()
    if restart_changed_review(request, page):
        return None
    if submitted and (why := nobody_can_approve(page)):
        messages.error(request, why)
    if "action-publish" in request.POST:
        say_what_publishing_needs(request, page)
    say_what_reads_like_a_statement(request, page)
    approving = request.POST.get("workflow-action-name") == "approve" and "action-workflow-action" in request.POST
    task = page.current_workflow_task
    if approving and isinstance(task, StatementApprovalTask):
        return redirect(task.decision_url(page))
    return None


@hooks.register("after_edit_page")
def after_edit_page(request, page):
    """See ``after_saving``."""
    return after_saving(request, page)


@hooks.register("after_create_page")
def after_create_page(request, page):
    """See ``after_saving``."""
    return after_saving(request, page)


@hooks.register("before_edit_page")
def tell_the_reviewer(request, page) -> None:
    """Warn the moderator who opens a page under review as its writer was warned."""
    if request.method == "GET" and page.workflow_in_progress:
        say_what_reads_like_a_statement(request, page)


@hooks.register("before_edit_page")
def tell_what_files_give_away(request, page) -> None:
    """Name comments, files within files and the like to whoever opens words that are still to be published."""
    if request.method != "GET" or not (page.has_unpublished_changes or not page.live):
        return
    for document in documents_in_newest_words(page):
        if issues := hidden_information_issues(document):
            address = reverse("media_file", args=[document.pk])
            what = " ".join(issue.what for issue in issues)
            text = format_html('“{}”: {} <a href="{}">Look into it before it is public</a>', document, what, address)
            messages.warning(request, text)


@hooks.register("construct_page_action_menu")
def leave_out_publish(menu_items, request, context) -> None:
    """Offer Publish only where the words as they are saved may be public."""
    page = context.get("page")
    if page and not may_be_live(page):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_bulk_action")
def explain_bulk_refusals(request, action_type, objects, action):
    """Name the pages that a bulk action leaves out, and why, where Wagtail would leave them out silently."""
    if action.model is not BasePage or action_type not in {"delete", "publish"}:
        return
    for page in sorted(objects, key=lambda page: page.pk):
        BasePage.objects.lock(page.pk)
    asked = BasePage.objects.filter(pk__in=[pk for pk in request.GET.getlist("id") if pk.isdigit()])
    left_out = [page for page in asked if page.pk not in {found.pk for found in objects}]
    for page in left_out:
        tester = page.permissions_for_user(request.user)
        if action_type == "delete":
            reasons = tester.reasons_against_deletion()
        else:
            reasons = second_person_needed(page).messages if wrote_it_alone(page, request.user) else []
        text = " ".join(reasons) or "You don’t have the right to do this here: ask a moderator."
        messages.warning(request, f"“{page.get_admin_display_title()}” was left out. {text}")
    return


@hooks.register("before_bulk_action", order=10)
def leave_out_files_that_are_not_ready(request, action_type, objects, action):
    """Ask of files what the forms ask: a bulk publication comes past them."""
    if action.model is not BasePage or action_type != "publish":
        return None
    with_those_below = action.cleaned_form.cleaned_data["include_descendants"]
    for page in list(objects):
        published = [page, *(page.get_descendants().not_live() if with_those_below else [])]
        reasons = [reason for each in published for reason in reasons_of_files(each.specific)]
        if reasons:
            objects.remove(page)
            messages.warning(request, f"“{page.get_admin_display_title()}” was left out. {' '.join(reasons)}")
    return None if objects else redirect(action.next_url)


@hooks.register("construct_homepage_panels")
def show_what_waits(request, panels) -> None:
    """Lead the chair from the admin's home to what waits, and remind everybody of what is held."""
    if is_chair(request.user):
        for page in pages_at_the_chair():
            url = StatementApprovalTask.decision_url(page)
            title = page.get_admin_display_title()
            messages.info(request, format_html('“{}” waits for you. <a href="{}">Read and decide</a>', title, url))
    count = len(held_approvals())
    if count:
        noun = "statement is" if count == 1 else "statements are"
        text = format_html(
            '{} approved {} held. <a href="{}">Held statements</a>', count, noun, reverse("publishing:held")
        )
        messages.info(request, text)
