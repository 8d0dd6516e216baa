"""The playground's page, the messages that it signs, and what came of them."""

import json
from dataclasses import asdict
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import user_passes_test
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from conversations.models import Turn
from conversations.playground import customer
from conversations.playground.customer import KINDS, MadeUpCustomer
from conversations.transcript import latest

_SESSION = "playground"
_MOST_TURNS = 20
_LONGEST_TYPED = 4096
for_staff = user_passes_test(lambda user: user.is_active and user.is_staff, login_url="admin:login")
IDEAS = (
    "Hola, busco un nissan versa de menos de 300 mil",
    "¿cuánto pagaría al mes con 60 mil de enganche?",
    "¿qué garantía tienen?",
    "¿dónde puedo verlo?",
    "quiero hablar con una persona",
)


@for_staff
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the phone and the trace beside it, with the words already typed that another page led here with."""
    _customer(request)
    typed = request.GET.get("q", "")[:_LONGEST_TYPED]
    return render(request, "playground/page.html", {"ideas": IDEAS, "can_sign": customer.can_write(), "typed": typed})


@for_staff
@require_POST
def begin_anew(request: HttpRequest) -> HttpResponse:
    """Become another customer."""
    request.session.pop(_SESSION, None)
    return redirect("playground")


@for_staff
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Return what Twilio would post for a message: `{text, kind}` to `{address, form, signature}`."""
    try:
        asked = json.loads(request.body)
        text, kind = str(asked["text"]), str(asked["kind"])
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    if kind not in KINDS or not customer.can_write():
        return HttpResponseBadRequest()
    return JsonResponse(asdict(_customer(request).write(text, kind)))


@for_staff
@require_safe
def chat(request: HttpRequest) -> HttpResponse:
    """Show the bubbles so far, and how each reply came about."""
    conversation = _customer(request).conversation
    shown: dict[str, Any] = {"conversation": conversation, "public": settings.PUBLIC_BASE_URL}
    if conversation is not None:
        turns = Turn.objects.filter(conversation=conversation).prefetch_related("tool_calls").order_by("-pk")
        shown |= {"bubbles": latest(conversation).bubbles, "turns": turns[:_MOST_TURNS]}
    return render(request, "playground/chat.html", shown)


def _customer(request: HttpRequest) -> MadeUpCustomer:
    """Return the session's customer, made up at the first look."""
    kept = request.session.get(_SESSION)
    if kept is None:
        made_up = customer.invent(cast("int", request.user.pk))
        request.session[_SESSION] = asdict(made_up)
        return made_up
    return MadeUpCustomer(**kept)
