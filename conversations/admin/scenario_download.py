"""The admin action that makes scenarios of real chats, for somebody to review and add to the evaluation."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from conversations import audit
from conversations.evaluation import transcripts
from conversations.models import AuditAction, Conversation

MOST_CHATS = 50


@admin.action(description="Descargar como escenarios de evaluación (sin nombres ni teléfonos)", permissions=["change"])
def download_scenarios(
    modeladmin: admin.ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Conversation]
) -> HttpResponse:
    """Send the chats, oldest first, as one YAML file."""
    chats = list(queryset.select_related("contact").order_by("created_at")[:MOST_CHATS])
    for chat in chats:
        audit.record(AuditAction.DOWNLOADED, by=request.user, contact_ids=[chat.contact_id], conversation_id=chat.pk)
    response = HttpResponse(transcripts.as_yaml(chats), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="escenarios.yaml"'
    return response
