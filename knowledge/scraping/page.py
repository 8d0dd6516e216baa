"""What was read from a document, and every reason for which a document is refused."""

from dataclasses import dataclass

from kavakbot.errors import KavakbotError


@dataclass(frozen=True)
class Page:
    """What was read from a document: Markdown whose only marks are headings and list items."""

    title: str
    markdown: str


class PageWithoutContent(KavakbotError):
    """The document has no readable main content."""

    code = "page_without_content"


class PageTooComplex(KavakbotError):
    """The page has more tags, or deeper nested ones, than any page of text."""

    code = "page_too_complex"


class DocumentNotText(KavakbotError):
    """The document is neither a web page, nor a PDF, nor text."""

    code = "document_not_text"


class PdfEncrypted(KavakbotError):
    """The PDF asks for a password."""

    code = "pdf_encrypted"


class PdfDamaged(KavakbotError):
    """The PDF is damaged."""

    code = "pdf_damaged"


class PdfScanned(KavakbotError):
    """The PDF holds pictures of pages and no text."""

    code = "pdf_scanned"


class PdfTooLong(KavakbotError):
    """The PDF has more than 300 pages."""

    code = "pdf_too_long"


class ExtractionTimeout(KavakbotError):
    """The document took too long to read."""

    code = "extraction_timeout"


class ExtractionTooBig(KavakbotError):
    """The document unfolds to more than may be held in memory."""

    code = "extraction_too_big"


class ExtractionFailed(KavakbotError):
    """The document broke the process that read it."""

    code = "extraction_failed"
