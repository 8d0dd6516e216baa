"""What a bubble reads like, where WhatsApp shows *words between asterisks* in bold, and what a tool was told."""

import json
import re
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kavakbot.masking import beginning

register = template.Library()
_LONGEST = 3000
_BOLD = re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)")


@register.filter
def as_whatsapp(text: str) -> SafeString:
    """Return a text as HTML, its bold words bold and its lines apart."""
    return linebreaksbr(mark_safe(_BOLD.sub(r"<strong>\1</strong>", escape(text))))  # noqa: S308  escaped just before


@register.filter
def as_document(value: Any) -> str:
    """Return what a tool was asked or answered as people read it; a text stays on its line, so that masks find it."""
    return beginning(json.dumps(value, ensure_ascii=False, indent=2), _LONGEST)
