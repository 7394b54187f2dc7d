"""The reminder on the admin's home page."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import policy_registry

from .models import AccessibilityStatement
from .reminders import reminder


@hooks.register("construct_homepage_panels")
def remind_of_the_statement(request, panels) -> None:
    """Tell those who may change a statement when it is missing, due or overdue."""
    sites = policy_registry.get_by_type(AccessibilityStatement).sites_user_has_permission_for(request.user, "change")
    statements = AccessibilityStatement.objects.filter(site__in=sites).select_related("site")
    found = [(statement, words) for statement in statements if (words := reminder(statement))]
    for statement, words in found:
        url = reverse("wagtailsettings:edit", args=["accessibility", "accessibilitystatement", statement.site_id])
        where = f"{statement.site.hostname}: " if len(statements) > 1 else ""
        messages.warning(request, format_html('{}{} <a href="{}">Open the statement</a>', where, words, url))
