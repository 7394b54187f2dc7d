"""What whoever keeps something made from pages wants to know beside that a page was saved."""

from django.dispatch import Signal

# Something that pages show, but that is stored elsewhere, has changed: a topic's name, the text of a file. Sent within
# the transaction of the change with ``page_ids``, a collection of primary keys.
content_changed = Signal()
