"""Hidden slides, speaker notes and comments of presentations are found."""

from tests.board.engines.officeinspect.office_files import P, item, pptx, shape

BODY = '<p:ph type="body"/>'


def test_hidden_slide_hidden_shape_notes_and_comments(find):
    notes = (
        f"<p:notes {P}>{shape('Say her name.', placeholder=BODY)}"
        + shape("7", placeholder='<p:ph type="sldNum"/>')
        + "<p:sp><p:txBody><a:p><a:fld><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp></p:notes>"
    )
    comments = f'<p:cmLst {P}><p:cm authorId="1"><p:text>Who?</p:text></p:cm></p:cmLst>'
    links = [("notesSlide", "../notesSlides/n1.xml"), ("comments", "../comments/c1.xml")]
    parts = {
        "ppt/notesSlides/n1.xml": notes,
        "ppt/comments/c1.xml": comments,
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst {P}><p:cmAuthor id="1" name="Jo"/></p:cmAuthorLst>',
    }
    content = pptx(
        [("", shape("Seen") + shape("Unseen", 'hidden="1"'), links), ('show="0"', shape("Harry"), [])], parts
    )
    assert find(content) == {
        "hidden_text": [item("Unseen", "slide 1")],
        "notes": [item("Say her name.", "slide 1")],
        "comments": [item("Who?", "slide 1", "Jo")],
        "hidden_slides": [item("Harry", "slide 2")],
    }


def test_comments_of_newer_programs_with_answers(find):
    namespace = f'{P} xmlns:q="http://schemas.microsoft.com/office/powerpoint/2018/8/main"'

    def body(text):
        return f"<q:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></q:txBody>"

    comments = (
        f'<q:cmLst {namespace}><q:cm authorId="{{1}}"><q:replyLst><q:reply authorId="{{2}}">{body("No.")}</q:reply>'
        f"</q:replyLst>{body('Name her?')}</q:cm></q:cmLst>"
    )
    authors = f'<q:authorLst {namespace}><q:author id="{{1}}" name="Jo"/><q:author id="{{2}}" name="Al"/></q:authorLst>'
    parts = {"ppt/comments/modern.xml": comments, "ppt/authors.xml": authors}
    links = [("http://schemas.microsoft.com/office/2018/10/relationships/comments", "../comments/modern.xml")]
    assert find(pptx([("", shape("Seen"), links)], parts)) == {
        "comments": [item("Name her?", "slide 1", "Jo"), item("No.", "slide 1", "Al")]
    }
