"""Titles, languages and tags count where they tell a reader something."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from bench.pdfs.parts import changed, drawn
from board.engines.pdfinspect.document_properties import is_title, language_tag, read_document_properties
from tests.board.engines.pdfinspect import pdfs


def properties(change, content=None):
    """Return the properties of a tagged PDF after a change."""
    with pikepdf.open(io.BytesIO(changed(content or pdfs.tagged(), change))) as pdf:
        return read_document_properties(pdf)


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - Document1",
        "Microsoft Word - Annual report final v2.docx",
        "Microsoft PowerPoint - Slides",
        "New Microsoft Word Document",
        "PowerPoint Presentation",
        "Document1",
        "Untitled-2",
        "untitled.indd",
        "Presentation title",
        "annual-report-2024",
        "LSCB_Annual_Report_FINAL",
        "Report v3.pdf",
        "Scan_20240101_093000",
        "20240101",
        "C:\\Users\\someone\\report",
        "file:///tmp/report",
        "about:blank",
        "(anonymous)",
    ],
)
def test_title_that_a_program_put_there_is_none(title):
    assert not is_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "Annual report 2024",
        "Working together: a guide",
        "Covid-19",
        "e-safety",
        "Child J",
        "Report on 2015/16",
        "Document retention policy",
        "Word of the year – a review",
        "Neglect",
        "安全",
    ],
)
def test_title_that_names_the_document_stays(title):
    assert is_title(title)


@given(st.text(max_size=500))
@settings(max_examples=30, deadline=1000)
def test_any_title_is_judged_at_once(title):
    assert is_title(title) in {True, False}


def test_title_of_the_other_place_is_taken_where_one_is_a_placeholder():
    def change(pdf):
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Microsoft Word - Document1"
        pdf.docinfo.Title = "A report"

    assert properties(change)["title"] == "A report"


@pytest.mark.parametrize("tag", ["en", "en-GB", "cy", "zh-Hans-CN", "sl-rozaj-biske", "de-DE-1996"])
def test_language_tag_stays(tag):
    assert language_tag(tag) == tag


@pytest.mark.parametrize("tag", ["", "none", "und", "zxx", "x-none", "English", "en_GB", "en GB", "en-", "c", "xx"])
def test_language_that_is_none_is_missing(tag):
    assert language_tag(tag) == ""


def set_language_of_elements(language, of_all=True):
    def change(pdf):
        del pdf.Root.Lang
        elements = list(pdf.Root.StructTreeRoot.K.K)
        for element in elements if of_all else elements[:1]:
            element.Lang = language

    return change


THREE_PAGES = pdfs.tagged("One", "Two", "Three")


def test_language_of_the_tags_counts_where_the_document_has_none():
    assert properties(lambda pdf: pdf.Root.StructTreeRoot.K.__setattr__("Lang", "cy"))["language"] == "en-GB"
    assert properties(set_language_of_elements("en-GB"), THREE_PAGES)["language"] == "en-GB"
    assert properties(set_language_of_elements("und"), THREE_PAGES)["language"] == ""
    assert properties(set_language_of_elements("en-GB", of_all=False), THREE_PAGES)["language"] == ""


def empty(pdf):
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))


def without_content(pdf):
    element = Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))


def in_a_circle(pdf):
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    element.K = Array([element, element])
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))


def broken(pdf):
    pdf.Root.StructTreeRoot = Name.Nonsense


@pytest.mark.parametrize("change", [empty, without_content, in_a_circle, broken])
def test_tags_without_content_are_none(change):
    assert properties(lambda pdf: None)["is_tagged"]
    assert not properties(change)["is_tagged"]


def test_catalogue_of_other_things_is_read_all_the_same():
    def spoil(pdf):
        for key in ("MarkInfo", "ViewerPreferences", "Outlines", "Lang"):
            pdf.Root[f"/{key}"] = Name.Nonsense

    found = properties(spoil, drawn(lambda canvas: None))
    assert not any(found[name] for name in ("is_tagged", "shows_title", "has_bookmarks", "language"))
