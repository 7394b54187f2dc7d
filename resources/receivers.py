"""The stamp of the libraries is renewed with everything that decides what the public finds in them."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction

from board.basepage.models import BasePage
from board.stamps.changes import note_change

from .index import ResourceIndexPage
from .items import ResourcePage
from .library import STAMP
from .topics import Topic

# The columns of a page that decide; a draft of a page that is public writes others.
DECIDES = {"live", "path", "title", "kind", "audience", "publisher", "published_on", "replaces", "replaces_id"}


@receiver([post_save, post_delete], dispatch_uid="resources_note_page")
def note_page(sender, instance, update_fields=None, **kwargs) -> None:
    """
    Note that a page of a library was saved or deleted.

    A page of any type counts where it is saved as a bare base page: so does a move, which can take a library out of
    a private part of the tree, or into one.
    """
    if not issubclass(sender, (ResourcePage, ResourceIndexPage)) and sender is not BasePage:
        return
    if update_fields is None or DECIDES & set(update_fields):
        note_change(STAMP)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="resources_note_privacy")
@receiver([post_save, post_delete], sender=Topic, dispatch_uid="resources_note_topic")
@receiver(m2m_changed, sender=ResourcePage.topics.through, dispatch_uid="resources_note_topics")
def note(sender, **kwargs) -> None:
    """Note that a part of the tree became private or public, or that topics changed."""
    note_change(STAMP)
