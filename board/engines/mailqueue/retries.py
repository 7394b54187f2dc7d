"""How often and for how long a mail is tried, by the reason why it was not sent."""

import datetime as dt

from django.db.models import TextChoices

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

# RFC 5321, 4.5.4.1: “the give-up time generally needs to be at least 4-5 days”.
GIVE_UP_AFTER = 4 * DAY
# The server may have taken each copy, or will hardly change its mind, so these few attempts are all.
FEW_ATTEMPTS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR)
FIRST_DELAY, LONGEST_DELAY = dt.timedelta(seconds=5), 10 * MINUTE
# After a connection that broke off, the other mails wait for this long before one of them is tried.
PAUSE = MINUTE
# An attempt takes a few times EMAIL_TIMEOUT at the most; the process of one that began earlier than this was killed.
CLAIM_PERIOD = 5 * MINUTE
# A mail that has waited for this long is late: nothing sends mail, or the server does not take it.
OVERDUE_AFTER = 5 * MINUTE
KEEP_SENT, KEEP_GIVEN_UP = 14 * DAY, 30 * DAY


class Failure(TextChoices):
    """Why a mail was not sent, in words for the people of the site."""

    TRANSIENT = "transient", "The mail server could not be used, or asked to be tried later."
    UNCONFIRMED = "unconfirmed", "The mail server broke off before it confirmed the mail, which may have arrived."
    REFUSED = "refused", "The mail server refused the mail or its address."
    INVALID = "invalid", "The mail or its address is not valid."


def retry_delay(failure: Failure, attempts: int, age: dt.timedelta) -> dt.timedelta | None:
    """
    Return the time until the next attempt, or ``None`` to give up.

    ``attempts`` have failed in a row for the same reason; ``age`` is the time since the mail was queued.
    """
    if failure == Failure.INVALID or age >= GIVE_UP_AFTER:
        return None
    if failure == Failure.TRANSIENT:
        # More doublings than these would not fit into a time.
        return min(FIRST_DELAY * 2 ** min(attempts - 1, 20), LONGEST_DELAY)
    return FEW_ATTEMPTS[attempts - 1] if attempts <= len(FEW_ATTEMPTS) else None
