"""
The importer of the board's old "Latest News" list: file → text → parsed items → drafts.

``reader`` and ``details`` read files, ``parser`` and the rules it calls (``statements``, ``links``, ``events``)
understand the text without a database, ``builder`` and ``drafts`` make the pages.
"""
