"""The demo's pages, created and taken through the workflow, so that their history is real."""

import datetime as dt
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from wagtail.fields import StreamField

from board.approvals.digest import statement_digest
from board.basepage.models import BasePage
from board.media.models import BoardImage
from board.reviews.models import PageReview
from news.models import PinnedItem
from resources.models import PackPart, ResourcePage

from .illustration import draw_illustration
from .streams import stream_data


@dataclass
class Referenced:
    """What pages refer to, each by its name in the content."""

    users: dict
    topics: dict
    documents: dict


def create_page(model, parent, entry: dict, referenced: Referenced) -> None:
    """Create a page from its entry, and advance it to the stage that the entry says."""
    entry = dict(entry)
    today = timezone.localdate()
    stage = entry.pop("stage", "approved")
    page_topics = [referenced.topics[name] for name in entry.pop("topics", [])]
    entry.pop("in_footer", None)
    entry |= dates_from(entry, today)
    is_pinned = entry.pop("pinned", False)
    picture = picture_data(entry.pop("picture_shows", ""), referenced.users["editor"])
    parts = [ResourcePage.objects.get(title=title) for title in entry.pop("parts", [])]
    reviewed_days_ago = entry.pop("reviewed_days_ago", None)
    if "replaces" in entry:
        entry["replaces"] = ResourcePage.objects.get(title=entry["replaces"])
    streams = {name: stream_data(entry.pop(name, []), referenced.documents, today) for name in model_streams(model)}
    streams |= {"picture": picture} if picture else {}
    page = model(
        **{"show_in_menus" if name == "in_menu" else name: value for name, value in entry.items()},
        **streams,
        slug=slugify(entry["title"]),
        owner=referenced.users["editor"],
        live=False,
    )
    parent.add_child(instance=page)
    if page_topics:
        page.topics.set(page_topics)
    if parts:
        page.parts = [PackPart(sort_order=order, resource=part) for order, part in enumerate(parts)]
        page.save()
    advance(page, stage, referenced.users)
    if is_pinned:
        PinnedItem.objects.create(index_page=parent, item=page)
    if reviewed_days_ago is not None:
        PageReview.objects.create(
            page_id=page.pk,
            reviewed_at=timezone.now() - dt.timedelta(days=reviewed_days_ago),
            reviewed_by=referenced.users["moderator"],
            next_review=page.review_by,
        )


def picture_data(description: str, uploader) -> list[dict]:
    """Return the stored form of a picture with a description; empty where there is no description."""
    if not description:
        return []
    image = BoardImage.objects.create(
        title=description,
        description=description,
        file=ContentFile(draw_illustration(), "picture.jpg"),
        uploaded_by_user=uploader,
    )
    return [{"type": "picture", "value": {"image": image.pk, "alt_text": description, "decorative": False}}]


def model_streams(model) -> list[str]:
    """Return the names of a page type's streams."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, StreamField)]


def dates_from(entry: dict, today: dt.date) -> dict:
    """Return the dates of an entry that it counts from ``today``, and take the counts out of the entry."""
    dates = {}
    if "days_ago" in entry:
        dates["date"] = today - dt.timedelta(days=entry.pop("days_ago"))
    if "review_in_days" in entry:
        dates["review_by"] = today + dt.timedelta(days=entry.pop("review_in_days"))
    if "awareness_starts_in" in entry:
        dates["awareness_starts"] = today + dt.timedelta(days=entry.pop("awareness_starts_in"))
        dates["awareness_ends"] = dates["awareness_starts"] + dt.timedelta(days=entry.pop("awareness_lasts") - 1)
    return dates


def advance(page: BasePage, stage: str, users: dict) -> None:
    """
    Advance a draft by ``users["editor"]`` to a stage: ``draft``, ``submitted``, ``reviewed`` or ``approved``.

    The last publishes it: a statement by the chair, anything else by the moderator.
    """
    page.save_revision(user=users["editor"], log_action=True)
    if stage == "draft":
        return
    page.get_workflow().start(page, users["editor"])
    if stage == "submitted":
        return
    approve(page.pk, users["moderator"])
    if stage == "approved" and not BasePage.objects.get(pk=page.pk).live:
        words = page.get_latest_revision_as_object()
        approve(page.pk, users["chair"], seen_digest=statement_digest(words))


def approve(page_id: int, user, **data) -> None:
    """Approve the current step of a page; ``data`` is what the step's form asks for."""
    # A page remembers its workflow state, so each step takes a fresh look.
    task_state = BasePage.objects.get(pk=page_id).current_workflow_task_state
    task_state.task.specific.on_action(task_state, user, "approve", **data)
