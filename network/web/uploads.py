"""Files that people hand in: few kinds, told by their content, never shown by us, only downloaded (TRUST C9)."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from flask import Response, request, send_file
from werkzeug.datastructures import FileStorage

from network.core import files
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.web.pictures import BadPicture, without_notes

LARGEST_BYTES = 20_000_000
FORM_BYTES = 200_000
"""What the rest of the form may hold beside the file."""
LONGEST_NAME = 100
POLICY = "sandbox; default-src 'none'"

PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ENDINGS = {
    PDF: "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    ODT: "odt",
    DOCX: "docx",
    PPTX: "pptx",
}
ACCEPTED = ",".join(f".{ending}" for ending in (*ENDINGS.values(), "jpeg"))
"""For the file field of a form: what the browser offers. The content decides."""

MOST_ENTRIES = 10_000
"""Of an archive: a directory of half a million files takes seconds to read."""
_ENTRY = b"PK\x01\x02"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')


@dataclass(frozen=True)
class Upload:
    """A file whose bytes are kept: the values of a row about it."""

    sha256: str
    name: str
    mimetype: str
    size_bytes: int


def allow_file() -> None:
    """Let this request be as large as a file. Call it before anything reads the form (url_value_preprocessor)."""
    request.max_content_length = LARGEST_BYTES + FORM_BYTES


def take(file: FileStorage | None) -> Upload:
    """Keep an uploaded file under the fingerprint of its bytes, a picture without its notes of time and place.

    Writes to the disk: not inside a unit of work.

    Raises Invalid("file") when there is none, when it is too large, or when its content is of no kind that we take.
    """
    body = file.stream.read(LARGEST_BYTES + 1) if file is not None else b""
    if file is None or not body:
        raise Invalid("file", _("Choose a file."))
    if len(body) > LARGEST_BYTES:
        raise Invalid("file", _("The file is larger than 20 MB. Make it smaller, or give a link to it instead."))
    mimetype = kind_of(body)
    if mimetype is None:
        raise Invalid(
            "file",
            _("We take PDF, PNG, JPEG, WebP, ODT, DOCX and PPTX without macros. Save it as one of these first."),
        )
    try:
        body = without_notes(body, mimetype)
    except BadPicture as fault:
        raise Invalid(
            "file", _("This picture is broken or too large. Save it anew, smaller, and try again.")
        ) from fault
    return Upload(files.store(body), clean_name(file.filename or "", mimetype), mimetype, len(body))


def kind_of(body: bytes) -> str | None:
    """The MIME type that the content shows, whatever the file is called; None for what we do not take."""
    if body.startswith(b"%PDF-"):
        return PDF
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    is_archive = body.startswith(b"PK\x03\x04") and body.count(_ENTRY) <= MOST_ENTRIES
    return _office_kind(body) if is_archive else None


def clean_name(name: str, mimetype: str) -> str:
    """The file's own name without folders and signs that a system gives a meaning, with the ending of its content."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = last.rpartition(".")
    stem = stem if dot and len(ending) <= 5 else last
    plain = "".join(letter for letter in _NOT_IN_NAMES.sub(" ", stem) if unicodedata.category(letter)[0] != "C")
    return f"{' '.join(plain.split()).strip('. ')[:LONGEST_NAME] or 'file'}.{ENDINGS[mimetype]}"


def download(upload: Upload) -> Response:
    """Hand a file out so that no browser opens it as a page of ours."""
    response = send_file(
        files.path_of(upload.sha256), mimetype=upload.mimetype, as_attachment=True, download_name=upload.name
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _office_kind(body: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            first = archive.read("mimetype")[:100] if archive.getinfo("mimetype").file_size <= 100 else b""
    except KeyError:
        first = b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return None
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return None
    if first == ODT.encode():
        return ODT
    if "[Content_Types].xml" not in names:
        return None
    return DOCX if "word/document.xml" in names else PPTX if "ppt/presentation.xml" in names else None
