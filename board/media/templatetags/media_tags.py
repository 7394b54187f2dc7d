"""The issues of a document, for templates."""

from django import template

from board.media.issues import FileIssue, document_issues

register = template.Library()


@register.simple_tag
def issues_of(document) -> list[FileIssue]:
    """Return the issues of a document, the most severe first."""
    return document_issues(document)
