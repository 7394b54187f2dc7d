"""Pages with a line of text and what is painted before and after it."""

from bench.pdfs.parts import drawn

SECRET = "Edda Jessop"
BOX = (98, 695, 80, 16)


def line(*, before=None, after=None, text=SECRET):
    """Return a page with a line of text, and what functions draw before and after it."""

    def draw(canvas):
        for step in (before, lambda it: it.drawString(100, 700, text), after):
            canvas.saveState()
            if step:
                step(canvas)
            canvas.restoreState()

    return drawn(draw)


def box(grey=0.0, opacity=1.0, place=BOX):
    """Return a function that draws a filled box."""

    def draw(canvas):
        canvas.setFillGray(grey)
        canvas.setFillAlpha(opacity)
        canvas.rect(*place, fill=1, stroke=0)

    return draw


def covered_texts(hidden):
    """Return the covered texts among the hidden information."""
    return [text["text"] for text in hidden["covered"]]
