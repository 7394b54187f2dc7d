"""What a phone has to fetch before the first words are there."""

import gzip

import pytest

from tests.browser.pages import WEIGHED, the_rest_in_test_all

# Ten packets of 1,460 bytes: what a server may send before it waits for an answer (RFC 6928).
FIRST_ROUND_TRIP = 14_600
MOST_REQUESTS = 6


@pytest.mark.parametrize("page_type", the_rest_in_test_all(WEIGHED))
def test_html_and_style_fit_into_the_first_round_trip(page, demo_site, page_type):
    answers = []
    page.on("response", lambda response: answers.append(response))  # noqa: PLW0108  # Playwright needs a function of its own.
    page.goto(demo_site.address(page_type))
    page.wait_for_load_state("networkidle")
    weighed = {"document": 0, "stylesheet": 0}
    for answer in answers:
        if answer.request.resource_type in weighed:
            weighed[answer.request.resource_type] += len(gzip.compress(answer.body(), 6))
    assert all(weighed.values())
    assert sum(weighed.values()) <= FIRST_ROUND_TRIP, weighed
    assert len(answers) <= MOST_REQUESTS, [answer.url for answer in answers]
