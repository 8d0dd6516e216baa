"""What a bubble reads like: WhatsApp shows *words between asterisks* in bold."""

import re

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_BOLD = re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)")


@register.filter
def as_whatsapp(text: str) -> SafeString:
    """Return a text as HTML, its bold words bold and its lines apart."""
    return linebreaksbr(mark_safe(_BOLD.sub(r"<strong>\1</strong>", escape(text))))  # noqa: S308  escaped just before
