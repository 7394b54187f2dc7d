"""
The importer of the board's old "Latest News" list: file → text → parsed items → drafts.

``parser`` and its rules (``statement_rules``, ``link_rules``, ``event_rules``) read the text and ``details`` a table
of what the text lacks, all without a database; ``builder`` and ``drafts`` make the pages.
"""
