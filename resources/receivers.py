"""What follows from changes of resources and topics: other library indexes, and announcements of topics."""

from collections.abc import Iterable

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import PageViewRestriction

from board.basepage.models import BasePage
from board.basepage.signals import content_changed, page_changed
from board.engines.pagecache.named_versions import renew_version

from .library_index import LIBRARY_VERSION
from .models import ResourcePage, Topic


@receiver(page_changed, dispatch_uid="resources_note_page")
@receiver(post_delete, sender=BasePage, dispatch_uid="resources_note_deleted_page")
@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="resources_note_privacy")
@receiver([post_save, post_delete], sender=Topic, dispatch_uid="resources_note_topic")
@receiver(m2m_changed, sender=ResourcePage.topics.through, dispatch_uid="resources_note_topics")
def renew_library_version(**kwargs) -> None:
    """
    Renew the version of the library indexes: pages, their topics or their privacy have changed.

    A page of any type counts: a move can take a library out of a private part of the tree, or into one.
    """
    renew_version(LIBRARY_VERSION)


def topic_relations() -> list:
    """Return the relations by which pages of any type have topics: a page type with topics needs no line here."""
    return [
        relation
        for relation in Topic._meta.related_objects
        if relation.many_to_many and issubclass(relation.related_model, BasePage)
    ]


def pages_about(topic: Topic) -> list[int]:
    """Return the primary keys of the pages that have a topic."""
    return [
        pk
        for relation in topic_relations()
        for pk in getattr(topic, relation.get_accessor_name()).values_list("pk", flat=True)
    ]


def announce(page_ids: Iterable[int]) -> None:
    """Announce that pages show other topics, or topics by another name."""
    if ids := set(page_ids):
        content_changed.send(sender=Topic, page_ids=ids)


@receiver(post_save, sender=Topic, dispatch_uid="topics_announce_name")
def announce_new_name(instance, created, **kwargs) -> None:
    """Announce the pages of a topic whose name may have changed."""
    if not created:
        announce(pages_about(instance))


@receiver(pre_delete, sender=Topic, dispatch_uid="topics_remember_pages")
def remember_pages(instance, **kwargs) -> None:
    """Keep which pages have a topic before it is deleted: afterwards the database no longer knows."""
    instance.pages_before_deletion = pages_about(instance)


@receiver(post_delete, sender=Topic, dispatch_uid="topics_announce_deletion")
def announce_deletion(instance, **kwargs) -> None:
    """Announce the pages that have lost a topic."""
    announce(instance.pages_before_deletion)


def announce_choice(instance, action, pk_set, reverse, **kwargs) -> None:
    """Announce a page that has gained or lost topics, which are stored after the page itself."""
    if action.startswith("post_"):
        announce((pk_set or ()) if reverse else {instance.pk})


for relation in topic_relations():
    m2m_changed.connect(announce_choice, sender=relation.through, dispatch_uid="topics_announce_choice")
