"""How far the search for covered text has come in a file, over several children."""

from board.engines.inspection.child_process import ChildResult

from . import resource_limits

# Seconds of processor time that a child counts for at least: starting it takes some, too.
MIN_SECONDS = 1.0


def processor_budget(page_count: int) -> float:
    """Return the seconds of processor time that all children together may take to search a file."""
    return resource_limits.PROCESSOR_SECONDS * (2 + page_count / resource_limits.PAGES_PER_CHILD)


def add_page(hidden: dict, page: dict) -> None:
    """Add what ``hidden_information.describe_findings`` returned of the next page to what is known of a file."""
    hidden["searched_pages"] = page["number"]
    for name in ("covered", "overprinted"):
        hidden[name] = [*hidden[name], *page[name]][: resource_limits.COVERED_TEXTS]
    if not page["is_examined"]:
        hidden["not_searched"].append(page["number"])


def add_result(hidden: dict, result: ChildResult, page_count: int) -> bool:
    """
    Add what a child found to the ``hidden`` of an inspection; return whether the search is finished.

    Where the file, and not the clock, ended the child, the page that it had in hand counts as not searched, and the
    search goes on behind it. A file that took more processor time than is right for its pages is not searched further.
    """
    for line in result.lines:
        if "page" in line:
            add_page(hidden, line["page"])
    used = hidden.get("processor_seconds", 0.0) + max(result.processor_seconds, MIN_SECONDS)
    hidden["processor_seconds"] = round(used, 1)
    outcome = result.last("search")
    if outcome is None and result.has_failed and not result.is_out_of_time:
        lost = {"number": hidden["searched_pages"] + 1, "covered": [], "overprinted": [], "is_examined": False}
        add_page(hidden, lost)
    is_later = outcome == "later" or (outcome is None and result.has_failed)
    if len(hidden["covered"]) >= resource_limits.COVERED_TEXTS:
        return True
    if is_later and hidden["searched_pages"] < page_count and used < processor_budget(page_count):
        return False
    is_complete = outcome == "done" or (is_later and hidden["searched_pages"] >= page_count)
    if not is_complete or hidden["not_searched"]:
        hidden["not_examined"].append("covered")
    return True
