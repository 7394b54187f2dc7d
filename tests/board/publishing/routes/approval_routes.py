"""Routes past what an approval covers beside the words, and past its end."""

from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from board.media.models import BoardDocument, BoardImage
from board.withdrawals.models import Withdrawal
from tests.board.publishing.conftest import add_statement
from tests.boards import add_board
from tests.publication import fresh, publish_statement

from .routes import ADMIN, BULK, ORM, UPDATE, bulk, route, write_row
from .world import secret_statement


def hands(world):
    """Return writer, reviewer and approver."""
    return [world.people[name] for name in ("editor", "moderator", "chair")]


def edit_document(world, actor, **fields):
    """Post the form of the public statement's document."""
    form = {"title": "public", "collection": 1, "tags": "", **fields}
    return world.client(actor).post(reverse("wagtaildocs:edit", args=[world.document("public").pk]), form)


@route("Rename the file of a public statement", *ADMIN, ORM, UPDATE, BULK)
def rename_file(world, actor):
    if actor in ADMIN:
        return edit_document(world, actor, title="Title zqchange")
    return write_row(actor, BoardDocument, world.documents["public"].pk, title="Title zqchange")


@route("Hide the file of a public statement in a private collection", *ADMIN, ORM, UPDATE, BULK)
def hide_file(world, actor):
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    if actor in ADMIN:
        return edit_document(world, actor, collection=collection.pk)
    return write_row(actor, BoardDocument, world.documents["public"].pk, collection=collection)


@route("Make the collection of a public statement’s file private", "superuser", ORM)
def hide_collection(world, actor):
    root = Collection.get_first_root_node()
    if actor == ORM:
        CollectionViewRestriction.objects.create(collection=root, restriction_type="login")
        return None
    form = {"restriction_type": "login", "password": "", "groups": []}
    return world.client(actor).post(reverse("wagtailadmin_collections:set_privacy", args=[root.pk]), form)


@route("Focal point and description of a public statement’s picture", *ADMIN, ORM, UPDATE, BULK)
def change_picture(world, actor):
    image = BoardImage.objects.create(title="Heron", description="A heron", file=get_test_image_file())
    picture = [{"type": "picture", "value": {"image": image.pk, "alt_text": "A heron", "decorative": False}}]
    words = add_statement(world.index, world.people["editor"], title="Pictured", slug="pictured", picture=picture)
    publish_statement(words, *hands(world))
    if actor not in ADMIN:
        return write_row(actor, BoardImage, image.pk, description="zqchange", focal_point_x=3)
    form = {"title": "Heron", "description": "zqchange", "collection": 1, "tags": ""}
    form |= dict.fromkeys((f"focal_point_{name}" for name in ("x", "y", "width", "height")), 3)
    return world.client(actor).post(reverse("wagtailimages:edit", args=[image.pk]), form)


@route("Publish words that others have replaced", *ADMIN, ORM)
def publish_replaced(world, actor):
    page = publish_statement(secret_statement(world.index, world.people["editor"], "zqchange"), *hands(world))
    replaced = page.latest_revision
    words = replaced.as_object()
    words.title = words.summary = "Approved later"
    words.slug = "later"
    publish_statement(words, *hands(world))
    if actor == ORM:
        replaced.publish(skip_permission_checks=True)
        return None
    words = replaced.as_object()
    words.save_revision(user=world.people["editor"], previous_revision=replaced, log_action=True)
    return bulk(world, actor, "publish", page)


@route("Publish what was withdrawn", *ADMIN, ORM)
def publish_withdrawn(world, actor):
    page = publish_statement(secret_statement(world.index, world.people["editor"], "zqchange"), *hands(world))
    Withdrawal.withdraw(page, world.people["moderator"], "legal")
    if actor == ORM:
        fresh(page).latest_revision.publish(skip_permission_checks=True)
        return None
    return bulk(world, actor, "publish", page)


@route("Put words without a mark in the place of a statement", *ADMIN, ORM)
def unmark(world, actor):
    page = world.page("public")
    words = page.get_latest_revision_as_object()
    words.title, words.body = "Title zqchange", [("text", "<p>We are not sorry.</p>")]
    if actor == ORM:
        words.save()
        return None
    words.save_revision(user=world.people["editor"], log_action=True)
    return bulk(world, actor, "publish", page)


@route("Let a page go, as another board’s chair", "chair")
def let_go_as_another_boards_chair(world, actor):
    client, page = Client(), world.page("public")
    client.force_login(add_board().people[actor])
    response = client.post(reverse("publishing:let_go", args=[page.pk]), {"reason": "X"})
    unmark(world, actor)
    return response
