"""``manage.py check_links``: do the links to other sites still lead somewhere?"""

import contextlib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from board.approvals.pages import page_model
from board.links.addresses import Gate
from board.links.checker import Checker
from board.links.checking import Stop, check_all
from board.links.limits import Limits, Turns
from board.links.mail import send_digests
from board.links.models import CheckedLink
from board.links.outcomes import Finding, Outcome
from board.links.program import NAME, user_agent
from board.links.results import due, links, record
from board.links.uses import keep_all

# So many links, none of which answers, are a machine without a way out and not so many dead sites.
SUSPICIOUS = 3
# What is found without any server's word.
WITHOUT_A_SERVER = {Outcome.NO_ANSWER, Outcome.PRIVATE, Outcome.NOT_AN_ADDRESS}


class Command(BaseCommand):
    """Safe to run at any time, twice, and again after it was killed: every outcome is stored as it comes."""

    help = (
        "Check the links of public pages to other sites. Broken links are news and no error: see Reports → Broken "
        "links. Exit code 1: nothing could be checked. Run it every night, with --mail."
    )
    # Tests put others in their place.
    gate = Gate()
    limits = Limits()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to check, and whether to mail."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="check every link, not only those that are due")
        which.add_argument("--page", type=int, metavar="ID", help="check every link of one page")
        parser.add_argument("--mail", action="store_true", help="then tell the owners of pages what is broken")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report; raises ``CommandError`` where no server at all answers."""
        if options["page"] and not page_model().objects.filter(pk=options["page"]).exists():
            raise CommandError(f"There is no page {options['page']}: see the number in its address in the admin.")
        for _ in tqdm(keep_all(), desc="reading", unit="page", disable=None):
            pass
        self.check_links(self.chosen(options))
        if options["mail"]:
            sent = send_digests()
            self.stdout.write(f"{sent} mail{'' if sent == 1 else 's'} sent.")

    @staticmethod
    def chosen(options: dict[str, Any]) -> list[CheckedLink]:
        """Return the links to check."""
        if options["page"]:
            return list(links(page_id=options["page"]))
        return list(links() if options["all"] else links().filter(due(timezone.now())))

    def check_links(self, chosen: list[CheckedLink]) -> None:
        """Check links and store what comes out."""
        stop = Stop()
        turns = Turns(self.limits.pause, sleep=stop.sleep)
        checker = Checker(NAME, user_agent(), gate=self.gate, limits=self.limits, turns=turns)
        by_url = {link.url: link for link in chosen}
        findings = check_all(by_url, checker.check, hosts=self.limits.hosts, stop=stop)
        numbers: Counter[str] = Counter()
        with contextlib.closing(findings):
            for finding in believable(tqdm(findings, total=len(by_url), unit="link", disable=None)):
                record(by_url[finding.url], finding)
                numbers[finding.outcome.label] += 1
        ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
        words = ", ".join(f"{label}: {number}" for label, number in ordered)
        total = numbers.total()
        self.stdout.write(f"{total} link{'' if total == 1 else 's'} checked. {words}".strip())
        left = len(by_url) - total
        if left:
            self.stdout.write(f"{left} left for the next run: their sites asked to be left alone for now.")


def believable(findings: Iterable[Finding]) -> Iterator[Finding]:
    """
    Yield findings; links that do not answer are held back until any other server did.

    Raises ``CommandError`` where none did: then this machine is cut off, and that is no news of the links.
    """
    held: list[Finding] = []
    has_answered = False
    for finding in findings:
        if finding.outcome == Outcome.NO_ANSWER and not has_answered:
            held.append(finding)
            continue
        yield finding
        if finding.outcome not in WITHOUT_A_SERVER:
            has_answered = True
            yield from held
            held = []
    if len(held) >= SUSPICIOUS:
        raise CommandError(
            f"None of {len(held)} links answered, so this machine probably has no way out to the internet. "
            "Nothing was stored of them. Try: curl --head https://www.gov.uk"
        )
    yield from held
