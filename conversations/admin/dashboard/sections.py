"""The figures of the reporting put into sections, in Spanish, each for whoever may see what it counts."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from catalog.criteria import Body
from conversations import reporting
from conversations.admin.dashboard.table import Cell, Fact, Link, Section, Table, shown
from conversations.dialogue.car_wording import SAID
from conversations.models import AppointmentState, LeadState
from conversations.reporting import Cost, Handovers, Period, Talk, Unmet, Wanted
from conversations.whatsapp import error_codes
from financing.admin.chart import short_amount
from financing.admin.wording import ORIGINS
from financing.figures import money
from kavakbot import bars
from kavakbot.bars import Chart, Column
from kavakbot.masking import mask_phones

_MOST_ROWS = 15
# Narrower bars than these would be lines: days are put together.
_MOST_BARS = 62
_MOST_NAMES = 8
_MISSING = {
    "price": "El precio",
    "km": "Los kilómetros",
    "year": "El año",
    "version": "La versión",
    "equipment": "El equipamiento",
    "size": "El tamaño",
    "transmission": "La transmisión",
    "traction": "La tracción",
    "body": "El tipo de auto",
    "model": "El modelo",
    "make": "La marca",
    "monthly_payment": "La mensualidad",
    "unknown": "No se reconoció el nombre",
    "anything": "Nada parecido",
}


def sections(period: Period, *, may: Callable[[str], bool]) -> list[Section]:
    """Return what a person may see of a period; `may` tells whether they have a permission."""
    handed = reporting.handovers(period)
    found = [_talk(reporting.talk(period)), _speed(period, handed), _handovers(handed), *_sales(period, may)]
    demand = reporting.demand(period, most=_MOST_ROWS)
    found += [_wanted(demand.wanted), _unmet(demand.unmet)]
    if may("knowledge.view_missedquestion"):
        found.append(_questions(period))
    if may("conversations.view_delivery"):
        found.append(_failures(period))
    if may("conversations.view_dayusage"):
        found.append(_cost(reporting.cost(period)))
    return found


def _talk(talk: Talk) -> Section:
    shares = ((talk.bot_only, "Sólo el bot"), (talk.both, "Bot y personas"), (talk.people_only, "Sólo personas"))
    facts = (
        Fact("Chats con mensajes", talk.active),
        Fact("Chats nuevos", talk.new),
        *(Fact(name, count, _percent(count, talk.active)) for count, name in shares),
        Fact("Sin contestar", talk.unanswered, _percent(talk.unanswered, talk.active)),
        Fact("Mensajes recibidos", talk.received),
        Fact("Mensajes del bot", talk.by_bot),
        Fact("Mensajes del equipo", talk.by_people),
    )
    rows = [(day.day, day.received, day.by_bot, day.by_people) for day in talk.days] if talk.is_any else []
    parts, title = ("Clientes", "Bot", "Equipo"), "Mensajes por día"
    nothing = "Todavía no hay mensajes en estos días."
    return Section(
        "Conversaciones",
        about="Chats en los que el cliente escribió, y quién le contestó.",
        facts=facts,
        chart=_per_day(title, parts, rows) if rows else None,
        tables=[Table(title, ("Día", *parts), rows, nothing=nothing)],
    )


def _speed(period: Period, handed: Handovers) -> Section:
    bot, people = reporting.speed_of_bot(period), handed.speed
    rows = [
        ("El bot, desde el mensaje", bot.answered, bot.median, bot.slow),
        ("Una persona, desde que el bot le pasó el chat", people.answered, people.median, people.slow),
    ]
    return Section(
        "Tiempo de respuesta",
        about="La mitad de las respuestas tardó la mediana o menos; 95 de cada 100, el último tiempo o menos.",
        tables=[
            Table(
                "",
                ("Quién", "Respuestas", "Mediana", "95 de cada 100"),
                [row for row in rows if row[1]],
                nothing="Todavía no hay respuestas en estos días.",
            )
        ],
    )


def _handovers(handed: Handovers) -> Section:
    reasons = (
        ("El cliente pidió una persona", handed.asked),
        ("Queja o garantía", handed.complaints),
        ("El bot no tenía una respuesta segura", handed.unsafe),
    )
    rows = [(why, count) for why, count in reasons if count]
    return Section(
        "Pases a una persona",
        facts=(Fact("Pases", handed.total), Fact("Sin que el equipo haya escrito", handed.waiting)),
        tables=[Table("", ("Motivo", "Pases"), rows, nothing="Todavía no hay pases en estos días.", measure=1)],
    )


def _sales(period: Period, may: Callable[[str], bool]) -> Iterator[Section]:
    tables = []
    if may("conversations.view_lead"):
        leads: list[list[Cell]] = [
            [one.kind.label, *(one.by_state.get(state, 0) for state in LeadState), one.total]
            for one in reporting.leads(period)
        ]
        columns = ("Tipo", *(state.label for state in LeadState), "Total")
        tables.append(Table("Prospectos", columns, leads, nothing="Todavía no hay prospectos en estos días."))
    if may("financing.view_quote"):
        made = reporting.quotes(period)
        rows = [(name, made[origin]) for origin, name in ORIGINS.items() if origin in made]
        nothing = "Todavía no hay cotizaciones en estos días."
        tables.append(Table("Cotizaciones", ("Pedida por", "Cotizaciones"), rows, nothing=nothing))
    if may("conversations.view_appointment"):
        drives = reporting.test_drives(period)
        rows = [(state.label, drives[state]) for state in AppointmentState if state in drives]
        nothing = "Todavía no hay pruebas de manejo en estos días."
        tables.append(Table("Pruebas de manejo", ("Cómo están hoy", "Pruebas"), rows, nothing=nothing))
    if tables:
        about = "Los que empezaron en estos días, según cómo están hoy."
        yield Section("Ventas", about=about, tables=tables)


def _wanted(found: Sequence[Wanted]) -> Section:
    rows = [(f"{one.make} {one.model}".strip(), one.searched, one.shown, one.quoted) for one in found]
    return Section(
        "Lo más buscado",
        about="En cuántos chats se buscó por su nombre, se mostró y se cotizó.",
        tables=[
            Table(
                "",
                ("Modelo", "Buscado", "Mostrado", "Cotizado"),
                rows,
                nothing="Todavía no hay búsquedas en estos días.",
                measure=1,
            )
        ],
    )


def _unmet(found: Sequence[Unmet]) -> Section:
    columns = ("Qué se pidió", "Qué faltó", "Chats", "Búsquedas", "Años", "Presupuesto o mensualidad", "Última vez")
    rows = [
        (_wish(one), _MISSING.get(one.missing, one.missing), one.chats, one.searches, *_bounds(one), one.last)
        for one in found
    ]
    nothing = "Todavía no hay búsquedas sin resultado en estos días."
    return Section(
        "Se pidió y no hay",
        about="Búsquedas que no encontraron nada, o sólo dejando de lado lo que faltó.",
        tables=[Table("", columns, rows, nothing=nothing, measure=2)],
    )


def _questions(period: Period) -> Section:
    rows = [
        (
            Link(mask_phones(one.text), reverse("admin:knowledge_missedquestion_change", args=[one.pk])),
            one.count,
            one.last,
        )
        for one in reporting.questions(period, most=_MOST_ROWS)
    ]
    nothing = "Todavía no hay preguntas sin respuesta en estos días."
    return Section(
        "Preguntas sin respuesta",
        tables=[Table("", ("Pregunta", "Veces", "Última vez"), rows, nothing=nothing, measure=1)],
        link=Link("Todas las preguntas sin respuesta", reverse("admin:knowledge_missedquestion_changelist")),
    )


def _failures(period: Period) -> Section:
    rows = [
        (error_codes.explain(one.error) or "No se sabe por qué", one.error, one.count, one.last)
        for one in reporting.failures(period)
    ]
    nothing = "Todavía no hay envíos fallidos en estos días."
    return Section(
        "Envíos fallidos",
        tables=[Table("", ("Por qué", "Código", "Envíos", "Última vez"), rows, nothing=nothing, measure=2)],
    )


def _cost(cost: Cost) -> Section:
    rows = [(day.day, day.calls, day.tokens, day.pesos) for day in cost.days if day.tokens or day.calls]
    facts = (
        Fact("Costo", cost.pesos),
        Fact("Por conversación", cost.pesos_per_chat, f"{cost.chats:,} con modelo"),
        Fact("Llamadas al modelo", cost.calls),
        Fact("Tokens", cost.tokens),
        Fact("Leídos para contestar", cost.tokens_read),
        Fact("Escritos para contestar", cost.tokens_written),
    )
    is_priced = cost.pesos is not None
    unpriced = " Para verlo en pesos, sistemas pone el precio de los tokens (AGENT_INPUT_PRICE y AGENT_OUTPUT_PRICE)."
    days = [(day.day, day.tokens if day.pesos is None else day.pesos) for day in cost.days]
    title = "Costo por día, en pesos" if is_priced else "Tokens por día"
    nothing = "Todavía no hay consumo en estos días."
    return Section(
        "Costo del modelo",
        about="Con pruebas y todo; los tokens que no llegaron a una respuesta, a precio medio."
        + ("" if is_priced else unpriced),
        facts=facts,
        chart=_per_day(title, (title,), days, short_amount if is_priced else bars.short) if rows else None,
        tables=[Table("Por día", ("Día", "Llamadas", "Tokens", "Costo"), rows, nothing=nothing)],
    )


def _per_day(
    title: str,
    parts: tuple[str, ...],
    days: Sequence[tuple[Any, ...]],
    called: Callable[[Decimal], str] = bars.short,
) -> Chart:
    """Draw figures by day, or by some days together where there are too many; a few bars have their day below."""
    together = -(-len(days) // _MOST_BARS)
    groups = [days[place : place + together] for place in range(0, len(days), together)]
    every = -(-len(groups) // _MOST_NAMES)
    return bars.chart(
        [_column(group, parts, "" if place % every else f"{group[0][0]:%d/%m}") for place, group in enumerate(groups)],
        title=title,
        parts=parts,
        called=called,
    )


def _column(group: Sequence[tuple[Any, ...]], parts: tuple[str, ...], name: str) -> Column:
    first, last = group[0][0], group[-1][0]
    figures = tuple(sum((Decimal(day[place]) for day in group), Decimal(0)) for place in range(1, len(parts) + 1))
    days = shown(first) if first == last else f"{shown(first)} a {shown(last)}"
    told = ", ".join(f"{part} {figure:,.2f}".removesuffix(".00") for part, figure in zip(parts, figures, strict=True))
    return Column(figures, told=f"{days}: {told}", name=name)


def _wish(unmet: Unmet) -> str:
    words = [" o ".join(unmet.names), str(SAID[Body(unmet.body)]) if unmet.body else ""]
    return mask_phones(" ".join(filter(None, words))) or "Cualquier auto"


def _bounds(unmet: Unmet) -> tuple[str | None, str | None]:
    years, amounts = unmet.years, unmet.amounts
    return (
        None if years is None else "–".join(dict.fromkeys(map(str, years))),
        None if amounts is None else "–".join(dict.fromkeys(money(amount).removesuffix(".00") for amount in amounts)),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""
