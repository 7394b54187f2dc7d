"""Facets of a list: addresses of filters, and the choices that lead to them."""

import pytest

from board.basepage.facets import MOST_OFFERED, Facet, FacetFilter, FacetValue, facet_choices

KIND, TOPIC = Facet("kind", "By kind"), Facet("topic", "By topic", is_multivalued=True)
REPORT, TOOL = FacetValue("kind", "report"), FacetValue("kind", "tool")
NEGLECT, SCHOOLS = FacetValue("topic", "neglect"), FacetValue("topic", "schools")
LABELS = {value: value.value.title() for value in (REPORT, TOOL, NEGLECT, SCHOOLS)}


class Filter(FacetFilter):
    facets = (KIND, TOPIC)
    orders = {"date": "Newest first", "title": "By title"}


def choices(current, facet, counts):
    return facet_choices(current, facet, counts, LABELS, lambda value, label, count: label)


def test_address_names_each_value_once_in_the_order_of_the_facets():
    current = Filter("title").with_values([SCHOOLS, REPORT, NEGLECT, SCHOOLS])
    assert current.path == "?kind=report&topic=neglect&topic=schools&sort=title"
    assert current.parameters.getlist("topic") == ["neglect", "schools"]


def test_whole_list_in_default_order_has_no_query():
    assert Filter("date").path == ""


@pytest.mark.parametrize(
    ("chosen", "facet", "value", "expected"),
    [
        ([REPORT], KIND, TOOL, "?kind=tool"),
        ([NEGLECT], TOPIC, SCHOOLS, "?topic=neglect&topic=schools"),
        ([REPORT, NEGLECT], KIND, REPORT, "?topic=neglect"),
    ],
)
def test_toggling_replaces_adds_or_removes_a_value(chosen, facet, value, expected):
    current = Filter("date", all_of="topic").with_values(chosen)
    assert current.toggling(facet, value).path == expected


def test_chosen_values_come_first_and_empty_ones_are_left_out():
    current = Filter("date").with_values([TOOL])
    offered = choices(current, KIND, {REPORT: 3, TOOL: 0})
    assert [(choice.label, choice.path, choice.is_chosen) for choice in offered.choices] == [
        ("Tool", "", True),
        ("Report", "?kind=report", False),
    ]
    assert choices(Filter("date"), KIND, {REPORT: 0}).choices == []


def test_long_facet_is_cut_unless_all_its_values_are_requested():
    values = [FacetValue("topic", f"{number:02}") for number in range(MOST_OFFERED + 1)]
    labels, counts = {value: value.value for value in values}, dict.fromkeys(values, 1)
    cut = facet_choices(Filter("date"), TOPIC, counts, labels, lambda value, label, count: label)
    assert (len(cut.choices), cut.total, cut.all_path) == (MOST_OFFERED, MOST_OFFERED + 1, "?all=topic")
    whole = facet_choices(Filter("date", all_of="topic"), TOPIC, counts, labels, lambda value, label, count: label)
    assert (len(whole.choices), whole.all_path) == (MOST_OFFERED + 1, "")


def test_orders_keep_the_values_and_mark_the_current_one():
    orders = Filter("title").with_values([REPORT]).order_choices()
    assert [(order.path, order.is_chosen) for order in orders] == [
        ("?kind=report", False),
        ("?kind=report&sort=title", True),
    ]
