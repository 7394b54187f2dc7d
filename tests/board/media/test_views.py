"""Responses with files: headers, ranges, validators, and who gets them."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from board.media.issues import document_issues, reasons_against_publication
from board.media.ranges import UnsatisfiableRangeError, parse_range
from tests.board.engines.pdfinspect import pdfs
from tests.files import make_document, make_page_with


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def public(news_index):
    """A document that a public page carries."""
    document = make_document(pdfs.tagged("Page one", "Page two"))
    make_page_with(document, news_index)
    return document


# Longer than Python reads numbers, and than any file; digits that are none to a browser.
ENDLESS = [f"bytes={'9' * 5000}-", f"bytes=-{'9' * 5000}", "bytes=٠-٩"]


def content(response):
    return b"".join(response.streaming_content)


class TestWholeFiles:
    def test_public_pdf_has_its_headers(self, client, public):
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

    def test_other_type_is_a_sandboxed_download(self, client, editor):
        client.force_login(editor)
        response = client.get(make_document(b"a,b\n", "figures.csv").url)
        assert content(response) == b"a,b\n"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Security-Policy"].endswith("; sandbox")
        assert response["Cache-Control"] == "private, no-store"

    def test_head_request_has_the_length_and_no_content(self, client, public):
        response = client.head(public.url)
        assert (response.status_code, response.content) == (200, b"")
        assert int(response["Content-Length"]) == public.file_size

    def test_matching_etag_gives_not_modified(self, client, public):
        response = client.get(public.url, headers={"if-none-match": f'"{public.file_hash}"'})
        assert (response.status_code, response.content) == (304, b"")

    def test_wrong_name_is_not_found(self, client, public):
        assert client.get(f"/documents/{public.pk}/other.pdf").status_code == 404

    def test_file_missing_in_storage_is_not_found(self, client, public):
        public.file.storage.delete(public.file.name)
        assert client.get(public.url).status_code == 404

    def test_post_is_not_allowed(self, client, public):
        assert client.post(public.url).status_code == 405
        assert client.post(f"/media/{public.file.name}").status_code == 405


class TestRanges:
    @pytest.mark.parametrize(
        ("header", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, None)]
    )
    def test_range_is_partial_content(self, client, public, header, start, end):
        whole = content(client.get(public.url))
        response = client.get(public.url, headers={"range": header})
        assert response.status_code == 206
        assert content(response) == whole[start:end]
        assert response["Content-Range"].endswith(f"/{len(whole)}")

    def test_range_beyond_the_end_is_not_satisfiable(self, client, public):
        response = client.get(public.url, headers={"range": "bytes=99999999-"})
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{public.file_size}")

    @pytest.mark.parametrize("header", ["bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=9-3", "nonsense", *ENDLESS])
    def test_other_range_headers_give_the_whole(self, client, public, header):
        response = client.get(public.url, headers={"range": header})
        assert (response.status_code, len(content(response))) == (200, public.file_size)

    def test_range_of_other_bytes_gives_the_whole(self, client, public):
        for condition in ('"another"', f'W/"{public.file_hash}"', "Wed, 25 Nov 2026 10:00:00 GMT", ""):
            response = client.get(public.url, headers={"range": "bytes=0-9", "if-range": condition})
            assert (response.status_code, len(content(response))) == (200, public.file_size)
        response = client.get(public.url, headers={"range": "bytes=0-9", "if-range": f'"{public.file_hash}"'})
        assert (response.status_code, len(content(response))) == (206, 10)

    def test_range_of_an_empty_file_is_not_satisfiable(self):
        with pytest.raises(UnsatisfiableRangeError):
            parse_range("bytes=0-", 0)


class TestPrivateCollection:
    @pytest.fixture
    def made_private(self, public):
        """The document of the public page, in a collection below one that was made private."""
        private = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        public.collection = private.add_child(name="Below it")
        public.save()
        return type(public).objects.get(pk=public.pk)

    def test_private_file_is_served_to_users_of_the_admin_alone(self, client, news_index, made_private, editor):
        page = news_index.get_children().get()
        assert client.get(made_private.url).status_code == 404
        assert made_private.url not in client.get(page.url).content.decode()
        client.force_login(editor)
        response = client.get(made_private.url)
        assert (response.status_code, content(response)[:5]) == (200, b"%PDF-")

    def test_editor_is_told_that_the_collection_is_private(self, client, made_private, editor):
        assert "lies in a private collection" in reasons_against_publication(made_private)[0]
        client.force_login(editor)
        assert "private collection" in client.get(f"/admin/documents/{made_private.pk}/file/").content.decode()

    def test_file_in_another_collection_is_not_private(self, public):
        other = Collection.get_first_root_node().add_child(name="Other")
        CollectionViewRestriction.objects.create(collection=other, restriction_type="login")
        assert "private" not in {issue.code for issue in document_issues(type(public).objects.get(pk=public.pk))}

    def test_privacy_costs_no_further_query(self, public, django_assert_num_queries):
        with django_assert_num_queries(1):
            document_issues(type(public).objects.get(pk=public.pk))


class TestFileAccess:
    @pytest.mark.parametrize(
        "address", ["/media/a%00b", "/media/%FF", "/documents/1/%00", f"/documents/{10**30}/a.pdf"]
    )
    def test_impossible_url_is_not_found(self, client, public, address):
        assert client.get(address).status_code == 404

    def test_name_in_storage_is_served_to_users_of_the_admin_alone(self, client, public, editor):
        assert client.get(f"/media/{public.file.name}").status_code == 404
        assert client.get("/media/../../etc/passwd").status_code == 404
        client.force_login(editor)
        response = client.get(f"/media/{public.file.name}")
        assert (response.status_code, content(response)[:5]) == (200, b"%PDF-")

    def test_file_that_waits_for_inspection_is_not_found(self, client, public):
        public.request_inspection()
        assert client.get(public.url).status_code == 404
