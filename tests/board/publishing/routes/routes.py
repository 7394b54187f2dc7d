"""
Every way by which content becomes public in Wagtail 8, tried with words that the chair has not approved.

A route is a function of the world and of who takes it; it returns a response, or ``None`` for code. Its
outcome is observed, never stated here.
"""

import datetime as dt
import io
import json
import tempfile
from pathlib import Path
from unittest import mock

from django.core import serializers
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from board.approvals.models import StatementApproval
from board.basepage.models import BasePage
from board.media.models import BoardImage, FileChange, VersionState
from board.media.tasks import inspect_document, inspect_version
from board.publishing.models import restart_review
from news.models import NewsPage
from resources.models import Topic
from tests.admin import STATEMENT, add_news, decide, news_form
from tests.board.publishing.conftest import QUOTE
from tests.boards import add_board
from tests.factories import NewsPageFactory
from tests.publication import approve, fresh, latest_digest, publish_statement

from .world import edit_url, pdf, picture, secret_statement

LATER = dt.datetime(2099, 1, 1, 9, tzinfo=dt.UTC)
ADMIN = ("editor", "moderator", "chair", "superuser")
COMMAND, ORM, UPDATE, BULK, LOADDATA = ("management command", "raw ORM", "QuerySet.update", "bulk_update", "loaddata")
CODE = (COMMAND, ORM, UPDATE, BULK, LOADDATA)
ROUTES: list = []


def route(name, *actors):
    """Register a route under the name that the table shows, for those who can take it."""

    def register(function):
        ROUTES.append((name, actors, function))
        return function

    return register


def bulk(world, actor, action, page, **data):
    """Post a bulk action of the explorer."""
    url = reverse("wagtail_bulk_action", args=["basepage", "basepage", action])
    return world.client(actor).post(f"{url}?id={page.pk}", data)


def api(world, actor, page, action, **data):
    """Post an action of the admin's API."""
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return world.client(actor).post(url, json.dumps(data), content_type="application/json")


def publish_in_form(world, actor, page, title, **fields):
    """Post the edit form with Publish."""
    return world.client(actor).post(edit_url(page), news_form(title, STATEMENT, "action-publish", **fields))


def blocks_linking_to(page):
    """Return the blocks with a link to a page that an editor has chosen."""
    return [
        {"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">Read more of it</a></p>'},
        {"type": "resource_link", "value": {"title": "More of it", "page": page.pk}},
    ]


def clock_forward():
    """Run the scheduler long after everything is due."""
    with mock.patch.object(timezone, "now", return_value=LATER + dt.timedelta(days=1)):
        call_command("publish_scheduled", stderr=io.StringIO())


# The admin ---------------------------------------------------------------------------------------


@route("Create and publish", *ADMIN)
def create_and_publish(world, actor):
    form = news_form("Title zqdraft again", STATEMENT, "action-publish", summary="Summary zqdraft")
    return add_news(world.client(actor), world.index, form)


@route("Edit a draft and publish", *ADMIN)
def edit_and_publish(world, actor):
    return publish_in_form(world, actor, world.page("draft"), "Title zqdraft")


@route("Edit a public statement and publish", *ADMIN)
def edit_public(world, actor):
    return publish_in_form(world, actor, world.page("public"), "Title zqchange")


@route("Put a statement into a public ordinary item", *ADMIN)
def edit_plain(world, actor):
    return publish_in_form(world, actor, world.page("plain"), "Title zqchange")


@route("Edit and schedule, clock forward", *ADMIN)
def edit_and_schedule(world, actor):
    response = publish_in_form(world, actor, world.page("draft"), "Title zqdraft", go_live_at="2099-01-01 09:00")
    clock_forward()
    return response


@route("Approve at the moderator’s step", *ADMIN)
def approve_review(world, actor):
    page = world.page("review")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk])
    return world.client(actor).post(url)


@route("Approve at the chair’s step without reading", *ADMIN)
def approve_unread(world, actor):
    page = world.page("chair")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk])
    return world.client(actor).post(url)


@route("Approve from a stale screen", *ADMIN)
def approve_stale(world, actor):
    page = world.page("chair")
    seen = latest_digest(page)
    words = page.get_latest_revision_as_object()
    words.summary = "Summary zqchange"
    words.save_revision(user=page.latest_revision.user)
    # Other words are reviewed while the chair has the earlier ones on the screen.
    restart_review(fresh(page), page.latest_revision.user)
    approve(page, world.people["moderator"])
    return decide(world.client(actor), page, seen_digest=seen)


@route("Approve in the edit form after changing a word", *ADMIN)
def approve_changed(world, actor):
    data = {"workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    form = news_form("Title zqchair changed", STATEMENT, "action-workflow-action", **data)
    return world.client(actor).post(edit_url(world.page("chair")), form)


@route("Put out what is held", "editor")
def release_held(world, actor):
    approval = StatementApproval.objects.get(page_id=world.pages["held"].pk)
    return world.client(actor).post(reverse("publishing:release", args=[approval.pk]))


@route("Publish what is held", *ADMIN)
def publish_held(world, actor):
    return bulk(world, actor, "publish", world.page("held"))


@route("Decide and put out, as another board’s chair", "chair")
def act_as_another_boards_chair(world, actor):
    client = Client()
    client.force_login(add_board().people[actor])
    decide(client, world.page("chair"))
    approval = StatementApproval.objects.get(page_id=world.pages["held"].pk)
    return client.post(reverse("publishing:release", args=[approval.pk]))


@route("Take an approval back, as another board’s chair", "chair")
def withdraw_as_another_boards_chair(world, actor):
    client = Client()
    client.force_login(add_board().people[actor])
    approval = StatementApproval.objects.get(page_id=world.pages["public"].pk)
    return client.post(reverse("publishing:withdraw", args=[approval.pk]), {"reason": "X", "notice": "error"})


@route("Bulk publish", *ADMIN)
def bulk_publish(world, actor):
    return bulk(world, actor, "publish", world.page("draft"))


@route("Bulk publish with descendants", *ADMIN)
def bulk_publish_descendants(world, actor):
    return bulk(world, actor, "publish", world.index, include_descendants="on")


@route("Publish an item that links to drafts", *ADMIN, ORM)
def publish_links(world, actor):
    item = world.page("plain")
    hidden = [page for page in map(fresh, world.pages.values()) if not page.live]
    item.body = json.dumps([block for page in hidden for block in blocks_linking_to(page)])
    if actor == ORM:
        item.save()
        return None
    item.save_revision(user=world.people["editor"], log_action=True)
    return bulk(world, actor, "publish", item)


@route("Make a topic", *ADMIN)
def make_topic(world, actor):
    form = {"name": "Topic zqtopic", "slug": "zqtopic"}
    return world.client(actor).post(reverse("resources_topic_modeladmin_create"), form)


@route("Rename the topic of a public item", "editor", "chair")
def rename_topic(world, actor):
    url = reverse("resources_topic_modeladmin_edit", args=[Topic.objects.get().pk])
    return world.client(actor).post(url, {"name": "Topic zqtopic", "slug": "floods"})


@route("Cancel the review, then publish", *ADMIN)
def cancel_and_publish(world, actor):
    page = world.page("chair")
    form = news_form("Title zqchair", STATEMENT, "action-cancel-workflow")
    world.client(actor).post(edit_url(page), form)
    return publish_in_form(world, actor, page, "Title zqchair")


@route("Copy and publish the copy", *ADMIN)
def copy(world, actor):
    data = {
        "new_title": "Title zqchange",
        "new_slug": "copied",
        "new_parent_page": world.index.pk,
        "publish_copies": "on",
    }
    return world.client(actor).post(reverse("wagtailadmin_pages:copy", args=[world.pages["public"].pk]), data)


@route("Alias of a draft", *ADMIN)
def alias(world, actor):
    data = {"new_title": "X", "new_slug": "aliased", "new_parent_page": world.index.pk, "alias": "on"}
    return world.client(actor).post(reverse("wagtailadmin_pages:copy", args=[world.pages["draft"].pk]), data)


@route("Convert an alias, then publish other words", *ADMIN)
def convert_alias(world, actor):
    page = world.page("alias")
    response = world.client(actor).post(reverse("wagtailadmin_pages:convert_alias", args=[page.pk]))
    publish_in_form(world, actor, page, "Title zqchange")
    return response


@route("Revert to other words and publish", *ADMIN)
def revert(world, actor):
    page = world.page("public")
    return publish_in_form(world, actor, page, "Title zqchange", revision=page.latest_revision_id)


@route("Unpublish, then publish other words", *ADMIN)
def republish(world, actor):
    page = world.page("public")
    world.client(actor).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    return bulk(world, actor, "publish", page)


@route("Move", *ADMIN)
def move(world, actor):
    page = world.pages["draft"]
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, world.index.pk])
    return world.client(actor).post(url)


@route("Make private, then public", *ADMIN)
def privacy(world, actor):
    url = reverse("wagtailadmin_pages:set_privacy", args=[world.pages["draft"].pk])
    client = world.client(actor)
    client.post(url, {"restriction_type": "login", "password": "", "groups": []})
    return client.post(url, {"restriction_type": "none", "password": "", "groups": []})


@route("Delete what was public", "editor", "moderator", "chair")
def delete(world, actor):
    return world.client(actor).post(reverse("wagtailadmin_pages:delete", args=[world.pages["public"].pk]))


@route("Admin API: publish", *ADMIN)
def api_publish(world, actor):
    return api(world, actor, world.pages["draft"], "publish")


@route("Admin API: copy, kept live", *ADMIN)
def api_copy(world, actor):
    return api(world, actor, world.pages["public"], "copy", keep_live=True, slug="copied", title="Title zqchange")


@route("Admin API: alias", *ADMIN)
def api_alias(world, actor):
    return api(world, actor, world.pages["draft"], "create_alias", update_slug="aliased")


@route("Admin API: revert", *ADMIN)
def api_revert(world, actor):
    page = world.page("public")
    return api(world, actor, page, "revert_to_page_revision", revision_id=page.latest_revision_id)


def replace_in_form(world, actor, file, upload):
    """Post the form of a document or image with another file, and inspect what is public then."""
    is_image = isinstance(file, BoardImage)
    url = reverse("wagtailimages:edit" if is_image else "wagtaildocs:edit", args=[file.pk])
    data = {"title": file.title, "collection": 1, "tags": "", "reason": "Typo", "seen_hash": file.edit_token}
    data |= {"description": "Two herons"} if is_image else {}
    response = world.client(actor).post(url, data | {"file": upload})
    if not is_image:
        inspect_document(type(file).objects.get(pk=file.pk))
    return response


@route("Replace the file of a public statement", *ADMIN)
def replace_file(world, actor):
    return replace_in_form(world, actor, world.document("public"), SimpleUploadedFile("public.pdf", pdf("zqbytes")))


@route("Replace the file of a public ordinary item", *ADMIN)
def replace_ordinary_file(world, actor):
    return replace_in_form(world, actor, world.document("plain"), SimpleUploadedFile("plain.pdf", pdf("zqbytes")))


@route("Replace the picture of a public ordinary item", *ADMIN)
def replace_picture(world, actor):
    upload = SimpleUploadedFile("zqbytes.png", picture("black"))
    return replace_in_form(world, actor, world.image(), upload)


@route("Let out one’s own new version of a file", *ADMIN)
def release_own_version(world, actor):
    replace_ordinary_file(world, actor)
    version = world.document("plain").versions.first()
    inspect_version(version)
    return world.client(actor).post(
        reverse("publishing:waiting_version", args=["document", version.pk]), {"action": "release"}
    )


@route("Put a file back that was never in place", *ADMIN)
def restore_version(world, actor):
    document = world.document("plain")
    document.file = ContentFile(pdf("zqbytes"), "plain.pdf")
    document.store_file()
    version = document.withhold(FileChange(), VersionState.SET_ASIDE)
    version.save()
    response = world.client(actor).post(reverse("publishing:restore_version", args=["document", version.pk]))
    inspect_document(world.document("plain"))
    return response


@route("Delete the file of a public statement", *ADMIN)
def delete_file(world, actor):
    return world.client(actor).post(reverse("wagtaildocs:delete", args=[world.document("public").pk]))


@route("Guess the address of a draft’s file", "editor", "moderator", "chair", "superuser")
def fetch_file(world, actor):
    # All users of the admin may; the visitor tries it after every route.
    response = world.client(actor).get(world.document("secret").url)
    b"".join(response.streaming_content)


# Code --------------------------------------------------------------------------------------------


def write_row(how, model, pk, **values):
    """Write columns of a row by one of the ways that code has."""
    if how == UPDATE:
        model.objects.filter(pk=pk).update(**values)
        return
    row = model.objects.get(pk=pk)
    for name, value in values.items():
        setattr(row, name, getattr(row, value.name) if isinstance(value, F) else value)
    if how == ORM:
        row.save()
    elif how == BULK:
        model.objects.bulk_update([row], list(values))
    else:
        load(row)


def load(*rows):
    """Load rows from a fixture, as ``loaddata`` does it."""
    with tempfile.TemporaryDirectory() as folder:
        fixture = Path(folder) / "rows.json"
        fixture.write_text(serializers.serialize("json", rows))
        call_command("loaddata", str(fixture), stderr=io.StringIO(), stdout=io.StringIO())


@route("Live flag", ORM, UPDATE, BULK, LOADDATA)
def live_flag(world, actor):
    write_row(actor, BasePage, world.pages["draft"].pk, live=True)


@route("Live flag, digests blanked", ORM, UPDATE, BULK, LOADDATA)
def blanked(world, actor):
    write_row(actor, BasePage, world.pages["draft"].pk, live=True, statement_digest="", approved_digest="")


@route("Live flag, approval forged", ORM, UPDATE, BULK, LOADDATA)
def forged(world, actor):
    write_row(actor, BasePage, world.pages["draft"].pk, live=True, approved_digest=F("statement_digest"))


@route("Title of a public statement", ORM, UPDATE, BULK, LOADDATA)
def title(world, actor):
    write_row(actor, BasePage, world.pages["public"].pk, title="Title zqchange", summary="Summary zqchange")


@route("Words of a public statement", ORM, UPDATE, BULK, LOADDATA)
def words(world, actor):
    changed = {**QUOTE, "value": {**QUOTE["value"], "speaker": "Title zqchange"}}
    write_row(actor, NewsPage, world.pages["public"].pk, body=json.dumps([changed]))


@route("Statement into a public ordinary item", ORM, UPDATE, BULK, LOADDATA)
def into_plain(world, actor):
    changed = {**QUOTE, "value": {**QUOTE["value"], "speaker": "Title zqchange"}}
    write_row(actor, NewsPage, world.pages["plain"].pk, body=json.dumps([changed]))


@route("Some fields: save(update_fields=…)", ORM)
def some_fields(world, actor):
    page = world.page("draft")
    page.live = True
    page.save(update_fields=["live"], clean=False)


@route("Add a live page", ORM)
def add_child(world, actor):
    secret_statement(world.index, None, "zqchange")
    NewsPageFactory(parent=world.index, title="Title zqchange", slug="live", body=[QUOTE], live=True)


@route("Revision.publish, permissions skipped", ORM)
def revision_publish(world, actor):
    revision = world.page("draft").latest_revision
    revision.publish(user=world.people["superuser"], skip_permission_checks=True)


@route("Publish action", ORM)
def publish_action(world, actor):
    PublishPageRevisionAction(world.page("draft").latest_revision).execute(skip_permission_checks=True)


@route("Schedule a revision", ORM)
def schedule(world, actor):
    revision = world.page("draft").latest_revision
    revision.approved_go_live_at = LATER
    revision.save()
    clock_forward()


@route("Schedule written into the database, publish_scheduled", COMMAND)
def publish_scheduled(world, actor):
    revision = world.page("draft").latest_revision
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=LATER)
    clock_forward()


@route("Unscheduled while the scheduler runs", COMMAND)
def unscheduled_meanwhile(world, actor):
    hands = [world.people[name] for name in ("editor", "moderator", "chair")]
    others = NewsPageFactory(parent=world.index, title="Due first", live=False, go_live_at=LATER)
    others.save_revision().publish()
    page = secret_statement(world.index, hands[0], "zqchange")
    page = publish_statement(page, *hands, release="at", release_at=LATER + dt.timedelta(minutes=1))
    publish = Revision.publish

    def unschedule_and_publish(revision, *args, **kwargs):
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=None)
        return publish(revision, *args, **kwargs)

    with mock.patch.object(Revision, "publish", unschedule_and_publish):
        clock_forward()


@route("Copy, kept live", ORM)
def copy_live(world, actor):
    page = world.page("public").get_latest_revision_as_object()
    page.copy(update_attrs={"slug": "copied", "title": "Title zqchange"}, keep_live=True)


@route("Alias of a draft, in code", ORM)
def alias_in_code(world, actor):
    world.page("draft").create_alias(update_slug="aliased")


@route("Aliases follow a public page", ORM)
def aliases_follow(world, actor):
    page = world.page("public")
    page.update_aliases(revision=page.latest_revision)


@route("Convert an alias, in code", ORM)
def convert_in_code(world, actor):
    page = world.page("alias")
    page.alias_of = None
    page.save(update_fields=["alias_of_id"], clean=False)


def write_file(document, how):
    """Put other bytes behind a document by one of the ways that code has."""
    if how == ORM:
        document.file = ContentFile(pdf("zqbytes"), document.filename)
        document.save()
        inspect_document(document)  # What follows the transaction of an upload: until then the file is not served.
        return
    name = document.file.storage.save(f"documents/{document.filename}", ContentFile(pdf("zqbytes")))
    values = {"file": name, "file_hash": "0" * 40}
    if how == UPDATE:
        type(document).objects.filter(pk=document.pk).update(**values)
    else:
        for column, value in values.items():
            setattr(document, column, value)
        type(document).objects.bulk_update([document], list(values))


@route("File of a public statement", ORM, UPDATE, BULK)
def file_in_code(world, actor):
    write_file(world.document("public"), actor)


@route("File of a public ordinary item", ORM, UPDATE, BULK)
def ordinary_file_in_code(world, actor):
    write_file(world.document("plain"), actor)


@route("Picture of a public ordinary item", ORM)
def picture_in_code(world, actor):
    image = world.image()
    image.file = ContentFile(picture("black"), "zqbytes.png")
    image.save()


@route("Wagtail’s own maintenance commands", COMMAND)
def maintenance(world, actor):
    for command in ("fixtree", "set_url_paths", "rebuild_references_index", "create_log_entries_from_revisions"):
        call_command(command, stdout=io.StringIO())
    call_command("purge_revisions", stdout=io.StringIO())
    call_command("wagtail_update_index", stdout=io.StringIO())
    call_command("move_pages", world.index.pk, world.index.get_parent().pk, stdout=io.StringIO())
    clock_forward()
