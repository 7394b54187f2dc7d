"""Whoever keeps something made from pages hears of a topic's new name, and that pages have got or lost topics."""

from collections.abc import Iterable

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from board.basepage.models import BasePage
from board.basepage.signals import content_changed

from .topics import Topic


def topic_relations() -> list:
    """Return the relations by which pages of any type have topics; a page type with topics needs no line here."""
    return [
        relation
        for relation in Topic._meta.related_objects
        if relation.many_to_many and issubclass(relation.related_model, BasePage)
    ]


def pages_about(topic: Topic) -> list[int]:
    """Return the ids of the pages that have a topic."""
    return [
        pk
        for relation in topic_relations()
        for pk in getattr(topic, relation.get_accessor_name()).values_list("pk", flat=True)
    ]


def announce(page_ids: Iterable[int]) -> None:
    """Say that what pages show has changed."""
    if ids := set(page_ids):
        content_changed.send(sender=Topic, page_ids=ids)


@receiver(post_save, sender=Topic, dispatch_uid="topics_announce_name")
def announce_new_name(instance, created, **kwargs) -> None:
    """Announce the pages of a topic that may be called something else now."""
    if not created:
        announce(pages_about(instance))


@receiver(pre_delete, sender=Topic, dispatch_uid="topics_remember_pages")
def remember_pages(instance, **kwargs) -> None:
    """Keep in mind which pages a topic has before it is deleted: afterwards nobody knows."""
    instance.pages_before_deletion = pages_about(instance)


@receiver(post_delete, sender=Topic, dispatch_uid="topics_announce_deletion")
def announce_deletion(instance, **kwargs) -> None:
    """Announce the pages that have lost a topic."""
    announce(instance.pages_before_deletion)


@receiver(m2m_changed, dispatch_uid="topics_announce_choice")
def announce_choice(sender, instance, action, pk_set, reverse, **kwargs) -> None:
    """Announce a page that has got or lost topics: they are stored after the page itself."""
    if not action.startswith("post_") or sender not in {relation.through for relation in topic_relations()}:
        return
    announce((pk_set or ()) if reverse else {instance.pk})
