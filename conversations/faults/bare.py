"""The reference of the webhook: a bare Django view with a validator, one insert and one publish; nothing else."""

import json

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from conversations.whatsapp import signature
from kavakbot.celery import app

TABLE = "bench_inbox"
PATH = "api/v1/chat/webhooks/twilio"


def inbound(request: HttpRequest) -> HttpResponse:
    """Verify, insert, publish."""
    if not signature.is_valid(request, public_base_url=settings.PUBLIC_BASE_URL, key=settings.TWILIO_AUTH_TOKEN):
        return HttpResponse(status=403)
    form = request.POST
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (sid, sender, body, form) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608
            [form["MessageSid"], form["From"], form["Body"], json.dumps(form.dict())],
        )
    app.send_task("conversations.bench", args=[form["From"]], retry=False)
    return HttpResponse("<Response/>", content_type="application/xml")


urlpatterns = [path(PATH, inbound)]
