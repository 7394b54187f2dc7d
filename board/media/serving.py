"""Sends files: documents under their addresses, pictures and their copies under their names in storage."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served

from .access import may_fetch, works_here
from .documents import BoardDocument, DocumentVersion
from .images import BoardImage, BoardRendition
from .ranges import FilePart, UnsatisfiableRangeError, parse_range

# What a file may do in the browser: nothing. A PDF's viewer is a program of the browser's own, which "sandbox" forbids.
POLICY = "default-src 'none'; frame-ancestors 'self'"
SANDBOX = "; sandbox"
PDF = "application/pdf"


@dataclass(frozen=True)
class Sent:
    """
    How a file goes out.

    ``etag`` is made of the bytes' hash, without quotation marks. ``is_public`` says that whoever asks got it as anybody
    would; what those who work here see may be a draft's, and nobody between keeps it.
    """

    etag: str
    content_type: str
    filename: str
    is_public: bool
    inline: bool


def send(request, storage, name: str, how: Sent) -> HttpResponse:
    """
    Answer with a stored file or the part of it that was asked for.

    Nobody keeps the file without asking again: it may be withdrawn or replaced at any time.
    """
    strong = f'"{how.etag}"'
    # Django's own answer to If-None-Match and its relatives, before anything is opened.
    unchanged = get_conditional_response(request, etag=strong)
    try:
        response = unchanged or whole_or_part(request, storage, name, strong)
    except FileNotFoundError as error:
        raise Http404("The file is missing in storage.") from error
    response["ETag"] = strong
    response["Cache-Control"] = "public, no-cache" if how.is_public else "private, no-store"
    if response.status_code not in {200, 206}:
        return response
    response["Content-Type"] = how.content_type
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(not how.inline, how.filename) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY + ("" if how.content_type == PDF and how.inline else SANDBOX)
    return response


def whole_or_part(request, storage, name: str, etag: str) -> HttpResponse:
    """Answer with the bytes that the request's ``Range`` names: 206 with a part, 200 with all, 416 for none."""
    opened = storage.open(name, "rb")
    size = opened.size
    wanted = None
    unconditional = "If-Range" not in request.headers or parse_etags(request.headers["If-Range"]) == [etag]
    if "Range" in request.headers and unconditional and request.method == "GET":
        try:
            wanted = parse_range(request.headers["Range"], size)
        except UnsatisfiableRangeError:
            opened.close()
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = wanted or (0, size)
    if request.method == "HEAD":
        opened.close()
        response: HttpResponse = HttpResponse()
    else:
        response = StreamingHttpResponse(FilePart(opened, start, end))  # type: ignore[assignment]
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Length"] = end - start
    return response


@require_safe
def serve_document(request, document_id: int, filename: str) -> HttpResponse:
    """Answer with a document; one that is not public is as if it were not there, except for those who work here."""
    document = get_object_or_404(BoardDocument, pk=document_id)
    if document.filename != filename or not may_fetch(document, request.user):
        raise Http404("No public page carries this file.")
    document_served.send(sender=BoardDocument, instance=document, request=request)
    return send(
        request,
        document.file.storage,
        document.file.name,
        Sent(
            etag=document.file_hash,
            content_type=document.content_type,
            filename=document.filename,
            is_public=not works_here(request.user),
            inline=document.content_disposition == "inline",
        ),
    )


def picture_named(name: str) -> tuple[BoardImage, str] | None:
    """Return the picture of which a name in storage is the original or a copy, and what tells that copy from others."""
    rendition = BoardRendition.objects.select_related("image").filter(file=name).first()
    if rendition:
        return rendition.image, f"{rendition.filter_spec}-{rendition.focal_point_key}"
    image = BoardImage.objects.filter(file=name).first()
    return (image, "original") if image else None


@require_safe
def serve_media(request, name: str) -> HttpResponse:
    """
    Answer with a picture or a copy of one by its name in storage, which is the address that Wagtail gives it.

    A document has an address of its own; its bytes, earlier versions included, are here for those who work on the
    site alone.
    """
    if "\x00" in name:
        raise Http404("No file is called so, and PostgreSQL refuses to look.")
    found = picture_named(name)
    if found:
        image, which = found
        if not may_fetch(image, request.user):
            raise Http404("No public page carries this picture.")
        return send(
            request,
            image.file.storage,
            name,
            Sent(
                etag=quote(f"{image.file_hash}-{which}", safe="-|."),
                content_type=picture_type(name),
                filename=name.rsplit("/", 1)[-1],
                is_public=not works_here(request.user),
                inline=True,
            ),
        )
    version = DocumentVersion.objects.select_related("document").filter(file=name).first()
    if version is None or not works_here(request.user):
        raise Http404("There is no such file.")
    return send(
        request,
        version.file.storage,
        name,
        Sent(
            etag=version.file_hash,
            content_type=version.document.content_type,
            filename=version.document.filename,
            is_public=False,
            inline=False,
        ),
    )


# The types of pictures that Wagtail writes; a table of the machine's own may know none of the new ones.
PICTURE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def picture_type(name: str) -> str:
    """Return the content type of a picture by its name."""
    return PICTURE_TYPES.get(name.rsplit(".", 1)[-1].casefold(), "application/octet-stream")
