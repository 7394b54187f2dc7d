"""The demo's settings: what the board says of itself, and its accessibility statement."""

import datetime as dt

from django.utils import timezone
from wagtail.models import Site

from board.accessibility.models import AccessibilityStatement, KnownProblem
from board.siteinfo.models import Alert, BoardSettings, Contact, FooterLink
from home.models import StandardPage


def make_alert(order: int, alert: dict) -> Alert:
    """Return an alert that begins now and lasts as many days as its entry says."""
    alert = dict(alert)
    ends_at = timezone.now() + dt.timedelta(days=alert.pop("for_days"))
    return Alert(sort_order=order, ends_at=ends_at, **alert)


def fill_in_board_settings(site: Site, content: dict) -> None:
    """Fill in what the board says of itself."""
    board = BoardSettings.for_site(site)
    for name, value in content["board"].items():
        setattr(board, name, value)
    board.contacts = [Contact(sort_order=order, **contact) for order, contact in enumerate(content["contacts"])]
    board.alerts = [make_alert(order, alert) for order, alert in enumerate(content["alerts"])]
    in_footer = [entry["title"] for entry in content["standard"] if entry.get("in_footer")]
    pages = {page.title: page for page in StandardPage.objects.filter(title__in=in_footer)}
    board.footer_links = [FooterLink(sort_order=order, page=pages[title]) for order, title in enumerate(in_footer)]
    board.save()
    site.site_name = board.board_name
    site.save()


def fill_in_accessibility_statement(site: Site, content: dict) -> None:
    """Fill in the accessibility statement as after a review."""
    facts = dict(content["accessibility"])
    today = timezone.localdate()
    reviewed = today - dt.timedelta(days=facts.pop("days_ago"))
    problems = [
        KnownProblem(
            sort_order=order,
            what=problem["what"],
            criterion=problem["criterion"],
            by_when=today + dt.timedelta(days=problem["in_days"]),
        )
        for order, problem in enumerate(facts.pop("problems"))
    ]
    statement = AccessibilityStatement.for_site(site)
    statement.tested_on = statement.prepared_on = statement.reviewed_on = reviewed
    statement.next_review_on = today + dt.timedelta(days=facts.pop("next_review_in_days"))
    for name, value in facts.items():
        setattr(statement, name, value)
    statement.problems = problems
    statement.full_clean()
    statement.save()
