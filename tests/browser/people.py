"""
Adds someone to a group of the demo site, whose second factors are no one else's: python -m tests.browser.people GROUP

It writes the user name and the password to standard output.
"""

import os
import sys
import uuid

import django


def add_person(demo_site, group: str) -> str:
    """Add someone to a group of a demo site that is served; return the user name."""
    username, password = demo_site.run("tests.browser.people", group).split()
    demo_site.passwords[username] = password
    return username


def main(group: str) -> None:
    """Add a user to the group, and write user name and password to standard output."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings_for_loading"
    django.setup()
    # Models, which only now can be imported.
    from tests.users import PASSWORD, add_user  # noqa: PLC0415

    sys.stdout.write(f"{add_user(f'person-{uuid.uuid4()}', group).username} {PASSWORD}")


if __name__ == "__main__":
    main(sys.argv[1])
