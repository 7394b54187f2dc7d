"""Lighthouse's marks, on a phone over a slow line as it simulates one."""

import json
import subprocess

import pytest

from bench.served import free_port
from tests.browser.conftest import LIGHTHOUSE, node_tools
from tests.browser.pages import MARKED, name_of

pytestmark = pytest.mark.test_all("It takes ten seconds for each page, and wants a machine to itself.")

# It fails to start now and then, and a busy machine costs points: the best of three counts.
ATTEMPTS = 3
LEAST_PERFORMANCE = 0.99
MOST_REQUESTS = 6


@pytest.fixture(scope="module")
def measure(playwright, browser_type_launch_args):
    """Return a function that gives Lighthouse's report on an address, or ``None`` where it could not measure."""
    node_tools(LIGHTHOUSE)
    port = free_port()
    arguments = [*browser_type_launch_args["args"], f"--remote-debugging-port={port}"]
    command = ["node", LIGHTHOUSE / "marks.mjs", str(port)]
    with (
        playwright.chromium.launch(**{**browser_type_launch_args, "args": arguments}),
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as lighthouse,
    ):

        def _measure(address):
            lighthouse.stdin.write(address + "\n")
            lighthouse.stdin.flush()
            report = json.loads(lighthouse.stdout.readline())
            return None if report.get("runtimeError") else report

        yield _measure
        lighthouse.stdin.close()


def failing(report, category):
    """Return the audits of a category that cost points."""
    references = report["categories"][category]["auditRefs"]
    audits = [report["audits"][reference["id"]] for reference in references if reference["weight"]]
    return {audit["id"] for audit in audits if audit["score"] is not None and audit["score"] < 1}


@pytest.mark.parametrize("page_type", MARKED, ids=name_of)
def test_full_marks(demo_site, measure, page_type):
    reports = []
    for _ in range(ATTEMPTS):
        report = measure(demo_site.address(page_type))
        if report:
            reports.append(report)
            if report["categories"]["performance"]["score"] >= LEAST_PERFORMANCE:
                break
    assert reports, "Lighthouse could not measure the page."
    best = max(reports, key=lambda report: report["categories"]["performance"]["score"])
    assert best["categories"]["performance"]["score"] >= LEAST_PERFORMANCE, failing(best, "performance")
    assert best["categories"]["accessibility"]["score"] == 1, failing(best, "accessibility")
    assert best["categories"]["best-practices"]["score"] == 1, failing(best, "best-practices")
    # Results of a search are for the one who searched.
    assert failing(best, "seo") == (set() if page_type.is_indexed else {"is-crawlable"})
    # The sign is asked for by the tab and by the manifest, and comes once.
    asked = {item["url"] for item in best["audits"]["network-requests"]["details"]["items"]}
    assert len(asked) <= MOST_REQUESTS, asked
