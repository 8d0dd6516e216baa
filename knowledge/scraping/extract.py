"""A document to its title and its content as plain Markdown, whatever kind of document it is."""

from knowledge.scraping import pdf_file, plain_text, web_page
from knowledge.scraping.page import DocumentNotText, Page, PageTooComplex, PageWithoutContent

__all__ = ["Page", "PageTooComplex", "PageWithoutContent", "extract"]

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_PDF_MARK = b"%PDF-"


def extract(content: bytes, *, content_type: str = "text/html", charset: str = "", file_name: str = "") -> Page:
    """Return the title and content of a web page, a PDF or a text; raise one of the refusals in `page.py`.

    `charset` is what the HTTP header said; `file_name` titles a file that has no title of its own. A PDF says so in
    its first bytes, and is believed over `content_type`. Runs in this process: what came from outside is read by
    `apart.extract_apart`.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/pdf" or content.startswith(_PDF_MARK):
        return pdf_file.read(content, file_name=file_name)
    if kind in _PAGES:
        return web_page.read(content, charset_label=charset)
    if kind in _TEXTS:
        return plain_text.read(content, charset_label=charset, file_name=file_name)
    raise DocumentNotText
