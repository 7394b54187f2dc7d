"""The report of imported items in the admin."""

from board.admin import register_report

from .reports import ImportedNewsReport

register_report(ImportedNewsReport, "imported-news", order=1200)
