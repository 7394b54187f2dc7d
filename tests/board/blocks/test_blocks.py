"""Rules between the fields of a block, with the error on the field."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError
from wagtail.rich_text import RichText

from board.blocks.event_callout import EventCalloutBlock
from board.blocks.pdf_document import PdfDocumentBlock
from board.blocks.resource_link import ResourceLinkBlock
from board.blocks.statement_quote import StatementQuoteBlock
from board.blocks.stream import ContentStreamBlock
from tests.files import make_document


def clean(block, **children):
    return block.clean(block.normalize({**block.get_default(), **children}))


def errors_of(block, **children):
    with pytest.raises(StructBlockValidationError) as caught:
        clean(block, **children)
    return {
        name: error.messages if hasattr(error, "messages") else error
        for name, error in caught.value.block_errors.items()
    }


@pytest.fixture
def pdf(db, settings, tmp_path, two_page_pdf):
    settings.MEDIA_ROOT = tmp_path
    return make_document(two_page_pdf)


@pytest.fixture
def spreadsheet(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_document(b"a,b\n", "figures.csv", title="Figures")


class TestStream:
    def test_five_blocks_have_their_fixed_names(self):
        assert list(ContentStreamBlock().child_blocks) == [
            "text",
            "resource_link",
            "pdf_document",
            "event_callout",
            "statement_quote",
        ]

    @pytest.mark.parametrize("name", ContentStreamBlock().child_blocks)
    def test_every_block_has_label_group_and_description(self, name):
        block = ContentStreamBlock().child_blocks[name]
        assert block.meta.icon != "placeholder"
        assert block.label
        assert block.get_description()
        assert block.meta.group
        assert block.get_preview_value()
        assert block.meta.template == f"blocks/{name}.html"

    def test_text_has_no_h1_colour_or_raw_html(self, settings):
        for editor in settings.WAGTAILADMIN_RICH_TEXT_EDITORS.values():
            assert not set(editor["OPTIONS"]["features"]) & {"h1", "hr", "image", "embed", "code", "document-link"}


class TestResourceLink:
    def test_link_with_address_alone_is_valid(self):
        value = clean(ResourceLinkBlock(), title="Guide", url="https://www.example.org/")
        assert (value.href, value.link_text, value.label) == (
            "https://www.example.org/",
            "Guide",
            "Further information",
        )

    def test_link_without_title_is_named_by_its_source(self):
        value = clean(ResourceLinkBlock(), source="Example charity", url="https://www.example.org/")
        assert (value.link_text, value.label) == ("Example charity", "Source")

    def test_link_without_target_is_refused_on_both_fields(self):
        assert set(errors_of(ResourceLinkBlock(), title="Guide")) == {"page", "url"}

    def test_link_with_two_targets_is_refused(self, home):
        errors = errors_of(ResourceLinkBlock(), title="Guide", page=home, url="https://www.example.org/")
        assert set(errors) == {"page", "url"}

    def test_link_without_words_is_refused_on_the_title(self):
        assert set(errors_of(ResourceLinkBlock(), url="https://www.example.org/")) == {"title"}

    def test_all_errors_are_shown_at_once(self):
        assert set(errors_of(ResourceLinkBlock(), title="Click here")) == {"title", "page", "url"}

    def test_vague_link_words_are_refused_on_the_title(self):
        assert set(errors_of(ResourceLinkBlock(), title="Click here", url="https://www.example.org/")) == {"title"}

    def test_address_that_runs_script_is_refused(self):
        assert set(errors_of(ResourceLinkBlock(), title="Guide", url="javascript:alert(1)")) == {"url"}

    def test_page_that_is_not_public_is_not_linked(self, news_index):
        assert clean(ResourceLinkBlock(), title="News", page=news_index).href == "/news/"
        news_index.unpublish()
        assert clean(ResourceLinkBlock(), title="News", page=news_index).href == ""

    def test_incomplete_link_is_valid_in_draft(self):
        block = ResourceLinkBlock()
        assert block.clean_deferred(block.normalize({"title": "Find out more"}))["title"] == "Find out more"


class TestPdfDocument:
    def test_facts_are_type_size_and_pages(self, pdf):
        value = clean(PdfDocumentBlock(), title="Report", document=pdf)
        kind, size, pages = value.facts.split(", ")
        assert (kind, pages) == ("PDF", "2 pages")
        assert size.endswith(("bytes", "KB"))
        assert value.href == pdf.url

    def test_facts_of_publishers_copy_are_its_type(self):
        value = clean(PdfDocumentBlock(), title="Report", url="https://www.example.org/report.pdf")
        assert (value.facts, value.href) == ("PDF", "https://www.example.org/report.pdf")

    def test_pdf_without_file_and_address_is_refused(self):
        assert set(errors_of(PdfDocumentBlock(), title="Report")) == {"document", "url"}

    def test_pdf_with_file_and_address_is_refused(self, pdf):
        assert set(errors_of(PdfDocumentBlock(), title="R", document=pdf, url="https://www.example.org/r.pdf")) == {
            "document",
            "url",
        }

    def test_spreadsheet_is_refused_even_in_draft(self, spreadsheet):
        block = PdfDocumentBlock()
        value = block.normalize({**block.get_default(), "title": "Figures", "document": spreadsheet})
        with pytest.raises(StructBlockValidationError) as caught:
            block.clean_deferred(value)
        assert "CSV" in str(caught.value.block_errors["document"])

    def test_pdf_without_file_is_valid_in_draft(self):
        block = PdfDocumentBlock()
        assert block.clean_deferred(block.normalize({"title": "Report"})).href == ""


class TestEventCallout:
    noon = dt.datetime(2018, 3, 13, 12, 0, tzinfo=dt.UTC)

    def test_event_times_are_local_and_in_words(self):
        summer = dt.datetime(2018, 6, 13, 11, 0, tzinfo=dt.UTC)
        value = clean(EventCalloutBlock(), name="Stand", start=summer, end=summer + dt.timedelta(hours=4))
        assert value.start_in_words == "Wednesday 13 June 2018, 12:00"
        assert value.end_in_words == "16:00"

    def test_event_of_several_days_names_both_dates(self):
        value = clean(EventCalloutBlock(), name="Week", start=self.noon, end=self.noon + dt.timedelta(days=2))
        assert value.end_in_words == "Thursday 15 March 2018, 12:00"

    @pytest.mark.parametrize("hours", [0, -1])
    def test_end_not_after_start_is_refused_on_the_end(self, hours):
        errors = errors_of(
            EventCalloutBlock(), name="Stand", start=self.noon, end=self.noon + dt.timedelta(hours=hours)
        )
        assert set(errors) == {"end"}

    def test_preview_has_real_dates(self):
        value = EventCalloutBlock().get_preview_value()
        assert timezone.is_aware(value["start"])
        assert value.is_one_day


class TestStatementQuote:
    @pytest.mark.parametrize("empty", ["<p></p>", '<p data-block-key="a1b2c"></p>', "<p> </p><p></p>"])
    def test_empty_statement_is_refused(self, empty):
        filled = {"speaker": "A", "role": "Chair", "date": dt.date(2026, 11, 2)}
        assert set(errors_of(StatementQuoteBlock(), statement=RichText(empty), **filled)) == {"statement"}

    def test_speaker_role_and_date_are_required(self):
        assert set(errors_of(StatementQuoteBlock(), statement="")) == {"statement", "speaker", "role", "date"}
