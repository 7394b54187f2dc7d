"""The panels of the statement's form, in the order in which a statement is prepared."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

PROBLEM_PANELS = [
    FieldPanel("what"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("by_when")]),
    FieldPanel("criterion"),
]

STATEMENT_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("feedback_email"), FieldPanel("feedback_phone")]),
            FieldPanel("answer_working_days"),
        ],
        heading="Whom readers tell",
        help_text="For readers who can’t use a part of the site, or need something in another format. Shown at once.",
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("tested_on"), FieldPanel("tested_by")]), FieldPanel("how_tested")],
        heading="How it was tested",
        help_text="Test before you say how accessible the site is. A program alone finds only some of the problems.",
    ),
    MultiFieldPanel(
        [FieldPanel("compliance")],
        heading="What came of it",
        help_text="WCAG are the guidelines that public bodies in the United Kingdom must meet, at level AA.",
    ),
    InlinePanel(
        "problems",
        heading="What does not work",
        label="problem",
        help_text="Every problem that you know of. Readers see this list; remove what has been put right.",
    ),
    MultiFieldPanel([FieldPanel("improvements")], heading="What happens next"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("prepared_on"), FieldPanel("reviewed_on"), FieldPanel("next_review_on")])],
        heading="Dates of the statement",
        help_text="Fill these in last: with the first date, the statement becomes public.",
    ),
]
