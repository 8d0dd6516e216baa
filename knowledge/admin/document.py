"""What an uploaded file is: told by its content, and refused where its name says otherwise."""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from knowledge.admin import wording
from knowledge.sources import MAX_UPLOAD_BYTES

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
ACCEPTED = ",".join(_TYPES)
_MEGABYTE = 1024 * 1024
_PDF_MARK, _PDF_MARK_WITHIN = b"%PDF-", 1024
# Bytes that no text has in any of the encodings that are read: pictures, archives and UTF-16 are full of them.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Document:
    """A file that may be read."""

    content: bytes
    name: str
    content_type: str


def read(upload: "UploadedFile[Any]") -> Document:
    """Return an upload as a document, or raise what is wrong with it as a `ValidationError`."""
    name = upload.name or ""
    if (upload.size or 0) > MAX_UPLOAD_BYTES:
        raise ValidationError(wording.FILE_TOO_LARGE.format(size=(upload.size or 0) / _MEGABYTE))
    content_type = _TYPES.get(PurePath(name).suffix.lower())
    if content_type is None:
        raise _refused(wording.FILE_WRONG_NAME, name)
    content = upload.read()
    _check_content(content, name, is_named_pdf=content_type == "application/pdf")
    return Document(content, name, content_type)


def _check_content(content: bytes, name: str, *, is_named_pdf: bool) -> None:
    is_pdf = _PDF_MARK in content[:_PDF_MARK_WITHIN]
    if is_named_pdf and not is_pdf:
        raise _refused(wording.FILE_NO_PDF, name)
    if not is_named_pdf and content.lstrip().startswith(_PDF_MARK):
        raise _refused(wording.FILE_IS_PDF, name)
    if not is_named_pdf and (not content.strip() or _NOT_TEXT.search(content)):
        raise _refused(wording.FILE_NO_TEXT, name)


def _refused(reason: str, name: str) -> ValidationError:
    return ValidationError(reason.format(name=name[:80]))
