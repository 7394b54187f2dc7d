"""The import of old addresses: planned first, then saved completely or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from django.db import transaction
from django.utils.encoding import iri_to_uri, repercent_broken_unicode
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.models import Site

from .address_table import AddressRow
from .addresses import AddressError, address_as_sent, normalised_address, redirectable_address
from .responses import redirect_response
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
    """Return the first row of each valid old address, by its normal form."""
    first: dict[str, AddressRow] = {}
    for row in rows:
        try:
            first.setdefault(normalised_address(row.old), row)
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
        path = redirectable_address(resolver.site, row.old)
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
def carry_out(site: Site, plan: Sequence[PlannedRow], *, is_dry_run: bool) -> list[PlannedRow]:
    """
    Save all redirects of a plan and try each; return the plan, with an error for each row that leads nowhere.

    Nothing is written where any row has an error, and in a dry run.
    """
    for planned in plan:
        if planned.redirect:
            planned.redirect.save()
    tried = [try_row(site, planned) for planned in plan]
    if is_dry_run or any(planned.action == ERROR for planned in tried):
        transaction.set_rollback(True)
    return tried


def try_row(site: Site, planned: PlannedRow) -> PlannedRow:
    """Return a planned row, with an error where a request for its old address isn't led to its target."""
    if planned.redirect is None:
        return planned
    path, query = address_as_sent(planned.row.old)
    request = get_dummy_request(site=site)
    request.path_info = repercent_broken_unicode(unquote_to_bytes(path)).decode()
    request.META["QUERY_STRING"] = query
    response = redirect_response(request)
    if response is not None and getattr(response, "url", None) == iri_to_uri(planned.redirect.link):
        return planned
    return PlannedRow(planned.row, ERROR, f"{planned.row.old} was tried and does not lead there")
