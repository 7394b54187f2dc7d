"""Hidden information: what an office file gives away without showing it."""

from collections.abc import Callable
from typing import Any

from . import opendocument, presentation, properties, spreadsheet, word
from .file_format import FileFormat
from .packages import Package
from .texts import Findings

# What is found, as texts with their places.
KINDS = (
    "comments",
    "deleted",
    "inserted",
    "hidden_text",
    "hidden_sheets",
    "hidden_cells",
    "hidden_slides",
    "notes",
    "cached_data",
)
CONTENT: dict[FileFormat, Callable[[Package, Findings], None]] = {
    FileFormat.DOCX: word.find_in_document,
    FileFormat.XLSX: spreadsheet.find_in_workbook,
    FileFormat.PPTX: presentation.find_in_presentation,
    FileFormat.ODT: opendocument.find_in_text,
    FileFormat.ODS: opendocument.find_in_spreadsheet,
    FileFormat.ODP: opendocument.find_in_slides,
}
OPEN_DOCUMENT = {FileFormat.ODT, FileFormat.ODS, FileFormat.ODP}


def find_hidden_information(package: Package, file_format: FileFormat) -> dict[str, Any]:
    """
    Return what an office file gives away without showing it, as JSON holds it; never raises for what a file holds.

    - ``author``, ``last_modified_by``, ``producer``, ``company``, ``title``, ``language``: texts;
    - ``properties``: name and text of what else its properties say;
    - each of ``KINDS``: a list with place (``where``), ``author`` where there is one, and ``text``;
    - ``attachments``: names of embedded files;
    - ``external_links``: addresses of what lies outside of it;
    - ``earlier_revisions``: how many earlier states the file still holds;
    - ``not_examined``: the names of those parts of the search that failed, or were not finished.
    """
    findings = Findings(KINDS)
    hidden: dict[str, Any] = {"attachments": [], "external_links": [], "earlier_revisions": 0}
    is_open_document = file_format in OPEN_DOCUMENT
    describe = properties.open_document_properties if is_open_document else properties.office_open_properties
    attachments = opendocument.embedded_documents if is_open_document else properties.embedded_files
    links = opendocument.outside_addresses if is_open_document else properties.external_links
    with findings.examining("properties"):
        hidden |= describe(package)
    with findings.examining("attachments"):
        hidden["attachments"] = attachments(package)
    with findings.examining("external_links"):
        hidden["external_links"] = links(package)
    if is_open_document:
        hidden["earlier_revisions"] = opendocument.count_versions(package)
    with findings.examining("content"):
        CONTENT[file_format](package, findings)
    return {**hidden, **{kind: found.items for kind, found in findings.items()}, "not_examined": findings.not_examined}
