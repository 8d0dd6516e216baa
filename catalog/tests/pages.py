"""The back office as a browser without a screen: read a page's form, fill it in, send it."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse


def fields(page: HttpResponse, form: str) -> dict[str, Any]:
    """Return what the form would send as it stands; `form` is a CSS selector."""
    (found,) = BeautifulSoup(page.content, "html.parser").select(form)
    sent: dict[str, Any] = {}
    for field in found.select("input[name], select[name], textarea[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") not in {"submit", "file"} and (
            field.get("type") != "checkbox" or field.has_attr("checked")
        ):
            sent[field["name"]] = field.get("value", "") if field.name == "input" else field.text
    return sent


def text(page: HttpResponse, of: str = "body") -> str:
    """Return the words of a part of the page, single-spaced."""
    parts = BeautifulSoup(page.content, "html.parser").select(of)
    return " ".join(" ".join(part.get_text(" ") for part in parts).split())
