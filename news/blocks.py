"""The changes of a published item that readers are told of."""

import datetime as dt

from wagtail import blocks

from board.blocks.dates import DateBlock

CORRECTION = "correction"


class UpdateBlock(blocks.StructBlock):
    """
    A day and what changed on it.

    In a stream of its own beside the body; the chair approves its words too, since they are as public.
    """

    date = DateBlock(help_text="The day of the change.")
    kind = blocks.ChoiceBlock(
        choices=[("update", "Update"), (CORRECTION, "Correction")],
        default="update",
        help_text="A correction stands beside the words that it corrects; an update below the item.",
    )
    note = blocks.TextBlock(
        rows=2, max_length=1000, help_text="What has changed, and for a correction also what was wrong before."
    )

    class Meta:
        icon = "history"
        label = "Change"
        label_format = "{kind} {date}"
        template = "blocks/change.html"


class UpdatesStreamBlock(blocks.StreamBlock):
    """The changes of an item."""

    change = UpdateBlock()


def newest_first(updates) -> list:
    """Return the changes of a stream, the newest first; before them those without a date, which a draft may have."""
    changes = [block.value for block in updates]
    return sorted(changes, key=lambda change: change.get("date") or dt.date.max, reverse=True)


def corrections(updates) -> list:
    """Return the corrections of a stream, the newest first."""
    return [change for change in newest_first(updates) if change.get("kind") == CORRECTION]
