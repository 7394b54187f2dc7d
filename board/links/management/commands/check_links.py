"""``manage.py check_links``: check the links of public pages to other sites."""

import contextlib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from board.basepage.models import BasePage
from board.commands import SiteCommand
from board.engines.linkcheck.check import LinkChecker
from board.engines.linkcheck.gate import Gate
from board.engines.linkcheck.outcomes import LinkCheck, LinkOutcome
from board.engines.linkcheck.runner import StopSignal, check_all
from board.engines.linkcheck.throttling import HostThrottle, Limits
from board.links.advice import LABELS
from board.links.mail import send_broken_links
from board.links.models import CheckedLink
from board.links.uses import update_all_uses
from board.siteinfo.models import BoardSettings

# The name by which a site's robots.txt may address the program.
NAME = "BoardLinkCheck"
# When this many links are checked and none responds, the machine is cut off rather than every site down.
SUSPICIOUS = 3
# Outcomes without a response from any server.
WITHOUT_RESPONSE = {LinkOutcome.NO_ANSWER, LinkOutcome.PRIVATE, LinkOutcome.NOT_AN_ADDRESS}


def user_agent() -> str:
    """Return the ``User-Agent`` header: the program, its site and a contact."""
    board = BoardSettings.objects.order_by("-site__is_default_site", "pk").first()
    contact = (board.security_contact or board.media_contact_email) if board else ""
    return f"{NAME}/1.0 (+{settings.BASE_URL}{f'; {contact}' if contact else ''})"


class Command(SiteCommand):
    """Safe to run at any time, twice, and again after it was killed: every result is stored as it arrives."""

    help = (
        "Check the links of public pages to other sites. Broken links are news and no error: see Reports → Broken "
        "links. Exit code 1: nothing could be checked. Run it every night, with --mail."
    )
    # Tests replace these.
    gate = Gate()
    limits = Limits()

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="check every link, not only those that are due")
        which.add_argument("--page", type=int, metavar="ID", help="check every link of one page")
        parser.add_argument("--mail", action="store_true", help="then tell the owners of pages what is broken")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report; raise ``CommandError`` where no server at all responds."""
        if options["page"] and not BasePage.objects.filter(pk=options["page"]).exists():
            raise CommandError(f"There is no page {options['page']}: see the number in its address in the admin.")
        for _ in tqdm(update_all_uses(), desc="reading", unit="page", disable=None):
            pass
        self.check_links(self.links_to_check(options))
        if options["mail"]:
            queued = send_broken_links()
            self.stdout.write(f"{queued} mail{'' if queued == 1 else 's'} queued.")

    @staticmethod
    def links_to_check(options: dict[str, Any]) -> list[CheckedLink]:
        """Return the links of a page, all of them, or those that are due."""
        links = CheckedLink.objects.used(page_id=options["page"])
        return list(links if options["page"] or options["all"] else links.due(timezone.now()))

    def check_links(self, links: list[CheckedLink]) -> None:
        """Check links, store the results and print a summary."""
        stop = StopSignal()
        throttle = HostThrottle(self.limits.pause, sleep=stop.sleep)
        checker = LinkChecker(NAME, user_agent(), gate=self.gate, limits=self.limits, throttle=throttle)
        by_url = {link.url: link for link in links}
        checks = check_all(by_url, checker.check, hosts=self.limits.hosts, stop=stop)
        counts: Counter[str] = Counter()
        with contextlib.closing(checks):
            for check in plausible(tqdm(checks, total=len(by_url), unit="link", disable=None)):
                by_url[check.url].record(check)
                counts[LABELS[check.outcome]] += 1
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        outcomes = ", ".join(f"{label}: {count}" for label, count in ordered)
        total = counts.total()
        self.stdout.write(f"{total} link{'' if total == 1 else 's'} checked. {outcomes}".strip())
        left = len(by_url) - total
        if left:
            self.stdout.write(f"{left} left for the next run: their sites asked to be left alone for now.")


def plausible(checks: Iterable[LinkCheck]) -> Iterator[LinkCheck]:
    """
    Yield results, holding back links without a response until any server has responded.

    Raises ``CommandError`` where none does: this machine is cut off then, which says nothing about the links.
    """
    held: list[LinkCheck] = []
    has_response = False
    for check in checks:
        if check.outcome == LinkOutcome.NO_ANSWER and not has_response:
            held.append(check)
            continue
        yield check
        if check.outcome not in WITHOUT_RESPONSE:
            has_response = True
            yield from held
            held = []
    if len(held) >= SUSPICIOUS:
        raise CommandError(
            f"None of {len(held)} links answered, so this machine probably has no way out to the internet. "
            "Nothing was stored of them. Try: curl --head https://www.gov.uk"
        )
    yield from held
