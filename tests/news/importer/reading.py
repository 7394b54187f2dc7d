"""What the tests of the importer's rules share: an item or a list from its lines, and what came of it."""

from zoneinfo import ZoneInfo

from news.importer.parser import parse_item, parse_list

LONDON = ZoneInfo("Europe/London")


def read(*lines, title="Heron"):
    """Return the item of some lines below a heading."""
    return parse_item(title, lines)


def items_of(*lines):
    """Return the items of a list's lines."""
    return parse_list("\n".join(lines), "list.txt").items


def of_kind(item, kind):
    """Return the blocks of a kind."""
    return [block for block in item.blocks if isinstance(block, kind)]


def said_of(item):
    """Return an item's notes as one text."""
    return " | ".join(item.notes)
