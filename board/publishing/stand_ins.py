"""What is said of the people who stand in at the steps of a page's workflow."""

from django.utils.formats import date_format

from board.cover.models import Cover

from .authorship import writer_ids


def cover_sentences(page, tasks) -> list[str]:
    """Return who stands in now at some steps of a page's workflow, and until when, a sentence for each."""
    groups = {group for task in tasks for group in task.groups.all()}
    cover = Cover.objects.running().filter(group__in=groups).select_related("stand_in").order_by("role", "pk")
    return [sentence_of(page, each) for each in cover]


def sentence_of(page, cover: Cover) -> str:
    """Return who stands in until when, and whether that person may decide on the page."""
    until = date_format(cover.last_day, "j F Y")
    if cover.role == Cover.Role.MODERATOR:
        return f"{cover.stand_in} stands in for a moderator until {until}."
    if cover.stand_in_id in writer_ids(page):
        return (
            f"The chair is away until {until}. {cover.stand_in} stands in, and wrote part of this, so it waits for "
            "the chair."
        )
    return f"The chair is away until {until}; {cover.stand_in} decides."
