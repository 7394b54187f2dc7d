"""A save that changes nothing that a reader meets is no writing, and voids nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from board.publishing.authorship import has_written, writer_ids
from board.publishing.models import restart_review
from board.reviews.marking import set_owner
from resources.models import Topic
from tests.admin import PLAIN, act, edit, news_form
from tests.factories import NewsPageFactory
from tests.publication import approve, bring_to_chair, fresh, latest_digest, submit

STORED = "<p>The board has met twice this year.</p>"
# The same as the rich text editor sends it back.
SENT_BACK = '<p data-block-key="a1b2c">The board has met twice this year.</p>'


def save(page, user, **fields):
    """Save a revision of a page's latest words with these fields changed; return it."""
    version = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    return version.save_revision(user=user, log_action=True)


def save_text(page, user, text):
    """Save a revision of a page with this text alone in its body; return it."""
    return save(page, user, body=[("text", text)])


@pytest.fixture
def plain(news_index, editor):
    """An ordinary item that a program has stored, submitted by its writer."""
    body = [{"type": "text", "value": STORED}]
    return submit(NewsPageFactory(parent=news_index, title="Plain", live=False, owner=editor, body=body), editor)


class TestWriters:
    def test_owner_of_unlogged_draft_is_its_writer(self, statement, editor):
        assert writer_ids(statement) == {editor.pk}
        PageLogEntry.objects.all().delete()
        assert writer_ids(statement) == {editor.pk}

    def test_owner_of_a_colleagues_draft_is_no_writer(self, statement, editor, moderator):
        set_owner(statement, moderator)
        assert writer_ids(fresh(statement)) == {editor.pk}

    def test_public_page_has_no_writers_until_it_is_changed(self, approved, moderator):
        assert writer_ids(approved) == set()
        save(approved, moderator)
        assert writer_ids(fresh(approved)) == set()
        save(approved, moderator, title="Herons")
        assert writer_ids(fresh(approved)) == {moderator.pk}

    def test_save_of_the_same_words_is_no_writing(self, plain, editor, moderator):
        save_text(plain, moderator, SENT_BACK)
        save(plain, moderator, review_by="2030-01-01")
        assert writer_ids(fresh(plain)) == {editor.pk}
        assert not has_written(fresh(plain), moderator)

    @pytest.mark.parametrize(
        "fields",
        [{"title": "Plainer"}, {"slug": "plainer"}, {"body": [("text", "<p>The board has met once this year.</p>")]}],
        ids=lambda fields: next(iter(fields)),
    )
    def test_save_of_what_a_reader_meets_is_writing(self, plain, moderator, fields):
        save(plain, moderator, **fields)
        assert has_written(fresh(plain), moderator)

    def test_topics_are_what_a_reader_meets(self, plain, moderator):
        save(plain, moderator, topics=[Topic.objects.create(name="Floods", slug="floods")])
        assert has_written(fresh(plain), moderator)

    def test_words_that_another_has_undone_were_written(self, plain, editor, moderator, second_moderator):
        save_text(plain, moderator, "<p>Other words.</p>")
        save_text(plain, second_moderator, STORED)
        assert writer_ids(fresh(plain)) == {editor.pk, moderator.pk, second_moderator.pk}

    def test_reverting_to_other_words_is_writing(self, plain, moderator, second_moderator):
        first = fresh(plain).latest_revision
        save(plain, second_moderator, title="Plainer")
        first.as_object().save_revision(user=moderator, previous_revision=first, log_action=True)
        assert has_written(fresh(plain), moderator)


class TestPurgedRevisions:
    def test_writer_of_purged_words_that_remain_counts(self, plain, moderator, second_moderator):
        purged = save(plain, moderator, title="Plainer")
        save(plain, second_moderator)
        purged.delete()
        assert has_written(fresh(plain), moderator)

    def test_purged_save_of_the_same_words_does_not_count(self, plain, moderator, second_moderator):
        purged = save(plain, moderator)
        save(plain, second_moderator)
        purged.delete()
        assert not has_written(fresh(plain), moderator)

    def test_purged_latest_revision_counts(self, plain, moderator):
        save(plain, moderator).delete()
        assert has_written(fresh(plain), moderator)

    def test_program_is_no_writer(self, plain, editor):
        save(plain, None, title="Plainer")
        assert PageLogEntry.objects.filter(page_id=plain.pk, user=None).exists()
        assert writer_ids(fresh(plain)) == {editor.pk}


class TestAutosave:
    """Wagtail's autosave overwrites the revision that it made before."""

    @staticmethod
    def overwrite(page, revision, title):
        version = fresh(page).get_latest_revision_as_object()
        version.title = title
        return version.save_revision(user=revision.user, overwrite_revision=revision, log_action=True)

    def test_only_the_words_that_stayed_are_writing(self, plain, moderator):
        revision = save(plain, moderator, title="Plainer")
        assert self.overwrite(plain, revision, "Plain") == revision
        assert not has_written(fresh(plain), moderator)

    def test_revision_under_review_is_not_overwritten(self, plain, editor):
        reviewed = fresh(plain).latest_revision
        assert self.overwrite(plain, reviewed, "Plainer") != reviewed
        reviewed.refresh_from_db()
        assert reviewed.content["title"] == "Plain"

    def test_published_revision_is_not_overwritten(self, plain, editor, moderator):
        page = approve(plain, moderator)
        assert self.overwrite(page, page.live_revision, "Plainer") != page.live_revision
        assert writer_ids(fresh(page)) == {editor.pk}

    def test_newer_revision_is_not_overwritten_by_an_older_form(self, plain, moderator, second_moderator):
        stale = fresh(plain).get_latest_revision_as_object()
        revision = save(plain, moderator, title="Plainer")
        stale.latest_revision = revision
        newer = save(plain, second_moderator, title="Plainest")
        with pytest.raises(PermissionDenied, match="not the latest"):
            stale.save_revision(user=moderator, overwrite_revision=revision)
        assert fresh(plain).latest_revision == newer


class TestReviewOfTheSameWords:
    def test_moderator_approves_text_stored_by_a_program_with_one_click(self, client, plain, editor, moderator):
        client.force_login(moderator)
        fields = {"workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
        form = news_form("Plain", PLAIN, "action-workflow-action", **fields)
        form["body-0-id"] = fresh(plain).get_latest_revision_as_object().body[0].id
        edit(client, plain, form)
        page = fresh(plain)
        assert page.live
        assert page.revisions.count() == 1
        assert not page.has_unpublished_changes

    def test_save_of_the_same_words_restarts_no_review(self, client, plain, moderator):
        state = plain.current_workflow_task_state
        client.force_login(moderator)
        edit(client, plain, news_form("Plain", PLAIN))
        assert fresh(plain).current_workflow_task_state == state
        act(client, plain, "approve")
        assert fresh(plain).live
        assert fresh(plain).live_revision == fresh(plain).latest_revision

    def test_chair_approves_after_a_save_of_the_same_words(self, statement, editor, moderator, chair):
        page = bring_to_chair(statement, editor, moderator)
        latest = save(page, chair)
        page = approve(page, chair, seen_digest=latest_digest(page))
        assert page.live
        assert page.live_revision == latest

    def test_resubmitted_words_are_reviewed_again(self, at_the_chair, editor, chair):
        """The chair asks for another review by sending back what only the chair has reviewed."""
        state = at_the_chair.current_workflow_task_state
        state.task.specific.on_action(state, chair, "reject", comment="Once more.")
        save(at_the_chair, editor)
        fresh(at_the_chair).current_workflow_state.resume(editor)
        assert fresh(at_the_chair).current_workflow_task.name == "Editorial review"

    def test_earlier_approval_of_other_words_is_not_carried_over(self, at_the_chair, moderator, chair):
        save(at_the_chair, chair, title="Herons")
        restart_review(fresh(at_the_chair), chair)
        save(at_the_chair, chair)
        assert fresh(at_the_chair).current_workflow_task.name == "Editorial review"
        assert approve(at_the_chair, moderator).current_workflow_task.name == "Independent Chair approval"
