"""Whatever anybody wrote is text on every page: the back office's own scripts would run what stands in its markup."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse

from catalog.models import Car
from conversations.models import Contact, Conversation, DialogueMemory, Message, ToolCall, Turn, WebhookCall
from conversations.tests import office

pytestmark = pytest.mark.django_db
MARKUP = """\"'><zz-ours x-data x-init=alert(1)>{{1}}`${1}`</script><zz-ours>"""
_COMPILED = re.compile(r"""\s(?:x-[\w:.-]+|[@:][\w.-]+|on\w+|hx-on[\w:-]*)=(?:"[^"]*"|'[^']*')|<script[^>]*>[^<]+""")
_FOLLOWED = re.compile(r"""(?:href|src|action)=["']\s*javascript:""", re.IGNORECASE)
HISTORIES = {"catalog_car": Car, "conversations_contact": Contact}
ASKED = (
    ("admin:index", MARKUP),
    ("admin:conversations_conversation_changelist", "q"),
    ("admin:catalog_car_changelist", "q"),
    ("admin:knowledge_source_changelist", MARKUP),
    ("dashboard", "desde"),
    ("admin:knowledge_source_trial", "q"),
    ("admin:financing_quote_calculator", "price"),
    ("admin:login", "next"),
    ("playground", "q"),
    ("playground-chat", "q"),
)
# What others read as more than text, or know rows by.
_READ = {"sid", "city", "origin", "key", "folded"}


def test_no_page_takes_what_somebody_wrote_for_markup(admin_user):
    office.one_of_everything()
    assert _write_everywhere() > 60
    _write_into_documents()
    browser = Client()
    browser.force_login(admin_user)
    browser.get(reverse("playground"))
    Conversation.objects.update(channel="playground", key=browser.session["playground"]["address"])
    for page in _pages():
        answer = browser.get(page, follow=True, headers={"Accept": "text/html"})
        assert answer.status_code in {200, 400}, page
        shown = answer.content.decode()
        assert "<zz-ours" not in shown, page
        assert not _run(shown), page


def _write_everywhere() -> int:
    """Put markup into every text that a table of ours holds, as far as it fits; return how many there are."""
    written = 0
    for model in apps.get_models():
        if model._meta.app_label in {"admin", "auth", "axes", "contenttypes", "sessions"}:
            continue
        texts = {}
        for field in model._meta.concrete_fields:
            if field.choices or field.primary_key or field.name in _READ or "time_zone" in field.name:
                continue
            if isinstance(field, CharField | TextField):
                texts[field.name] = MARKUP[: field.max_length]
        if texts:
            model._default_manager.order_by().update(**texts)
            written += len(texts)
    return written


def _write_into_documents() -> None:
    Message.objects.update(
        media=[dict.fromkeys(("kind", "type", "heard", "url"), MARKUP)],
        raw=dict.fromkeys(("Latitude", "Label", "Address"), MARKUP),
    )
    Turn.objects.update(verdicts=[{"code": MARKUP, "excerpt": MARKUP}], plan=[{"part": "say", "text": MARKUP}])
    ToolCall.objects.update(args={MARKUP: MARKUP}, result={MARKUP: [MARKUP]})
    WebhookCall.objects.update(payload={MARKUP: MARKUP})
    DialogueMemory.objects.update(data={MARKUP: MARKUP})


def _pages() -> Iterator[str]:
    first = {model: model._default_manager.order_by("pk")[0].pk for model in admin.site._registry}
    for model, pk in first.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[pk]))
    yield f"{reverse('admin:conversations_conversation_changelist')}?channel__exact=playground"
    yield from (reverse(f"admin:{name}_history", args=[first[model]]) for name, model in HISTORIES.items())
    for page, asked in ASKED:
        yield f"{reverse(page)}?{urlencode({asked: MARKUP})}"
    chat = f"/api/v1/conversations/{first[Conversation]}"
    yield from ("/api/v1/cars", "/api/v1/embeddings", "/api/v1/conversations", chat, f"{chat}/messages")


def _run(page: str) -> list[str]:
    """Return what of a page scripts would compile or a browser follow, where it is what somebody wrote."""
    return [piece for piece in _COMPILED.findall(page) if "zz-ours" in piece] + _FOLLOWED.findall(page)
