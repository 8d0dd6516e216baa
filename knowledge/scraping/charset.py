"""Bytes to text: by mark, by declaration, then by what the bytes themselves look like."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The charsets that Spanish is published in. Python knows many more, among them compressors ("zip") and slow ones
# ("idna", "punycode"): a page may not choose those. Browsers read latin-1 as Windows-1252, and so do we.
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "latin-9": "iso-8859-15",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
}
_META = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([a-z0-9_-]{1,40})", re.IGNORECASE)
_META_BYTES = 4096
_REPLACEMENT = "\ufffd"


def decode(content: bytes, *, charset: str = "", markup: bool = False) -> str:
    """Return `content` as text; never raises.

    The order: byte order mark, `charset` (of the HTTP header), `<meta charset>` of `markup`, UTF-8, Windows-1252. A
    charset that does not fit the bytes is passed over: many servers declare one that the page does not use.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    for label in (charset, _declared(content) if markup else "", "utf-8"):
        known = _CHARSETS.get(label.strip().strip("\"'").lower())
        text = _fitting(content, known) if known else None
        if text is not None:
            return text
    return content.decode("cp1252", errors="replace")


def _declared(content: bytes) -> str:
    found = _META.search(content[:_META_BYTES])
    label = found[1].decode("ascii").lower() if found else ""
    return "" if label.startswith("utf-16") else label  # it could not have been read if that were true


def _fitting(content: bytes, encoding: str) -> str | None:
    """Return the text if nearly all of it decodes: one cut character must not turn every accent of a page to rubble."""
    text = content.decode(encoding, errors="replace")
    broken = text.count(_REPLACEMENT)
    if not broken:
        return text
    whole = sum(map(len, re.findall(r"[^\x00-\x7f]+", text))) - broken
    return text if broken * 2 < whole else None
