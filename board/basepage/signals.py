"""What a page shows readers has changed: for apps that keep something made from pages."""

from django.dispatch import Signal

# A page was saved, and not only its draft. Sent within the transaction of the save with ``page``, the specific page as
# it is stored now, and ``raw``, whether a fixture is being loaded. The sender is the page's own class.
page_changed = Signal()

# Something that pages show, but that is stored elsewhere, has changed: a topic's name, the text of a file. Sent within
# the transaction of the change with ``page_ids``, a collection of primary keys.
content_changed = Signal()
