"""What readers get of a public file is what a second person has looked at, whatever happens at once."""

from functools import partial

import pytest

from board.media.models import BoardDocument, NotWaitingError, VersionState
from board.publishing.replacements import release_version
from tests.files import make_document, make_page_with

from .test_races import ROUNDS, Rounds, bytes_of, pytestmark, replace, replacement  # noqa: F401  # pytest reads the marks.


@pytest.fixture(params=ROUNDS)
def rounds(request, members, swept):
    return Rounds(request.node.name, request.param, members, swept)


def release(version, user):
    """Release a version; return whether it still waited."""
    try:
        release_version(version, user)
    except NotWaitingError:
        return False
    return True


def test_two_people_replace_a_public_file_at_once(rounds, two_page_pdf):
    for number in rounds:
        make_page_with(make_document(two_page_pdf), rounds.index)
        contents = [two_page_pdf + b"%% %d-%d" % (number, which) for which in (1, 2)]
        forms = [
            replacement(content, user)
            for content, user in zip(contents, (rounds.editor, rounds.moderator), strict=True)
        ]
        outcomes = rounds.run(*(partial(replace, form) for form in forms))
        assert all(outcome.done for outcome in outcomes), outcomes
        document = BoardDocument.objects.get()
        assert bytes_of(document) == two_page_pdf
        assert {bytes_of(version) for version in document.versions.all()} == {two_page_pdf, *contents}
        states = sorted(document.versions.values_list("state", flat=True))
        assert states == [VersionState.CURRENT, VersionState.SET_ASIDE, VersionState.WAITING]


def test_release_while_another_replaces(rounds, two_page_pdf):
    for number in rounds:
        make_page_with(make_document(two_page_pdf), rounds.index)
        seen, unseen = (two_page_pdf + b"%% %d-%d" % (number, which) for which in (1, 2))
        assert replace(replacement(seen, rounds.editor))
        version = BoardDocument.objects.get().waiting_version
        form = replacement(unseen, rounds.editor)
        released, replaced = rounds.run(partial(release, version, rounds.moderator), partial(replace, form))
        assert (released.done, replaced.done) == (True, True)
        document = BoardDocument.objects.get()
        assert bytes_of(document) == (seen if released.returned else two_page_pdf)
        assert {bytes_of(version) for version in document.versions.all()} == {two_page_pdf, seen, unseen}
        assert document.versions.filter(state=VersionState.CURRENT).count() == 1
        rounds.tally["released"] += released.returned
