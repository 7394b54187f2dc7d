"""Wagtail's settings that are the same on every site."""

WAGTAIL_SITE_NAME = "Safeguarding children board"
WAGTAIL_PAGE_MODEL = "basepage.BasePage"
# What a user may do to a page: asked by the base page, which stands below it.
PAGE_PERMISSION_TESTER = "board.publishing.permissions.BoardPagePermissionTester"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "pages/password_required.html"  # noqa: S105
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILDOCS_DOCUMENT_MODEL = "media.BoardDocument"
WAGTAILIMAGES_IMAGE_MODEL = "media.BoardImage"
# What any camera takes. A kilobyte may say that it is a picture of any size, and unpacking it fills the memory.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "xlsx"]
# PDFs open in the browser, where a phone can read them; nothing else does.
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "board.admin_search", "SEARCH_CONFIG": "english"},
}
# An approval counts for the revision it was given to, and for no later one.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# The last approval publishes, unless the chair holds the words or sets a time for them.
WAGTAIL_FINISH_WORKFLOW_ACTION = "board.publishing.workflow.finish_workflow"
# Every file passes our view, which asks whether it is public; the storage's own address never does.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "board.publishing.file_forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "board.publishing.file_forms.ImageForm"
# Superusers look after the machine; the groups look after the words.
# board.redirects makes those of pages that are renamed or moved.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False  # No page of the admin calls another host.
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The toolbars that an editor may be given, by name; a block never lists features itself.
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "board.basepage.rich_text.RichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "ol", "ul", "link", "blockquote"]},
    },
    # A statement is words said by a person: paragraphs and lists.
    "statement": {
        "WIDGET": "board.basepage.rich_text.RichTextArea",
        "OPTIONS": {"features": ["bold", "ol", "ul", "link"]},
    },
}
