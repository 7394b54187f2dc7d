"""Numbered pages of a list: one address for each, and nothing beyond the end."""

import pytest
from django.core.paginator import Paginator
from django.http import Http404

from board.basepage.models import BasePage
from board.basepage.pagination import in_order, page_or_404, paginated_metadata
from board.siteinfo.page_metadata import PageMetadata
from tests.factories import NewsPageFactory

LIST = Paginator(range(25), 10)


@pytest.mark.parametrize(("query", "first"), [({}, 0), ({"page": "1"}, 0), ({"page": "2"}, 10), ({"page": "3"}, 20)])
def test_requested_page_is_returned(rf, query, first):
    assert page_or_404(LIST, rf.get("/", query))[0] == first


@pytest.mark.parametrize("page", ["0", "4", "10", "01", "+1", "-1", "1.0", " 1", "1 ", "", "one", "١", "1\n"])
def test_other_page_numbers_are_not_found(rf, page):
    with pytest.raises(Http404):
        page_or_404(LIST, rf.get("/", {"page": page}))


@pytest.mark.parametrize(
    ("address", "number", "title", "paged"),
    [
        ("http://localhost/news/", 1, "News", "http://localhost/news/"),
        ("http://localhost/news/", 2, "News, page 2", "http://localhost/news/?page=2"),
        ("http://localhost/library/?topic=a", 3, "News, page 3", "http://localhost/library/?topic=a&page=3"),
    ],
)
def test_later_pages_have_their_own_title_and_address(address, number, title, paged):
    first = PageMetadata(title="News", address=address, description="All of it", data=[])
    metadata = paginated_metadata(first, LIST.page(number))
    assert (metadata.title, metadata.address, metadata.description) == (title, paged, "All of it")


def test_rows_have_requested_order_without_missing_ones(news_index, django_assert_num_queries):
    first, second, third = (NewsPageFactory(parent=news_index).pk for _ in range(3))
    with django_assert_num_queries(1):
        assert [page.pk for page in in_order(BasePage.objects.all(), [third, 0, first])] == [third, first]
    assert second
