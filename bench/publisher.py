"""
Publishes what it is told to on standard input, for programs that watch what readers get: ``python -m bench.publisher``.

It says ``done`` when a change is made, which is when an editor's request would have been answered. Every version of the
item stands in its title and its body, so that halves of two versions are seen.
"""

import datetime as dt
import os
import signal
import sys

import django

BODY = "<p>The partnership has met. Version {0}.</p>" + "<p>What was said there fills a few lines.</p>" * 20


class Publisher:
    """Writes one item, its file and an alert."""

    def __init__(self) -> None:
        from wagtail.models import Site

        from board.siteinfo.models import BoardSettings
        from news.models import NewsIndexPage, NewsPage

        site = Site.objects.get()
        site.hostname, site.port = "localhost", 80
        site.save()
        self.settings = BoardSettings.for_site(site)
        index = NewsIndexPage.objects.get()
        self.item = NewsPage.objects.filter(slug="watched").first()
        if self.item is None:
            self.item = index.add_child(instance=NewsPage(title="Version 0", slug="watched", date=dt.date(2026, 1, 2)))
        self.publish("0")

    def say(self, version: str) -> None:
        """Put a version into the item, unsaved."""
        self.item.refresh_from_db()
        self.item.title = f"Version {version}"
        self.item.summary = f"What version {version} says in short."
        self.item.body = [{"type": "text", "value": BODY.format(version)}, *self.files()]

    def files(self) -> list:
        """Return the blocks of the item's file, where it has one."""
        from board.media.models import BoardDocument

        return [
            {"type": "pdf_document", "value": {"document": document.pk, "title": document.title}}
            for document in BoardDocument.objects.filter(title="Watched")
        ]

    def publish(self, version: str) -> None:
        """Publish a version."""
        self.say(version)
        self.item.save_revision().publish()

    def embargo(self, version: str) -> None:
        """Put a version into the schedule, its time past, and run the command that brings it out."""
        from django.core.management import call_command
        from django.utils import timezone
        from wagtail.models import Revision

        self.say(version)
        revision = self.item.save_revision()
        moment = timezone.now() - dt.timedelta(seconds=1)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=moment)
        call_command("publish_scheduled")

    def withdraw(self, _: str) -> None:
        """Take the item down with a notice."""
        from board.withdrawals.models import Withdrawal

        self.item.refresh_from_db()
        Withdrawal.withdraw(self.item, None, "error")

    def row(self, version: str) -> None:
        """Publish a version past every signal: the columns alone."""
        from django.db import transaction

        from news.models import NewsPage

        self.say(version)
        # Two tables, so two statements.
        with transaction.atomic():
            NewsPage._base_manager.filter(pk=self.item.pk).update(
                title=self.item.title, summary=self.item.summary, body=self.item.body
            )

    def replace(self, version: str) -> None:
        """Give the item's file other bytes under the same address, as two people do."""
        from django.core.files.base import ContentFile
        from django.db import transaction

        from board.media.models import BoardDocument, FileChange, VersionState
        from home.demo.pdf import make_pdf

        content = ContentFile(make_pdf(f"Version {version}", [[f"Version {version}"]]), name="watched.pdf")
        document = BoardDocument.objects.filter(title="Watched").first() or BoardDocument(title="Watched")
        document.file = content
        if not document.pk:
            document.save()
            return
        document.store_file()
        waiting = document.withhold(FileChange(reason="Another version"), VersionState.WAITING)
        waiting.save()
        with transaction.atomic():
            waiting.release(waiting.as_object(), "a second person")

    def alert(self, version: str) -> None:
        """Put an alert over every page, for three seconds."""
        from django.utils import timezone

        from board.siteinfo.models import Alert

        end = timezone.now() + dt.timedelta(seconds=3)
        Alert.objects.create(settings=self.settings, message=f"Alert {version}", ends_at=end)

    def die(self, version: str) -> None:
        """Publish a version and be killed between the commit and everything that follows it."""
        from django.db import transaction

        with transaction.atomic():
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            self.publish(version)


def main() -> None:
    """Do what each line says: a word, and the version."""
    django.setup()
    from django.db import close_old_connections

    publisher = Publisher()
    print("ready", flush=True)
    for line in sys.stdin:
        close_old_connections()  # As at the beginning of a request: the database may have been away.
        what, _, version = line.strip().partition(" ")
        getattr(publisher, what)(version)
        print("done", flush=True)


if __name__ == "__main__":
    main()
