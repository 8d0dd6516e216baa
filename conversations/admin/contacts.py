"""The admin of who writes to us, and of requests under data-protection law: to see everything, to have it erased."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from conversations import privacy
from conversations.admin.looks import ChatPages
from conversations.admin.read_only import ReadOnly
from conversations.models import AuditEntry, Contact
from kavakbot.pages import CountedOnce, FirstPages

# A person reads the list before it is confirmed, and each may take seconds.
MOST = 20
# Of everybody who is in a file, those whom its line of the trail leads to.
_MOST_NAMED = 200


@admin.register(Contact)
class ContactAdmin(ChatPages[Contact]):
    """Who writes to us."""

    list_display = ("name", "number", "created_at")
    ordering = ("-created_at",)
    search_fields = ("name", "phone")
    fields = ("name", "phone", "created_at", "looks")
    readonly_fields = ("phone", "created_at", "looks")
    actions = ("export_data", "erase_data")

    def get_fields(self, request: HttpRequest, obj: Contact | None = None) -> Any:
        """Lead to the trail those who may read it."""
        shown = bool(obj) and request.user.has_perm("conversations.view_auditentry")
        return self.fields if shown else [name for name in self.fields if name != "looks"]

    @admin.display(description="quién ha visto sus datos")
    def looks(self, contact: Contact) -> str:
        """Where it is written down who looked at this customer."""
        trail = reverse("admin:conversations_auditentry_changelist")
        return format_html('<a href="{}?q={}">Ver los accesos</a>', trail, contact.pk)

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
class AuditEntryAdmin(ReadOnly, CountedOnce[AuditEntry]):
    """Who looked at whom, the newest first."""

    list_display = ("happened_at", "actor", "action", "what", "about", "contacts", "conversation_id")
    list_filter = ("action", "page", "happened_at")
    search_fields = ("actor",)
    search_help_text = "Quién, o el id de un contacto o de una conversación"
    date_hierarchy = "happened_at"
    paginator = FirstPages
    fields = ("happened_at", "actor", "user", "action", "what", "about", "everybody", "conversation_id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """Find the looks at a customer, on lists too, or in a chat; other words name who looked."""
        try:
            key = UUID(search_term.strip())
        except ValueError:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(Q(contact_ids__contains=[key]) | Q(conversation_id=key)), False

    @admin.display(description="página", ordering="page", empty_value="—")
    def what(self, entry: AuditEntry) -> str:
        """What the page shows, as its list is called."""
        model = apps.all_models["conversations"].get(entry.page)
        if model is None or not self.admin_site.is_registered(model):
            return entry.page
        return str(self.admin_site.get_model_admin(model).opts.verbose_name_plural).capitalize()

    @admin.display(description="contactos")
    def contacts(self, entry: AuditEntry) -> str:
        """Lead to the one, or count those of a list."""
        return _linked(entry.contact_ids[0]) if len(entry.contact_ids) == 1 else str(len(entry.contact_ids))

    @admin.display(description="contactos")
    def everybody(self, entry: AuditEntry) -> str:
        """Lead to each of them, of a file to the first."""
        named = format_html_join("", "{}<br>", ((_linked(key),) for key in entry.contact_ids[:_MOST_NAMED])) or "—"
        further = len(entry.contact_ids) - _MOST_NAMED
        return format_html("{}y {} más", named, f"{further:,}") if further > 0 else named


def _linked(contact_id: UUID) -> str:
    """Lead to a contact's page; who was erased meanwhile has none, and the id is all that is left."""
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:conversations_contact_change", args=[contact_id]), contact_id
    )


def _too_many(request: HttpRequest, chosen: QuerySet[Contact]) -> bool:
    if chosen.count() <= MOST:
        return False
    messages.error(request, f"Elige como mucho {MOST} clientes a la vez; no se hizo nada.")
    return True
