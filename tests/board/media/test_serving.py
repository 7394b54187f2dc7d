"""Files as they go out: parts, fingerprints, headers; and who gets them."""

import pytest

from board.media.ranges import UnsatisfiableRangeError, parse_range
from tests.board.media import pdfs
from tests.factories import NewsPageFactory
from tests.files import make_document


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def public(news_index):
    """A document that a public page carries."""
    document = make_document(pdfs.tagged("Page one", "Page two"))
    body = [{"type": "pdf_document", "value": {"title": "R", "document": document.pk}}]
    NewsPageFactory(parent=news_index, body=body)
    return document


def content(response):
    return b"".join(response.streaming_content)


class TestWhole:
    def test_headers(self, client, public):
        response = client.get(public.url)
        body = content(response)
        assert body.startswith(b"%PDF-")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Length"] == str(len(body))
        assert response["ETag"] == f'"{public.file_hash}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["Content-Disposition"] == 'inline; filename="report.pdf"'
        assert response["Cache-Control"] == "public, no-cache"

    def test_what_does_not_open_in_the_browser_is_downloaded_and_boxed_in(self, client, editor):
        client.force_login(editor)
        response = client.get(make_document(b"a,b\n", "figures.csv").url)
        assert content(response) == b"a,b\n"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Security-Policy"].endswith("; sandbox")
        assert response["Cache-Control"] == "private, no-store"

    def test_head(self, client, public):
        response = client.head(public.url)
        assert (response.status_code, response.content) == (200, b"")
        assert int(response["Content-Length"]) == public.file_size

    def test_unchanged(self, client, public):
        response = client.get(public.url, headers={"if-none-match": f'"{public.file_hash}"'})
        assert (response.status_code, response.content) == (304, b"")

    def test_a_wrong_name_is_not_there(self, client, public):
        assert client.get(f"/documents/{public.pk}/other.pdf").status_code == 404

    def test_a_file_that_is_missing_in_storage_is_not_there(self, client, public):
        public.file.storage.delete(public.file.name)
        assert client.get(public.url).status_code == 404

    def test_nothing_is_posted(self, client, public):
        assert client.post(public.url).status_code == 405


class TestParts:
    @pytest.mark.parametrize(
        ("header", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, None)]
    )
    def test_a_part(self, client, public, header, start, end):
        whole = content(client.get(public.url))
        response = client.get(public.url, headers={"range": header})
        assert response.status_code == 206
        assert content(response) == whole[start:end]
        assert response["Content-Range"].endswith(f"/{len(whole)}")

    def test_beyond_the_end(self, client, public):
        response = client.get(public.url, headers={"range": "bytes=99999999-"})
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{public.file_size}")

    @pytest.mark.parametrize("header", ["bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=9-3", "nonsense"])
    def test_anything_else_is_answered_with_the_whole(self, client, public, header):
        response = client.get(public.url, headers={"range": header})
        assert (response.status_code, len(content(response))) == (200, public.file_size)

    def test_a_part_of_other_bytes_is_not_given(self, client, public):
        response = client.get(public.url, headers={"range": "bytes=0-9", "if-range": '"another"'})
        assert (response.status_code, len(content(response))) == (200, public.file_size)
        response = client.get(public.url, headers={"range": "bytes=0-9", "if-range": f'"{public.file_hash}"'})
        assert (response.status_code, len(content(response))) == (206, 10)

    def test_nothing_of_an_empty_file(self):
        with pytest.raises(UnsatisfiableRangeError):
            parse_range("bytes=0-", 0)


class TestWho:
    def test_the_name_in_storage_leads_nowhere(self, client, public, editor):
        assert client.get(f"/media/{public.file.name}").status_code == 404
        assert client.get("/media/../../etc/passwd").status_code == 404
        client.force_login(editor)
        response = client.get(f"/media/{public.file.name}")
        assert (response.status_code, content(response)[:5]) == (200, b"%PDF-")

    def test_a_file_that_is_not_read_yet_waits(self, client, public):
        public.have_read()
        assert client.get(public.url).status_code == 404
