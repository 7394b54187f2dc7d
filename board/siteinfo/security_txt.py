"""Where somebody who has found a fault in the site's security reports it (RFC 9116)."""

import datetime as dt

# The file must say until when it holds, less than a year ahead (RFC 9116, 2.5.5). It is made anew at every request
# from settings that people look after; a copy kept elsewhere goes stale within this time.
DAYS = 90


def security_txt(contact: str, root_url: str, today: dt.date) -> str:
    """
    Return the file for a Site.

    ``contact`` is an email address, ``root_url`` the Site's address without a trailing slash.
    """
    expires = today.replace(day=1) + dt.timedelta(days=DAYS)
    return (
        f"Contact: mailto:{contact}\n"
        f"Expires: {expires.isoformat()}T00:00:00Z\n"
        "Preferred-Languages: en\n"
        f"Canonical: {root_url}/.well-known/security.txt\n"
    )
