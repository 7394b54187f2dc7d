"""The contacts that readers are offered: the board's own, or the national helplines."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Contact


def childline() -> Contact:
    """Return the national helpline for children."""
    return Contact(
        label="Childline",
        for_whom=Contact.ForWhom.CHILD,
        phone="0800 1111",
        hours="Any time, day or night. It is free.",
        chat_url="https://www.childline.org.uk/get-support/1-2-1-counsellor-chat/",
    )


def nspcc() -> Contact:
    """Return the national helpline for adults who are worried about a child."""
    return Contact(label="NSPCC helpline", for_whom=Contact.ForWhom.PUBLIC, phone="0808 800 5000")


class ContactGroup(NamedTuple):
    """The contacts for one kind of reader."""

    heading: str
    contacts: list[Contact]


def group_by_reader(contacts: Iterable[Contact]) -> list[ContactGroup]:
    """
    Return the contacts grouped by reader, each group in the board's own order.

    Without any contacts, the national helplines are returned.
    """
    offered = list(contacts) or [childline(), nspcc()]
    groups = [
        ContactGroup(str(kind.label), [contact for contact in offered if contact.for_whom == kind])
        for kind in Contact.ForWhom
    ]
    return [group for group in groups if group.contacts]
