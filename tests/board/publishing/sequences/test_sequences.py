"""Random sequences of up to 30 steps: no unapproved statement word is visible after any step of any of them."""

import time

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from board.approvals.models import StatementApproval
from tests.users import add_user

from .machine import Site

# How many sequences are tried of each seed. In those of seed 4 no approval is withdrawn, so it would prove less.
SHARDS = {0: 4, 1: 14, 2: 14, 3: 14, 5: 14}
ON_POSTGRESQL = 2
MORE = pytest.mark.test_all("Sixty sequences; make test tries the first four.")
MANY = pytest.mark.test_long("Five hundred sequences.")
STEPS = 30
# Each broken guard is detected within these.
MOST = 500


def options(sequences):
    """Return hypothesis's settings: the same sequences at every run, so that a failure can be looked at again."""
    return settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )


@pytest.fixture
def site_machine(db, editor, moderator, chair, superuser, second_moderator, deputy):
    """The machine with its people, and with figures of its own."""

    class OwnSite(Site):
        people = {
            "editor": editor,
            "moderator": moderator,
            "second": add_user("third", "Moderators"),
            "chair": chair,
            "deputy": deputy,
            "superuser": superuser,
        }
        figures = type(Site.figures)()

    return OwnSite


@pytest.mark.parametrize(
    ("shard", "sequences"),
    [
        *(pytest.param(*shard, marks=MORE if number else ()) for number, shard in enumerate(SHARDS.items())),
        pytest.param(max(SHARDS) + 1, 500, marks=MANY),
    ],
)
def test_no_sequence_shows_what_was_not_approved(site_machine, shard, sequences, capsys):
    if connection.vendor == "postgresql" and shard >= ON_POSTGRESQL:
        pytest.skip("The steps are the same on both databases, and these are tried on SQLite.")
    start = time.monotonic()
    run_state_machine_as_test(seed(shard)(site_machine), settings=options(sequences))
    with capsys.disabled():
        figures = ", ".join(f"{count} {what}" for what, count in sorted(site_machine.figures.items()))
        print(f"\n{sequences} sequences in {time.monotonic() - start:.0f} s: {figures}")  # noqa: T201
    # The test would prove nothing if nothing were ever approved, seen or refused.
    for what in ("approved", "statements seen", "refused", "files seen", "taken back"):
        assert site_machine.figures[what], what


def always(value):
    """Return a function that always returns the same value."""
    return lambda *args, **kwargs: value


BROKEN_GUARDS = {
    "the seal takes everything for approved, and so does serving": {
        "board.approvals.sealing.newest_approval": always(StatementApproval(page_id=0)),
        "board.approvals.serving.is_approved": always(True),
    },
    "the digest forgets the words": {
        "board.approvals.digest.digest_of": always("v2:the same"),
        "board.publishing.approved_words.digest_of": always("v2:the same"),
    },
    "what was taken back still counts": {
        "board.approvals.models.ApprovalEvent.ENDING": (),
    },
    "what is held or has a time counts at once": {
        "board.approvals.models.register.StatementApprovalQuerySet.effective": (
            lambda queryset, now=None: queryset.standing()
        ),
    },
    "files change under an approval, and serving does not look": {
        "board.publishing.receivers.guard_change": always(None),
        "board.publishing.wagtail_hooks.matches_approval": always(True),
    },
    "every file is served to everybody": {"board.media.views.may_fetch": always(True)},
}


@pytest.mark.test_all("A control of the sequences, each of which takes up to a minute to find its broken guard.")
@pytest.mark.skipif(connection.vendor == "postgresql", reason="tried on SQLite: the guards are the same")
@pytest.mark.parametrize("guard", BROKEN_GUARDS)
def test_broken_guard_is_detected(site_machine, guard):
    with pytest.MonkeyPatch.context() as patch:
        for target, value in BROKEN_GUARDS[guard].items():
            patch.setattr(target, value)
        with pytest.raises(AssertionError, match=" at /"):
            run_state_machine_as_test(seed(1)(site_machine), settings=options(MOST))
