"""What a file is, is told by its content; what it is called, by nobody's wish."""

import io
import zipfile

import pytest

from network.web import uploads


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, body in files.items():
            file.writestr(name.replace("__", "/").replace("_DOT_", "."), body)
    return made.getvalue()


TYPES = {"[Content_Types].xml": b"<Types/>"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.4", uploads.PDF),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (archive(**TYPES, **{"word/document.xml": b""}), uploads.DOCX),
        (archive(**TYPES, **{"ppt/presentation.xml": b""}), uploads.PPTX),
        (archive(mimetype=uploads.ODT.encode()), uploads.ODT),
        (archive(**TYPES, **{"word/document.xml": b"", "word/vbaProject.bin": b""}), None),
        (archive(mimetype=uploads.ODT.encode(), **{"Basic/Standard/x.xml": b""}), None),
        (archive(**TYPES, **{"xl/workbook.xml": b""}), None),
        (archive(mimetype=b"x" * 2000), None),
        (b"PK\x03\x04 broken", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"GIF89a", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_the_content_says_what_a_file_is(body: bytes, kind: str | None) -> None:
    assert uploads.kind_of(body) == kind


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("lysark.pdf", "lysark.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Kari\\Lysark nr. 2.html", "Lysark nr. 2.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("å" * 300, "å" * 100 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_nothing_that_a_system_obeys(name: str, clean: str) -> None:
    assert uploads.clean_name(name, uploads.PDF) == clean
