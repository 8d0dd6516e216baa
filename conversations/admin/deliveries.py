"""What is on its way to customers: drafts to send or drop, failures in plain words, and alerts to see to."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from conversations import drafts
from conversations.admin.leads import MadeInChats, chat_link
from conversations.admin.looks import ChatPages
from conversations.admin.read_only import ReadOnly
from conversations.models import Delivery, DeliveryState, StaffAlert, Turn
from conversations.whatsapp import error_codes
from kavakbot.celery import wake


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ChatPages[Delivery]):
    """How far each outgoing message has come."""

    list_display = ("message", "chat", "state", "attempts", "explanation", "updated_at")
    list_filter = ("state",)
    list_select_related = ("message__conversation__contact",)
    ordering = ("-message_id",)
    actions = ("send_drafts", "drop_drafts")

    @admin.display(description="chat")
    def chat(self, delivery: Delivery) -> str:
        """The chat it belongs to."""
        return chat_link(delivery.message.conversation)

    @admin.display(description="explicación", ordering="error")
    def explanation(self, delivery: Delivery) -> str:
        """What the provider's code means."""
        return error_codes.explain(delivery.error)

    @admin.action(description="Enviar los borradores", permissions=["send"])
    def send_drafts(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Let the whole reply go out, of which a bubble was chosen."""
        sent = [turn for turn in _turns(queryset) if drafts.send(turn)]
        for turn in sent:
            wake("conversations.deliver", str(turn.conversation_id))
        messages.success(request, f"Respuestas enviadas: {len(sent)}.")

    @admin.action(description="Descartar los borradores", permissions=["send"])
    def drop_drafts(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Forget the whole reply; whoever drops it answers the customer."""
        dropped = [turn for turn in _turns(queryset) if drafts.drop(turn)]
        messages.success(request, f"Respuestas descartadas: {len(dropped)}. Contéstale tú al cliente.")

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whoever may take chats over may send what the bot proposes in them."""
        return request.user.has_perm("conversations.take_over_chat")


def _turns(queryset: QuerySet[Delivery]) -> QuerySet[Turn]:
    chosen = queryset.filter(state=DeliveryState.DRAFT).values("message__turn")
    return Turn.objects.filter(pk__in=chosen).order_by("pk")


def open_alerts(_: HttpRequest) -> int:
    """Count what still has to be seen to."""
    return StaffAlert.objects.filter(resolved_at=None).count()


class Open(admin.SimpleListFilter):
    """What still has to be seen to, unless asked otherwise."""

    title = "situación"
    parameter_name = "situacion"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer what is done as well."""
        return [("resueltos", "Resueltos"), ("todos", "Todos")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StaffAlert]) -> QuerySet[StaffAlert]:
        """Keep to what is open by default."""
        match self.value():
            case "todos":
                return queryset
            case "resueltos":
                return queryset.filter(resolved_at__isnull=False)
        return queryset.filter(resolved_at=None)


@admin.register(StaffAlert)
class StaffAlertAdmin(MadeInChats, ChatPages[StaffAlert]):
    """See to what went wrong, the newest first, and say so."""

    list_display = ("kind", "chat", "message", "reason", "created_at", "resolved_at", "resolved_by")
    list_display_links = None
    list_filter = (Open, "kind")
    list_select_related = ("conversation__contact", "message", "resolved_by")
    fields = ("kind", "chat", "message", "reason", "created_at", "resolved_at", "resolved_by")
    readonly_fields = fields
    actions = ("resolve",)

    @admin.display(description="chat")
    def chat(self, alert: StaffAlert) -> str:
        """The chat it is about."""
        return chat_link(alert.conversation)

    @admin.action(description="Marcar como resueltos", permissions=["change"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[StaffAlert]) -> None:
        """Somebody has seen to it."""
        done = queryset.filter(resolved_at=None).update(resolved_at=timezone.now(), resolved_by=request.user.pk)
        messages.success(request, f"Avisos resueltos: {done}.")
