"""The admin of who writes to us, and of requests under data-protection law: to see everything, to have it erased."""

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from conversations import privacy
from conversations.admin.phones import ChatPages
from conversations.admin.read_only import ReadOnly
from conversations.models import AuditEntry, Contact

# A person reads the list before it is confirmed, and each may take seconds.
MOST = 20


@admin.register(Contact)
class ContactAdmin(ChatPages[Contact]):
    """Who writes to us."""

    list_display = ("name", "number", "created_at")
    search_fields = ("name", "phone")
    readonly_fields = ("phone", "created_at")
    actions = ("export_data", "erase_data")

    @admin.display(description="teléfono", empty_value="—")
    def number(self, contact: Contact) -> str | None:
        """The number, and no order by it: who may not see numbers could tell them from their order."""
        return contact.phone

    def has_delete_permission(self, request: HttpRequest, obj: Contact | None = None) -> bool:
        """Deleting is an action of its own, with its own permission."""
        return False

    def has_privacy_permission(self, request: HttpRequest) -> bool:
        """Whether the person may see and erase everything of a customer."""
        return request.user.has_perm("conversations.privacy_requests")

    @admin.action(description="Exportar todo lo que guardamos de ellos", permissions=["privacy"])
    def export_data(self, request: HttpRequest, queryset: QuerySet[Contact]) -> HttpResponse | None:
        """Send all of it as one document."""
        if _too_many(request, queryset):
            return None
        response = HttpResponse(privacy.as_json(queryset, by=request.user), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="datos-personales.json"'
        return response

    @admin.action(description="Borrar todo lo que guardamos de ellos…", permissions=["privacy"])
    def erase_data(self, request: HttpRequest, queryset: QuerySet[Contact]) -> HttpResponse | None:
        """Show whom and how much; erase once that is confirmed."""
        if _too_many(request, queryset):
            return None
        if "confirmed" not in request.POST:
            return self._ask(request, queryset)
        left = 0
        for contact in queryset:
            left += privacy.erase(contact, by=request.user).files_left
        messages.success(request, "Se borró todo lo que guardábamos de ellos.")
        if left:
            messages.warning(
                request, f"En Twilio quedan {left} archivos suyos que no se pudieron borrar; bórralos allí."
            )
        return None

    def _ask(self, request: HttpRequest, queryset: QuerySet[Contact]) -> HttpResponse:
        counts = {
            "chats": Count("conversations", distinct=True),
            "texts": Count("conversations__messages", distinct=True),
            "matters": Count("conversations__leads", distinct=True),
            "visits": Count("conversations__appointments", distinct=True),
        }
        context = {
            **self.admin_site.each_context(request),
            "title": "Borrar todo lo que guardamos",
            "opts": self.opts,
            "contacts": queryset.annotate(**counts),
        }
        return TemplateResponse(request, "admin/conversations/contact/erase.html", context)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, admin.ModelAdmin[AuditEntry]):
    """Who looked at whom, the newest first."""

    list_display = ("happened_at", "actor", "action", "contact_id", "conversation_id")
    list_filter = ("action", "happened_at")
    search_fields = ("actor", "contact_id", "conversation_id")
    date_hierarchy = "happened_at"


def _too_many(request: HttpRequest, chosen: QuerySet[Contact]) -> bool:
    if chosen.count() <= MOST:
        return False
    messages.error(request, f"Elige como mucho {MOST} clientes a la vez; no se hizo nada.")
    return True
