"""Threads that start together, and the outcome of each."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, connections
from django.db.utils import IntegrityError

# How an action is refused.
REFUSALS = (ValidationError, PermissionDenied, IntegrityError)
# How the database ends one of two transactions that wait for each other: nothing is lost, but a user sees an error.
COLLISIONS = ("deadlock detected", "could not serialize")
# In seconds. The others start this much after the first at most: about as long as an approval takes, so that they fall
# into every part of it.
APART = 0.08
PATIENCE = 20


@dataclass
class Outcome:
    """What an action returned, or why it did not."""

    returned: object
    error: BaseException | None

    @property
    def done(self) -> bool:
        """Return whether the action was completed."""
        return self.error is None

    @property
    def refused(self) -> bool:
        """Return whether the action was refused."""
        return isinstance(self.error, REFUSALS)

    @property
    def collided(self) -> bool:
        """Return whether the database ended the action because two waited for each other."""
        return isinstance(self.error, OperationalError) and any(text in str(self.error) for text in COLLISIONS)


def run(action, barrier, delay):
    """Take an action on a connection of this thread's own, which is open before the start and closed after."""
    try:
        with connection.cursor() as cursor:
            # A wait without end becomes an error that no test expects.
            cursor.execute(f"SET statement_timeout = '{PATIENCE}s'")
            # PostgreSQL looks for a deadlock after a second; a superuser may make it look sooner.
            cursor.execute(
                "SELECT set_config('deadlock_timeout', '50ms', false) FROM pg_user "
                "WHERE usename = current_user AND usesuper"
            )
        barrier.wait(timeout=PATIENCE)
        time.sleep(delay)
        return action()
    finally:
        connections.close_all()


def race(*actions, first: int, luck: random.Random) -> list[Outcome]:
    """
    Take actions at the same time, each in a thread; return their outcomes, or raise an unexpected error.

    ``first`` is the number of the action that gets the start.
    """
    barrier = threading.Barrier(len(actions))
    with ThreadPoolExecutor(len(actions)) as pool:
        futures = [
            pool.submit(run, action, barrier, 0 if number == first else luck.uniform(0, APART))
            for number, action in enumerate(actions)
        ]
    outcomes = [
        Outcome(returned=None if future.exception() else future.result(), error=future.exception())
        for future in futures
    ]
    for outcome in outcomes:
        if outcome.error and not (outcome.refused or outcome.collided):
            raise outcome.error
    return outcomes


class Tally(Counter):
    """The outcomes of the rounds of one race."""

    def report(self, name: str, seconds: float) -> None:
        """Print the figures, for runs of the races alone."""
        figures = ", ".join(f"{count} {what}" for what, count in self.items())
        print(f"\n{name}: {figures}; {seconds:.1f} s")  # noqa: T201
