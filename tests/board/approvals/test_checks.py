"""The system check: no model carries statements where the rule does not reach."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from board.approvals.checks import check_model, check_statements_are_covered, statement_paths
from board.basepage.models import BasePage
from board.blocks.statement_quote import StatementQuoteBlock
from board.blocks.stream import ContentStreamBlock


def ids(model):
    return [error.id for error in check_model(model)]


def test_the_site_is_covered():
    assert check_statements_are_covered() == []


class TestModels:
    @isolate_apps("news")
    def test_a_snippet_or_setting_is_refused(self):
        class Snippet(models.Model):  # noqa: DJ008
            body = StreamField(ContentStreamBlock())

            class Meta:
                app_label = "news"

        assert ids(Snippet) == ["approvals.E001"]

    @isolate_apps("news")
    def test_so_is_a_block_that_the_walk_does_not_look_into(self):
        class Tabled(BasePage):
            body = StreamField([("table", TypedTableBlock([("quote", StatementQuoteBlock())]))])

            class Meta:
                app_label = "news"

        assert ids(Tabled) == ["approvals.E002"]

    @isolate_apps("news")
    def test_deep_within_what_it_does_look_into_is_fine(self):
        class Deep(BasePage):
            body = StreamField([("list", blocks.ListBlock(blocks.StructBlock([("quote", StatementQuoteBlock())])))])

            class Meta:
                app_label = "news"

        assert ids(Deep) == []

    @isolate_apps("news")
    def test_a_field_of_which_nobody_has_said_whether_it_is_approved(self):
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
    def test_a_stream_without_statements_is_nobodys_business(self, block):
        class Free(models.Model):  # noqa: DJ008
            body = StreamField([("block", block)])

            class Meta:
                app_label = "news"

        assert ids(Free) == []


def test_a_block_that_holds_itself_ends_the_walk():
    block = blocks.ListBlock(blocks.CharBlock())
    block.child_block = block
    assert statement_paths(block) == []
