"""Placeholder until the search for hidden content is merged."""


def find_hidden(path, pdf):
    """Return nothing."""
    return {
        "author": "",
        "producer": "",
        "comments": [],
        "attachments": [],
        "earlier_revisions": 0,
        "covered": [],
        "scripts": 0,
        "unread": [],
    }
