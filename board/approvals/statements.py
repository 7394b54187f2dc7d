"""Statements: pages that speak in the board's name, and so need the independent chair's approval."""

from collections.abc import Iterator

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from board.blocks.statement_quote import StatementQuoteBlock


def blocks_within(block: blocks.Block, value) -> Iterator[tuple[blocks.Block, object]]:
    """Yield a block with its value and, at any depth, those within it."""
    yield block, value
    if not value:
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from blocks_within(child.block, child.value)
    elif isinstance(block, ImageBlock):
        # Its value is the image, with the description as an attribute.
        yield from blocks_within(block.child_blocks["image"], value)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child_block in block.child_blocks.items():
            yield from blocks_within(child_block, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            yield from blocks_within(child.block, child.value)


def needs_chair(page) -> bool:
    """
    Return whether a specific page may be public only with the chair's approval.

    It needs it while it carries a statement, and from the day on which a statement was public on it until the chair
    lets it go: otherwise other words could take the place of those that were approved.
    """
    return page.approval_required or carries_statement(page)


def carries_statement(page) -> bool:
    """
    Return whether a specific page speaks in the board's name.

    It does with a statement block anywhere in its streams, or with the mark ``in_our_name``.
    """
    if getattr(page, "in_our_name", False):
        return True
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        if any(isinstance(block, StatementQuoteBlock) for block, _ in blocks_within(value.stream_block, value)):
            return True
    return False
