"""Links from a page to its events' calendar files."""

from django import template

from board.events.event_dates import event_uid

register = template.Library()


@register.simple_tag(takes_context=True)
def calendar_uid(context, block) -> str:
    """Return the identifier of a callout's calendar file, or an empty string in drafts and previews."""
    page, request = context.get("page"), context.get("request")
    if not page or not page.live or getattr(request, "is_preview", False) or not block.value.get("start"):
        return ""
    return str(event_uid(page, block.id))
