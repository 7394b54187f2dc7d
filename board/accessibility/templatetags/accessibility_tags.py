"""Whom to ask for another format."""

from django import template

from board.accessibility.models import AccessibilityStatement

register = template.Library()


@register.simple_tag(takes_context=True)
def accessibility(context) -> AccessibilityStatement | None:
    """Return the statement of this Site with its contact, or ``None`` where a page is made without a request."""
    request = context.get("request")
    return AccessibilityStatement.for_request(request) if request else None
