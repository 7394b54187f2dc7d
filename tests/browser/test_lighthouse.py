"""Lighthouse's marks, on a phone over a slow line as it simulates one."""

import json
import os
import subprocess

import pytest

from tests.browser.conftest import node_tools
from tests.browser.pages import MEASURED, name_of

# It fails to start now and then, and a busy machine costs points: the best of three counts.
ATTEMPTS = 3
LEAST_PERFORMANCE = 0.99
MOST_REQUESTS = 6
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"
CATEGORIES = "performance,accessibility,best-practices,seo"


def measure(url, folder, browser_path):
    """Return Lighthouse's report, or ``None`` where it could not measure."""
    report = folder / "report.json"
    command = [
        node_tools() / ".bin/lighthouse", url, "--quiet", "--output=json", f"--output-path={report}",
        f"--chrome-flags={FLAGS}", f"--only-categories={CATEGORIES}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": browser_path}
    subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False)
    if not report.exists():
        return None
    found = json.loads(report.read_text())
    report.unlink()
    return None if found.get("runtimeError") else found


def failing(report, category):
    """Return the audits of a category that cost points."""
    references = report["categories"][category]["auditRefs"]
    audits = [report["audits"][reference["id"]] for reference in references if reference["weight"]]
    return {audit["id"] for audit in audits if audit["score"] is not None and audit["score"] < 1}


@pytest.mark.parametrize("page_type", MEASURED, ids=name_of)
def test_full_marks(demo_site, tmp_path, browser_type_launch_args, page_type):
    reports = []
    for _ in range(ATTEMPTS):
        report = measure(demo_site.url + page_type.path, tmp_path, browser_type_launch_args["executable_path"])
        if report:
            reports.append(report)
            if report["categories"]["performance"]["score"] >= LEAST_PERFORMANCE:
                break
    assert reports, "Lighthouse could not measure the page."
    best = max(reports, key=lambda report: report["categories"]["performance"]["score"])
    assert best["categories"]["performance"]["score"] >= LEAST_PERFORMANCE, failing(best, "performance")
    assert failing(best, "accessibility") == set()
    assert failing(best, "best-practices") == set()
    # Results of a search are for the one who searched.
    assert failing(best, "seo") == (set() if page_type.is_indexed else {"is-crawlable"})
    # The sign is asked for by the tab and by the manifest, and comes once.
    asked = {item["url"] for item in best["audits"]["network-requests"]["details"]["items"]}
    assert len(asked) <= MOST_REQUESTS, asked
