"""Codes and challenges are taken once, by whichever process is first: the mark is in the database, not in a cache."""

import datetime as dt
import string

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import UsedCode

# Far longer than a code of an app is valid, and far shorter than it takes the app to show it again by chance.
REMEMBERED_FOR = dt.timedelta(hours=1)
# A code may be typed as it is printed.
SEPARATORS = str.maketrans("", "", string.punctuation + string.whitespace)


def use_once(user, code: str) -> bool:
    """Return whether a code or challenge was used for the first time, and mark it."""
    typed = code.translate(SEPARATORS).lower()
    digest = salted_hmac("board.accounts.used_codes", typed, algorithm="sha256").hexdigest()
    UsedCode.objects.filter(user=user, at__lt=timezone.now() - REMEMBERED_FOR).delete()
    with transaction.atomic():
        _, is_first = UsedCode.objects.get_or_create(user=user, digest=digest)
    return is_first
