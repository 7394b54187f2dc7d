"""The contact for other formats of a document."""

from django import template

from board.accessibility.models import AccessibilityStatement

register = template.Library()


@register.simple_tag(takes_context=True)
def accessibility(context) -> AccessibilityStatement | None:
    """Return the statement of the request's Site, or ``None`` without a request."""
    request = context.get("request")
    return AccessibilityStatement.for_request(request) if request else None
