"""The system check: no model carries statements where the rule does not reach."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from board.approvals.checks import check_model, check_statements_need_approval, statement_support
from board.basepage.models import BasePage
from board.blocks.statement_quote import StatementQuoteBlock
from board.blocks.stream import ContentStreamBlock


def ids(model):
    return [error.id for error in check_model(model)]


def test_site_has_no_errors():
    assert check_statements_need_approval() == []


class TestCheckModel:
    @isolate_apps("news")
    def test_statement_block_outside_pages_is_an_error(self):
        class Snippet(models.Model):  # noqa: DJ008
            body = StreamField(ContentStreamBlock())

            class Meta:
                app_label = "news"

        assert ids(Snippet) == ["approvals.E001"]

    @isolate_apps("news")
    def test_statement_in_unsupported_container_is_an_error(self):
        class Tabled(BasePage):
            body = StreamField([("table", TypedTableBlock([("quote", StatementQuoteBlock())]))])

            class Meta:
                app_label = "news"

        assert ids(Tabled) == ["approvals.E002"]

    @isolate_apps("news")
    def test_statement_in_nested_supported_containers_is_accepted(self):
        class Deep(BasePage):
            body = StreamField([("list", blocks.ListBlock(blocks.StructBlock([("quote", StatementQuoteBlock())])))])

            class Meta:
                app_label = "news"

        assert ids(Deep) == []

    @isolate_apps("news")
    def test_undeclared_or_unknown_field_is_an_error(self):
        class WithField(BasePage):
            subtitle = models.CharField(max_length=10)
            body = StreamField(ContentStreamBlock())

            class Meta:
                app_label = "news"

        assert ids(WithField) == ["approvals.E003"]
        WithField.fields_outside_approval = ("subtitle",)
        assert ids(WithField) == []
        WithField.public_fields = (*BasePage.public_fields, "nothing")
        assert ids(WithField) == ["approvals.E004"]

    @pytest.mark.parametrize("block", [TableBlock(), blocks.CharBlock()])
    @isolate_apps("news")
    def test_stream_without_statements_is_accepted(self, block):
        class Free(models.Model):  # noqa: DJ008
            body = StreamField([("block", block)])

            class Meta:
                app_label = "news"

        assert ids(Free) == []


def test_recursive_block_ends_the_walk():
    block = blocks.ListBlock(blocks.CharBlock())
    block.child_block = block
    assert statement_support(block) == []
