"""The import of old addresses: planned first, then saved completely or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from .address_table import AddressRow
from .addresses import AddressError, normalised_path, resolve_on_site
from .targets import RedirectTarget, TargetResolver

MADE, CHANGED, THERE, ERROR = "made", "changed", "there already", "error"


@dataclass(frozen=True)
class PlannedRow:
    """A row with the action to take, the reason for it, and the redirect to save, if any."""

    row: AddressRow
    action: str
    reason: str = ""
    redirect: Redirect | None = None


def first_rows(rows: Iterable[AddressRow]) -> dict[str, AddressRow]:
    """Return the first row of each valid old path."""
    first: dict[str, AddressRow] = {}
    for row in rows:
        try:
            first.setdefault(normalised_path(row.old), row)
        except AddressError:
            continue
    return first


def plan(site: Site, rows: Sequence[AddressRow]) -> list[PlannedRow]:
    """Return the plan for each row, in the order of the table. Writes nothing."""
    first = first_rows(rows)
    resolver = TargetResolver(site, {path: row.new for path, row in first.items()})
    return [plan_row(resolver, row, first) for row in rows]


def plan_row(resolver: TargetResolver, row: AddressRow, first: dict[str, AddressRow]) -> PlannedRow:
    """Return the plan for one row."""
    try:
        path = normalised_path(row.old)
        if resolve_on_site(resolver.site, path):
            raise AddressError("is answered by this site itself, so that a redirect from it would never be used")
    except AddressError as error:
        return PlannedRow(row, ERROR, f"{row.old} {error}")
    try:
        target = resolver.target_of(path, row.new)
        if first[path] is not row:
            if resolver.target_of(path, first[path].new) != target:
                return PlannedRow(row, ERROR, f"{row.old} leads elsewhere in line {first[path].line}")
            return PlannedRow(row, THERE, f"the same as line {first[path].line}")
    except AddressError as error:
        return PlannedRow(row, ERROR, f"{row.new} {error}")
    return plan_redirect(resolver.site, row, path, target)


def plan_redirect(site: Site, row: AddressRow, path: str, target: RedirectTarget) -> PlannedRow:
    """Return the plan for a row with a valid target, given the redirects that are stored."""
    stored = Redirect.get_for_site(site).filter(old_path=path)
    for redirect in stored:
        if redirect.is_permanent and RedirectTarget.of(redirect) == target:
            return PlannedRow(row, THERE)
    # A redirect for all Sites stays unchanged: this Site's own takes precedence over it.
    redirect = next((redirect for redirect in stored if redirect.site_id), None)
    action = CHANGED if redirect else MADE
    redirect = redirect or Redirect(old_path=path, site=site)
    redirect.redirect_page_id = target.page_id
    redirect.redirect_page_route_path = target.route
    redirect.redirect_link = target.link
    redirect.is_permanent = True
    redirect.automatically_created = False
    return PlannedRow(row, action, redirect=redirect)


@transaction.atomic
def save(plan: Iterable[PlannedRow]) -> None:
    """Save all redirects of a plan, or none."""
    for planned in plan:
        if planned.redirect:
            planned.redirect.save()
