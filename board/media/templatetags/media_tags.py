"""What was found in a file, for templates."""

from django import template

from board.media import findings

register = template.Library()


@register.simple_tag
def findings_of(document) -> list[findings.Finding]:
    """Return everything that is to be said of a document, the weightiest first."""
    return findings.findings(document)
