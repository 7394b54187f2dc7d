"""Signals that public content has changed, for apps that store something derived from pages."""

from django.dispatch import Signal

# Sent by the page's specific class when a page was saved, and not only its draft, within the transaction of the save;
# with ``page``, the specific page as it is stored now, and ``raw``, whether a fixture is being loaded.
page_changed = Signal()

# Sent when something that pages show but that is stored elsewhere has changed, such as a topic's name or the text of a
# file, within the transaction of the change; with ``page_ids``, a collection of primary keys.
content_changed = Signal()
