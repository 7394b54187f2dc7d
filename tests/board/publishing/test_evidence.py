"""The register stands alone: words, files and export survive purges and deletions, and verify without a database."""

import datetime as dt
import io
import json
import os
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from board.approvals.digest import VERSION
from board.approvals.models import ApprovedWords, FileChunk, StatementApproval
from board.basepage.models import BasePage
from board.engines.evidence.keys import load_private_key, make_private_key, public_pem
from board.media.models import BoardDocument
from board.publishing.approved_words import plain_text, sha256_of_text, store_files, words_as_read
from board.publishing.audit import check_site
from board.publishing.evidence import NoEvidenceKeyError, signing_key, write_evidence, write_key
from tests.board.publishing.conftest import add_statement
from tests.files import make_document
from tests.publication import approve, bring_to_chair, latest_digest, publish_statement

MORE = pytest.mark.test_all("Another member of the pack; the engine's own tests change each.")
WORDS = "We are sorry for what this family has lost."


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    """The key that packs are signed with; the file of its public key."""
    pem = make_private_key()
    settings.EVIDENCE_KEY = pem.decode()
    path = tmp_path / "board.pem"
    path.write_text(public_pem(load_private_key(pem)))
    return path


@pytest.fixture
def with_file(news_index, two_page_pdf, everyone_to):
    """A public statement with a PDF whose title has letters beyond ASCII."""
    document = make_document(two_page_pdf, title="Bericht über Größe")
    page = add_statement(news_index, everyone_to[0], document=document)
    return publish_statement(page, *everyone_to, comment="Thank you all.")


def entry():
    return StatementApproval.objects.get()


def export():
    """Return the bytes of the only entry's pack."""
    file = io.BytesIO()
    write_evidence(entry(), file)
    return file.getvalue()


@pytest.fixture
def verify(tmp_path, key, capsys):
    """Return a function that verifies the bytes of a pack by the command, without a database; what it prints."""

    def verify_bytes(pack):
        path = tmp_path / "pack.zip"
        path.write_bytes(pack)
        with connection.execute_wrapper(refuse_queries):
            call_command("verify_evidence", str(path), "--key", str(key))
        return capsys.readouterr().out

    return verify_bytes


def refuse_queries(execute, sql, *args):
    raise AssertionError(f"The database was asked: {sql}")


def changed(pack, name, old, new):
    """Return a pack in which a member's bytes are replaced, in a ZIP that is whole."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as before, zipfile.ZipFile(file, "w") as after:
        for member in before.namelist():
            content = before.read(member)
            assert member != name or old in content
            after.writestr(member, content.replace(old, new, 1) if member == name else content)
    return file.getvalue()


class TestKeptWords:
    def test_words_are_kept_as_read_and_answer_to_the_digest(self, with_file):
        row = entry()
        assert WORDS in row.words.text
        assert f"{WORDS}</p>" in row.words.html
        assert row.html_sha256 == sha256_of_text(row.words.html)
        assert row.text_sha256 == sha256_of_text(row.words.text)
        assert row.digest == f"{VERSION}:{sha256_of_text(row.words.content)}"

    def test_bytes_of_files_are_kept_as_approved(self, with_file, two_page_pdf):
        file = entry().files.get()
        assert b"".join(FileChunk.objects.read(file.sha256)) == two_page_pdf
        assert (file.size, file.title) == (len(two_page_pdf), "Bericht über Größe")

    def test_file_is_stored_once_for_several_approvals_and_in_parts(
        self, with_file, everyone_to, monkeypatch, tmp_path
    ):
        monkeypatch.setattr(FileChunk, "SIZE", 10)
        chunks = FileChunk.objects.count()
        words = with_file.get_latest_revision_as_object()
        words.title = "Herons"
        publish_statement(words, *everyone_to)
        assert FileChunk.objects.count() == chunks
        sha256 = FileChunk.objects.store(io.BytesIO(b"A file of twenty-seven bytes."))
        assert FileChunk.objects.filter(sha256=sha256).count() == 3
        assert b"".join(FileChunk.objects.read(sha256)) == b"A file of twenty-seven bytes."

    @pytest.mark.parametrize("lacking", ["these words", "the bytes of a file"])
    def test_approval_is_given_to_exactly_what_is_kept(self, news_index, document, everyone_to, monkeypatch, lacking):
        page = bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])

        def read(version):
            words = words_as_read(version)
            return words if lacking == "the bytes of a file" else words._replace(digest="v2:earlier")

        if lacking == "these words":
            store_files(page.get_latest_revision_as_object())
        monkeypatch.setattr("board.publishing.models.approvable_words", read)
        with pytest.raises(ValidationError, match="has changed since you opened it"):
            approve(page, everyone_to[2], seen_digest=latest_digest(page))
        assert not StatementApproval.objects.exists()

    @pytest.mark.parametrize("damage", ["missing", "other bytes"])
    def test_file_that_is_not_what_its_row_says_is_not_approved(self, news_index, document, everyone_to, damage):
        page = bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])
        if damage == "missing":
            document.file.storage.delete(document.file.name)
        else:
            Path(document.file.path).write_bytes(b"%PDF-1.7 other")
        with pytest.raises(ValidationError, match="Nothing was approved"):
            approve(page, everyone_to[2], seen_digest=latest_digest(page))
        assert not StatementApproval.objects.exists()

    def test_storage_is_not_asked_within_a_transaction(self, news_index, document, everyone_to, monkeypatch):
        page = bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])
        depth, opened = len(connection.savepoint_ids), []
        open_file = BoardDocument.open_file
        monkeypatch.setattr(
            BoardDocument, "open_file", lambda file: opened.append(len(connection.savepoint_ids)) or open_file(file)
        )
        approve(page, everyone_to[2], seen_digest=latest_digest(page))
        assert opened == [depth]

    def test_bytes_of_refused_approvals_are_forgotten_after_a_day(self, with_file):
        sha256 = FileChunk.objects.store(io.BytesIO(b"Refused"))
        list(check_site(change=True))
        assert FileChunk.objects.filter(sha256=sha256).exists()
        FileChunk.objects.delete_unused(before=timezone.now() + dt.timedelta(seconds=1))
        assert not FileChunk.objects.filter(sha256=sha256).exists()
        assert FileChunk.objects.filter(sha256=entry().files.get().sha256).exists()

    def test_plain_text_has_a_line_for_each_paragraph(self):
        html = """<html><head><title>Not read</title></head><body><h2>Title</h2><p>One <b>bold</b>
            word.</p><ul><li>First</li><li>Second<br>line</li></ul><img alt="A heron" src="x"></body></html>"""
        assert plain_text(html) == "Title\nOne bold word.\nFirst\nSecond\nline\nA heron\n"


def empty_the_site():
    """Lose all that the register must not need: revisions, the page, the file and the people."""
    call_command("purge_revisions")
    BasePage.objects.get(pk=entry().page_id).specific.delete()
    BoardDocument.objects.get().delete()
    Revision.objects.all().delete()
    get_user_model().objects.all().delete()


class TestPack:
    def test_pack_outlives_revisions_page_file_and_people(self, with_file, verify, two_page_pdf):
        empty_the_site()
        pack = export()
        said = verify(pack)
        assert "is as it was signed" in said
        assert "“Heron”" in said
        assert "Approved by chair" in said
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            assert WORDS in archive.read("words.txt").decode()
            assert archive.read(manifest["files"][0]["member"]) == two_page_pdf
            assert "ü" in manifest["files"][0]["title"]
            assert [person["name"] for person in manifest["written_by"]] == ["editor"]
            assert manifest["reviewed_by"]["name"] == "moderator"
            assert manifest["reviewed_at"]
            assert manifest["note"] == "Thank you all."
            assert [event["kind"] for event in manifest["events"]] == ["deleted"]
            assert manifest["digest"] == f"{VERSION}:{sha256_of_text(archive.read('content.json').decode())}"
            readme = archive.read("README.html").decode()
        assert "openssl pkeyutl -verify" in readme
        assert "BEGIN PUBLIC KEY" in readme

    def test_unchanged_entry_is_exported_as_the_same_bytes(self, with_file):
        assert export() == export()

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("words.txt", b"sorry", b"merry"),
            pytest.param("words.html", b"sorry", b"merry", marks=MORE),
            pytest.param("content.json", b"sorry", b"merry", marks=MORE),
            ("manifest.json", b"moderator", b"modelator"),
            pytest.param("SHA256SUMS", b" *words.txt", b" *wards.txt", marks=MORE),
        ],
    )
    def test_one_changed_byte_is_named(self, with_file, verify, name, old, new):
        with pytest.raises(CommandError, match=name) as refused:
            verify(changed(export(), name, old, new))
        assert refused.value.returncode == 1

    def test_changed_file_is_named(self, with_file, verify):
        pack = export()
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            member = next(name for name in archive.namelist() if name.startswith("files/"))
        with pytest.raises(CommandError, match=member):
            verify(changed(pack, member, b"%PDF", b"%PDf"))

    def test_bad_input_gets_a_clear_error(self, tmp_path, key):
        with pytest.raises(CommandError, match="can’t be read"):
            call_command("verify_evidence", str(tmp_path / "none.zip"), "--key", str(key))
        with pytest.raises(CommandError, match="not a whole ZIP file"):
            call_command("verify_evidence", str(key), "--key", str(key))
        (tmp_path / "wrong.pem").write_text("wrong")
        with pytest.raises(CommandError, match="no public key in PEM"):
            call_command("verify_evidence", str(key), "--key", str(tmp_path / "wrong.pem"))

    def test_entry_from_before_the_copies_is_exported_without_them(self, chair, verify):
        people = {"user_id": 1, "user_name": "Chair", "reviewer_id": 2, "reviewer_name": "Moderator"}
        StatementApproval.objects.create(page_id=1, page_title="Wren", revision_id=1, digest="v1:x", **people)
        pack = export()
        assert "“Wren”" in verify(pack)
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            assert "words.txt" not in archive.namelist()


class TestKey:
    def test_command_makes_a_pair_of_keys_and_replaces_none(self, tmp_path, settings, capsys):
        path = tmp_path / "evidence-key.pem"
        call_command("make_evidence_key", str(path))
        assert path.stat().st_mode & 0o777 == 0o600
        settings.EVIDENCE_KEY = str(path)
        assert public_pem(signing_key()) == (tmp_path / "evidence-key.pem.pub").read_text()
        with pytest.raises(CommandError, match="no key is replaced"):
            call_command("make_evidence_key", str(path))

    def test_key_is_written_whole_or_not_at_all(self, tmp_path, monkeypatch):
        class FullDisk:
            def write(self, content):
                raise OSError(28, "No space left on device")

        monkeypatch.setattr("builtins.open", lambda descriptor, mode: os.close(descriptor) or nullcontext(FullDisk()))
        path = tmp_path / "evidence-key.pem"
        with pytest.raises(OSError, match="No space left"):
            write_key(path)
        assert not path.exists()

    def test_missing_and_wrong_keys_are_explained(self, settings, tmp_path):
        for value, said in (
            ("", "make_evidence_key"),
            (str(tmp_path / "none"), "can’t be used"),
            ("-----BEGIN", "PEM"),
        ):
            settings.EVIDENCE_KEY = value
            with pytest.raises(NoEvidenceKeyError, match=said):
                signing_key()

    def test_development_makes_its_own(self, settings, tmp_path):
        settings.EVIDENCE_KEY, settings.DEBUG = str(tmp_path / "own.pem"), True
        assert public_pem(signing_key()) == public_pem(signing_key())


class TestAdmin:
    def test_entry_shows_words_in_sentences_and_is_exported(self, client, with_file, editor, verify):
        client.force_login(editor)
        content = client.get(f"/admin/statement-register/inspect/{entry().pk}/").content.decode()
        for shown in (
            WORDS,
            "chair approved this on ",
            "to be published at once.",
            "moderator reviewed it before on ",
            "Written by editor.",
            "Note: Thank you all.",
            "Bericht über Größe",
            entry().files.get().sha256,
            "BEGIN PUBLIC KEY",
        ):
            assert shown in content
        for raw in ("page’s number", "Writer names", " a.m.", " p.m."):
            assert raw not in content
        response = client.get(reverse("publishing:evidence", args=[entry().pk]))
        assert "is as it was signed" in verify(b"".join(response.streaming_content))

    def test_without_a_key_the_entry_says_so(self, client, with_file, editor, settings):
        settings.EVIDENCE_KEY = ""
        client.force_login(editor)
        url = reverse("publishing:evidence", args=[entry().pk])
        assert "make_evidence_key" in client.get(url, follow=True).content.decode()

    def test_without_room_for_the_file_the_entry_says_so(self, client, with_file, editor, monkeypatch):
        def fail(*args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("board.publishing.register_views.write_evidence", fail)
        client.force_login(editor)
        url = reverse("publishing:evidence", args=[entry().pk])
        assert "no room" in client.get(url, follow=True).content.decode()

    def test_evidence_is_for_users_of_the_admin(self, client, with_file):
        assert client.get(reverse("publishing:evidence", args=[entry().pk])).status_code == 302


def test_nightly_check_names_damaged_words_and_files(with_file):
    table, chunks = ApprovedWords._meta.db_table, FileChunk._meta.db_table
    with connection.cursor() as cursor:
        for name in (table, chunks):
            of_table = f" ON {name}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}_no_update{of_table}")
        cursor.execute(f"UPDATE {table} SET text = 'Other words'")
        cursor.execute(f"UPDATE {chunks} SET sha256 = 'other'")
    findings = [finding for _, what, finding in check_site(change=False) if what.startswith("Register")]
    assert findings == ["not as it was approved: the words, “Bericht über Größe”. Restore it from a backup"]
