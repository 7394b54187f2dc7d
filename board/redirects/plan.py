"""What an import of old addresses does: planned first, then saved whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from .addresses import AddressError, own_answer, path_of
from .table import Row
from .targets import Resolver, Target

MADE, CHANGED, THERE, ERROR = "made", "changed", "there already", "error"


@dataclass(frozen=True)
class Outcome:
    """What comes of a row: what is done, and the redirect to save or why not."""

    row: Row
    what: str
    why: str = ""
    redirect: Redirect | None = None


def first_rows(rows: Iterable[Row]) -> dict[str, Row]:
    """Return the first row of each old path, without rows that have none."""
    first: dict[str, Row] = {}
    for row in rows:
        try:
            first.setdefault(path_of(row.old), row)
        except AddressError:
            continue
    return first


def plan(site: Site, rows: Sequence[Row]) -> list[Outcome]:
    """Return what comes of each row, in the order of the table. Writes nothing."""
    first = first_rows(rows)
    resolver = Resolver(site, {path: row.new for path, row in first.items()})
    return [outcome(resolver, row, first) for row in rows]


def outcome(resolver: Resolver, row: Row, first: dict[str, Row]) -> Outcome:
    """Return what comes of one row."""
    try:
        path = path_of(row.old)
        if own_answer(resolver.site, path):
            raise AddressError("is answered by this site itself, so that a redirect from it would never be used")
    except AddressError as error:
        return Outcome(row, ERROR, f"{row.old} {error}")
    try:
        target = resolver.target_of(path, row.new)
        if first[path] is not row:
            if resolver.target_of(path, first[path].new) != target:
                return Outcome(row, ERROR, f"{row.old} leads elsewhere in line {first[path].line}")
            return Outcome(row, THERE, f"the same as line {first[path].line}")
    except AddressError as error:
        return Outcome(row, ERROR, f"{row.new} {error}")
    return compare(resolver.site, row, path, target)


def compare(site: Site, row: Row, path: str, target: Target) -> Outcome:
    """Return what comes of a row with a target, beside what is stored."""
    stored = Redirect.get_for_site(site).filter(old_path=path)
    for redirect in stored:
        if redirect.is_permanent and Target.of(redirect) == target:
            return Outcome(row, THERE)
    # One that holds for all Sites stays as it is: this Site's own goes before it.
    redirect = next((redirect for redirect in stored if redirect.site_id), None)
    what = CHANGED if redirect else MADE
    redirect = redirect or Redirect(old_path=path, site=site)
    redirect.redirect_page_id = target.page_id
    redirect.redirect_page_route_path = target.route
    redirect.redirect_link = target.link
    redirect.is_permanent = True
    redirect.automatically_created = False
    return Outcome(row, what, redirect=redirect)


@transaction.atomic
def save(outcomes: Iterable[Outcome]) -> None:
    """Save what is made and changed, all or none."""
    for found in outcomes:
        if found.redirect:
            found.redirect.save()
