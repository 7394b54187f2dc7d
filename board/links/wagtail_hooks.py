"""The report of broken links in the admin."""

from board.admin import register_report

from .reports import BrokenLinksReport

register_report(BrokenLinksReport, "broken-links", order=1300)
