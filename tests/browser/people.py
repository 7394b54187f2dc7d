"""
Adds someone to a group of the demo site, whose second factors are no one else's: python -m tests.browser.people GROUP

It writes the user name to standard output; the password is that of all users of tests.
"""

import os
import sys
import uuid

import django


def main(group: str) -> None:
    """Add a user to the group, and write the user name to standard output."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings_for_loading"
    django.setup()
    # Models, which only now can be imported.
    from tests.users import add_user  # noqa: PLC0415

    sys.stdout.write(add_user(f"person-{uuid.uuid4()}", group).username)


if __name__ == "__main__":
    main(sys.argv[1])
