"""Whether a covered text looks like a redaction to a reader, or like a page with a picture, a divider or a chart."""

import re

from board.engines.pdfinspect.geometry import enclosing_box

from .candidates import MIN_COVERED
from .page_examination import CoveredRun, PageExamination
from .page_labels import are_labels, is_in_margin, is_label
from .page_objects import PageObject
from .rendering import OutsidePageError, RegionRenderer, level_and_uniformity

# A box that was drawn for a text is filled with it at least to this fraction.
FITS = 0.15
# In heights of a word: a bar drawn over a line is no higher.
BAR_HEIGHT = 3.0
# Levels, 0 to 255: what is as light as this looks like paper, and what is darker than the other looks black.
LIGHT, BLACK = 200, 60
# The difference between the levels of a colour from which on it is a colour, and no grey.
COLOURED = 60
# More words under one cover are a text; so few are the label of a bar.
MANY_WORDS, LABEL_WORDS = 20, 3
# So many words on a cover make it part of the page’s design; one word on what covers most of the page.
DESIGNED, MOST_OF_A_PAGE = 3, 0.5
# The part of a scanned page that is light, even where much of it was blackened.
PAPER = 0.3
# A picture whose pixels are not alike to this fraction shows something.
FLAT = 0.97
_REDACTED = re.compile(r"redact|withheld|removed|exempt|s\.?\s?\d\d|\[.*\]", re.IGNORECASE)


def _luminance(colour: tuple[int, int, int, int]) -> float:
    red, green, blue, _ = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def is_coloured(cover: PageObject) -> bool:
    """Return whether a cover has a colour that is not taken for a blackened or whitened place."""
    if cover.colour is None:
        return False
    levels = cover.colour[:3]
    return max(levels) - min(levels) >= COLOURED and _luminance(cover.colour) >= BLACK


def covers_of(run: CoveredRun, examination: PageExamination) -> list[PageObject]:
    """Return the objects that may hide a run, the smallest first."""
    found = {
        cover.order: cover
        for word in run.words
        for order in word.orders
        for cover in examination.content.covering.get(order, ())
        if cover.box.intersection(word.box).area
    }
    return sorted(found.values(), key=lambda cover: cover.box.area)


def is_under_annotation(run: CoveredRun, examination: PageExamination) -> bool:
    """Return whether an annotation lies on a run."""
    boxes = [box for annotation in examination.content.annotations for box in annotation.boxes]
    return any(word.box.fraction_inside(box) >= MIN_COVERED for word in run.words for box in boxes)


class Overlay:
    """What lies on a run of covered words: one object, or several that together do."""

    def __init__(self, run: CoveredRun, objects: list[PageObject], examination: PageExamination) -> None:
        page_box = examination.content.box
        box = run.box
        whole = [each for each in objects if box.fraction_inside(each.box) >= MIN_COVERED]
        self.objects = whole[:1] or objects
        self.box = enclosing_box([each.box for each in self.objects]).intersection(page_box)
        self.examination = examination
        self.runs = [each for each in examination.runs if each.box.fraction_inside(self.box) >= MIN_COVERED] or [run]
        self.words = [word for each in self.runs for word in each.words]

    @property
    def is_fitting(self) -> bool:
        """Whether it is about as large as what it covers."""
        return sum(run.box.area for run in self.runs) >= FITS * self.box.area

    @property
    def is_bar(self) -> bool:
        """Whether it is about as high, or as broad, as a line of what it covers."""
        height = max(min(word.box.height, word.box.width) for word in self.words)
        return min(self.box.height, self.box.width) <= BAR_HEIGHT * height

    @property
    def is_column(self) -> bool:
        """Whether it stands upright over a few words, as the bar of a chart does."""
        height = max(word.box.height for word in self.words)
        is_upright = self.box.height >= max(2 * self.box.width, BAR_HEIGHT * height)
        return is_upright and len(self.words) <= LABEL_WORDS

    @property
    def is_background(self) -> bool:
        """Whether it was painted before the words, which have its colour."""
        return all(each.order < min(word.orders) for each in self.objects for word in self.words)

    @property
    def is_coloured(self) -> bool:
        """Whether all of it has a colour that is neither black nor white nor grey."""
        return all(map(is_coloured, self.objects))

    @property
    def is_light(self) -> bool:
        """Whether all of it looks like paper."""
        return all(each.colour is not None and _luminance(each.colour) >= LIGHT for each in self.objects)

    def shows_picture(self) -> bool:
        """Return whether it is an image on which there is something to see."""
        if not all(each.is_image for each in self.objects):
            return False
        try:
            renderer = RegionRenderer(self.examination.content.page, self.box, scale=0.5)
        except OutsidePageError:
            return False
        grey = renderer.render_grey()
        return level_and_uniformity(grey, (0, 0, *grey.size))[1] < FLAT

    def carries_words(self) -> bool:
        """Return whether words that can be read were set on it, other than a note that something was redacted."""
        order = max(each.order for each in self.objects)
        on_it = [
            word.text
            for word in self.examination.uncovered_words
            if max(word.orders) > order and word.box.fraction_inside(self.box) >= MIN_COVERED
        ]
        least = 1 if self.box.area >= MOST_OF_A_PAGE * self.examination.content.box.area else DESIGNED
        text = " ".join(on_it)
        return len(on_it) >= least and not is_label(text) and not _REDACTED.search(text)


def _is_labelled_chart(cover: Overlay) -> bool:
    """Return whether all that lies under a cover are numbers, and the cover is no bar drawn to blacken them."""
    return are_labels([run.text for run in cover.runs]) and (cover.is_coloured or not cover.is_bar)


def _is_paper(examination: PageExamination) -> bool:
    """Return whether a page looks like paper with writing on it, and not like a dark picture."""
    content = examination.content
    grey = RegionRenderer(content.page, content.box, scale=0.25).render_grey()
    levels = grey.histogram()
    return sum(levels[LIGHT:]) >= PAPER * sum(levels)


def _is_page_label(run: CoveredRun, examination: PageExamination) -> bool:
    return is_label(run.text) and is_in_margin(run, examination.content.box)


def _is_part_of_the_design(cover: Overlay) -> bool:
    """Return whether what covers a few words is a divider, panel, bar or picture that was not drawn because of them."""
    if _is_labelled_chart(cover):
        return True
    if cover.is_fitting or len(cover.words) > MANY_WORDS:
        return False
    if cover.is_background:
        return cover.is_light
    return cover.is_coloured or cover.is_column or cover.shows_picture() or cover.carries_words()


def looks_like_redaction(run: CoveredRun, examination: PageExamination) -> bool:
    """Return whether a reader would see that something was blackened, or painted out, where covered words are."""
    if run.is_marked:
        return True
    if _is_page_label(run, examination):
        return False
    if run.is_erased:
        # What a template left under the dark photograph of a cover is no text layer of a scan.
        erased = sum(len(each.words) for each in examination.runs if each.is_erased)
        return erased > MANY_WORDS or _is_paper(examination)
    objects = covers_of(run, examination)
    if not objects or is_under_annotation(run, examination):
        return True
    return not _is_part_of_the_design(Overlay(run, objects, examination))
