"""How the back office looks: its name, its colours, and a sidebar that leads each person where they may go."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string


def _shades(hue: int, *steps: tuple[int, float, float]) -> dict[str, str]:
    return {str(step): f"oklch({light}% {chroma} {hue})" for step, light, chroma in steps}


# One blue from paper to night; white on 600 and 500 on night are readable (4.5 to 1).
_BLUE = _shades(
    252,
    *((50, 97.5, 0.013), (100, 94.5, 0.03), (200, 89, 0.057), (300, 81, 0.1), (400, 71, 0.145), (500, 64, 0.165)),
    *((600, 51, 0.17), (700, 44, 0.15), (800, 38, 0.125), (900, 33, 0.1), (950, 25, 0.075)),
)


class Entry(NamedTuple):
    """A line of the sidebar: whoever may view the model sees it, and it leads to the model's list or to `page`.

    `waiting` names the function of a request that says how much waits there.
    """

    title: str
    icon: str
    model: str
    page: str = ""
    waiting: str = ""

    @property
    def permission(self) -> str:
        """What one must have to see it."""
        return self.model.replace(".", ".view_")

    @property
    def pages(self) -> str:
        """Where the model's list and rows are."""
        return f"{reverse('admin:index')}{self.model.replace('.', '/')}/"

    @property
    def link(self) -> str:
        """Where it leads."""
        return reverse(self.page or f"admin:{self.model.replace('.', '_')}_changelist")


# Models and pages are named, not imported: this is the ground floor.
SECTIONS: dict[str, tuple[Entry, ...]] = {
    "Conversaciones": (
        Entry("Bandeja", "forum", "conversations.conversation", waiting="conversations.admin.inbox.waiting_for_people"),
        Entry("Tablero", "monitoring", "conversations.dashboard", "dashboard"),
        Entry("Prospectos", "person_search", "conversations.lead", "admin:conversations_lead_board"),
        Entry("Autos a cuenta", "currency_exchange", "conversations.tradein"),
        Entry("Citas", "event", "conversations.appointment"),
        Entry("Clientes", "contacts", "conversations.contact"),
        Entry(
            "Avisos", "notifications", "conversations.staffalert", waiting="conversations.admin.deliveries.open_alerts"
        ),
        Entry("Envíos y borradores", "send", "conversations.delivery"),
        Entry("Respuestas rápidas", "quickreply", "conversations.cannedreply"),
        Entry("Etiquetas", "sell", "conversations.tag"),
        Entry("Plantillas", "quick_phrases", "conversations.messagetemplate"),
    ),
    "Inventario": (
        Entry("Autos", "directions_car", "catalog.car"),
        Entry("Sucursales", "storefront", "catalog.branch"),
        Entry("Importaciones", "upload_file", "catalog.importrun"),
    ),
    "Financiamiento": (
        Entry("Calculadora", "calculate", "financing.quote", "admin:financing_quote_calculator"),
        Entry("Cotizaciones", "request_quote", "financing.quote"),
        Entry("Políticas", "percent", "financing.financingpolicy"),
    ),
    "Conocimiento": (
        Entry("Fuentes", "menu_book", "knowledge.source"),
        Entry("Prueba una pregunta", "science", "knowledge.source", "admin:knowledge_source_trial"),
        Entry("Preguntas sin respuesta", "help", "knowledge.missedquestion"),
    ),
    "Equipo y accesos": (
        Entry("Personas", "group", "auth.user"),
        Entry("Roles", "badge", "auth.group"),
        Entry("Clientes de la API", "key", "kavakbot.apiclient"),
        Entry("Quién vio qué", "policy", "conversations.auditentry"),
    ),
    "Sistema": (
        Entry("Pausa del bot", "pause_circle", "conversations.switchboard"),
        Entry("Mensajes", "chat", "conversations.message"),
        Entry("Turnos del bot", "psychology", "conversations.turn"),
        Entry("Gasto por día", "payments", "conversations.dayusage"),
        Entry("Gasto por cliente", "account_balance_wallet", "conversations.customerusage"),
        Entry("Destinos de webhooks", "webhook", "conversations.webhookendpoint"),
        Entry("Webhooks enviados", "outbox", "conversations.webhookcall"),
        Entry("Procesos", "memory", "conversations.workerbeat"),
    ),
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections with the pages that the person may open, the open one marked."""
    sections = {
        title: {entry: entry.link for entry in entries if request.user.has_perm(entry.permission)}
        for title, entries in SECTIONS.items()
    }
    fitting = [
        (len(place), place == link, link)
        for links in sections.values()
        for entry, link in links.items()
        for place in (link, entry.pages)
        if request.path.startswith(place)
    ]
    # The calculator's address begins like that of the quotes: of those that fit, the longest is open. A row's page has
    # no entry of its own: its list's is open, or that of the page which stands in the list's place.
    *_, is_open = max(fitting, default=("",))
    return [
        {
            "title": title,
            "separator": title != next(iter(SECTIONS)),
            "items": [
                _item(entry, request) | {"link": link, "active": link == is_open} for entry, link in links.items()
            ],
        }
        for title, links in sections.items()
    ]


def _item(entry: Entry, request: HttpRequest) -> dict[str, Any]:
    waits = import_string(entry.waiting)(request) if entry.waiting else 0
    return {"title": entry.title, "icon": entry.icon, **({"badge": waits} if waits else {})}


def _file(name: str) -> Callable[[HttpRequest], str]:
    return lambda _: static(f"kavakbot/{name}")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "kavakbot",
    "SITE_HEADER": "kavakbot",
    "SITE_SUBHEADER": "Trastienda",
    "SITE_URL": None,
    "SITE_ICON": _file("icon.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _file("icon.svg")}],
    "STYLES": [_file("office.css")],
    "SCRIPTS": [_file("office.js")],
    "BORDER_RADIUS": "8px",
    "COLORS": {"primary": _BLUE},
    "SIDEBAR": {"navigation": sidebar},
}
