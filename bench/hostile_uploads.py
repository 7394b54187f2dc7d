"""
The hostile files through the door that editors use: ``python -m bench.hostile_uploads``.

Each of the sixty (``pdfs/hostile.py``) is uploaded in the admin under a name that a person might give it, into a
temporary database and folder (or the empty database that ``DATABASE_URL`` names). Printed for each: refused or kept,
in which state, what the editor is told, what the public gets, and seconds. Ends with 1 where a request fails or takes
longer than an inspection may, where nothing is said, or where the public gets a file.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from .pdf_reading import MOST_SECONDS
from .pdfs.hostile import Hostile, hostile

FOUND, FORM_AGAIN, NOT_THERE = 302, 200, 404


@dataclass(frozen=True)
class UploadOutcome:
    """What became of an upload; ``fault`` says what should not have been."""

    what: str
    told: str
    seconds: float
    fault: str = ""


def refused(response, seconds: float) -> UploadOutcome:
    """Return the outcome of an upload that the form gave back."""
    if response.status_code != FORM_AGAIN:
        return UploadOutcome("failed", "", seconds, f"answered {response.status_code}")
    errors = response.context["form"].errors
    told = " ".join(str(error) for error in errors.get("file", []))
    return UploadOutcome("refused", told, seconds, "" if told else f"no word about the file: {errors.as_text()}")


def kept(document, client, seconds: float) -> UploadOutcome:
    """Return the outcome of an upload that was stored."""
    from django.test import Client

    from board.media.issues import document_issues

    inspection = document.current_inspection
    told = " ".join(issue.what for issue in document_issues(document))
    public = Client(headers={"host": "localhost"}).get(document.url).status_code
    page = client.get(f"/admin/documents/{document.pk}/file/").status_code
    fault = ""
    if inspection is None or inspection.state == "waiting" or not inspection.message:
        fault = "no state or no message is stored"
    elif public != NOT_THERE:
        fault = f"the public got {public}"
    elif page != FORM_AGAIN:
        fault = f"the file's page answered {page}"
    elif set(document.filename) & set("/\\\x00\u202e") or not document.filename.endswith(".pdf"):
        fault = f"its name is {document.filename!r}"
    return UploadOutcome(f"kept: {inspection.state if inspection else '-'}", told or "nothing to say", seconds, fault)


def upload(client, file: Hostile) -> UploadOutcome:
    """Upload a file as an editor and return what became of it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from board.media.models import BoardDocument

    before = set(BoardDocument.objects.values_list("pk", flat=True))
    form = {"title": file.name, "collection": 1, "file": SimpleUploadedFile(file.upload_name, file.content)}
    started = time.monotonic()
    response = client.post("/admin/documents/add/", form)
    seconds = time.monotonic() - started
    document = BoardDocument.objects.exclude(pk__in=before).first()
    outcome = kept(document, client, seconds) if document else refused(response, seconds)
    if seconds > MOST_SECONDS and not outcome.fault:
        return UploadOutcome(outcome.what, outcome.told, seconds, f"took {seconds:.1f} s")
    return outcome


def editor_client():
    """Return a client that is signed in as an editor, whom no error of the site surprises."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client

    user = get_user_model().objects.create_user("editor", "editor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    client.force_login(user)
    return client


def main() -> int:
    """Upload everything and print the table; return 0 where there is no fault."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "board.settings.test"
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/site.sqlite3")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        settings.MEDIA_ROOT = str(Path(folder) / "media")
        logging.disable(logging.CRITICAL)
        setup_test_environment()  # Responses then tell what their form said.
        call_command("migrate", verbosity=0)
        client = editor_client()
        outcomes = {}
        for file in hostile():
            outcomes[file.name] = outcome = upload(client, file)
            print(f"{outcome.seconds:>6.1f} s  {outcome.what:<18} {file.name} ({file.upload_name!a})")
            print(f"{'':10}{outcome.fault or outcome.told}", flush=True)
    faults = [outcome.fault for outcome in outcomes.values() if outcome.fault]
    whole = sum(outcome.what != "refused" for outcome in outcomes.values())
    slowest = max(outcome.seconds for outcome in outcomes.values())
    print(f"{len(outcomes)} uploads: {whole} kept and marked, {len(outcomes) - whole} refused with the reason")
    print(f"slowest request {slowest:.1f} s of {MOST_SECONDS:.0f}; faults: {len(faults)}; this process lived on")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
