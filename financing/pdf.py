"""A quote on one printed page, in Spanish: the car, the plans side by side, and every payment of one of them."""

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from financing.amortization import Plan
from financing.figures import day, money, percent
from financing.models import Quote
from financing.quotation import Changes, Quotation
from financing.schedule import Installment

_INK, _QUIET, _LINE, _BAND = (colors.HexColor(code) for code in ("#1b2430", "#5d6b7a", "#c9d1da", "#eef2f6"))
_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=23, textColor=_INK)
_PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=9.5, leading=13, textColor=_INK)
_HEADING = ParagraphStyle("heading", parent=_PLAIN, fontName="Helvetica-Bold", spaceBefore=10, spaceAfter=4)
_SMALL = ParagraphStyle("small", parent=_PLAIN, fontSize=7.5, leading=10, textColor=_QUIET)
_WARNING = ParagraphStyle("warning", parent=_PLAIN, textColor=colors.HexColor("#9a3412"), fontName="Helvetica-Bold")
_STATUSES = {"reserved": "apartado", "sold": "vendido", "withdrawn": "fuera de venta"}
# The payments stand in columns of so many, so that six years still fit on the page.
_COLUMNS = 3
_MARGIN = 16 * mm


def render(
    quote: Quote, quotation: Quotation, *, detailed: Plan, payments: Sequence[Installment], changes: Changes
) -> bytes:
    """Return the page as PDF; `payments` are those of the `detailed` plan, `changes` what is no longer as quoted."""
    page = io.BytesIO()
    document = SimpleDocTemplate(
        page,
        pagesize=letter,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=14 * mm,
        bottomMargin=12 * mm,
        title=f"Cotización {quote.pk}",
        author="kavakbot",
        lang="es-MX",
    )
    story = [
        *_opening(quote, quotation),
        *_notes(changes),
        *_plans(quotation),
        *_payments(detailed, payments),
        *_closing(quote),
    ]
    # A policy with ten terms of up to ten years still fits, in smaller print.
    document.build([KeepInFrame(document.width - 12, document.height - 12, story, mode="shrink")])
    return page.getvalue()


def _opening(quote: Quote, quotation: Quotation) -> list[Flowable]:
    subject = quote.car_title or "Auto del precio mencionado"
    stock = f" · número de auto {quote.stock_id}" if quote.stock_id else ""
    facts = [
        ("Precio", money(quotation.price)),
        ("Enganche", money(quotation.down_payment)),
        ("A financiar", money(quotation.financed_amount)),
        ("Tasa anual", percent(quotation.annual_rate)),
        ("Comisión por apertura", money(quotation.opening_fee) if quotation.opening_fee else "sin comisión"),
    ]
    table = Table([[name for name, _ in facts], [value for _, value in facts]], colWidths=[36 * mm] * len(facts))
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Helvetica", 8),
                ("TEXTCOLOR", (0, 0), (-1, 0), _QUIET),
                ("FONT", (0, 1), (-1, 1), "Helvetica-Bold", 11),
                ("TEXTCOLOR", (0, 1), (-1, 1), _INK),
                ("BACKGROUND", (0, 0), (-1, -1), _BAND),
                ("TOPPADDING", (0, 0), (-1, 0), 6),
                ("BOTTOMPADDING", (0, 1), (-1, 1), 8),
            ]
        )
    )
    return [
        Paragraph("Cotización de financiamiento", _TITLE),
        Paragraph(f"<b>{escape(subject)}</b>{stock}", _PLAIN),
        Paragraph(f"Emitida el {day(quote.created_at)}. Válida hasta el {day(quote.valid_until)}.", _SMALL),
        Spacer(1, 4 * mm),
        table,
    ]


def _notes(changes: Changes) -> list[Flowable]:
    """Say on the page itself what has changed since the quote was given."""
    said = []
    if changes.expired:
        said.append("Esta cotización ya venció.")
    if changes.price_now is not None:
        said.append(f"El precio del auto cambió: hoy es de {money(changes.price_now)}.")
    if changes.status_now is not None:
        said.append(f"Hoy el auto está {_STATUSES.get(changes.status_now, 'fuera de venta')}.")
    return [Spacer(1, 3 * mm), Paragraph(" ".join(said), _WARNING)] if said else []


def _plans(quotation: Quotation) -> list[Flowable]:
    header = ["Plazo", "Mensualidad", "Total a pagar", "Intereses", "CAT sin IVA"]
    rows = [
        [
            f"{plan.months} meses ({plan.years} años)",
            money(plan.monthly_payment),
            money(plan.total_amount),
            money(plan.interest_amount),
            f"{quotation.cat_percent(plan)} %",
        ]
        for plan in quotation.plans
    ]
    table = Table([header, *rows], colWidths=[44 * mm, *[34 * mm] * 4])
    table.setStyle(_ruled(9.5))
    return [Paragraph("Planes", _HEADING), table]


def _payments(detailed: Plan, payments: Sequence[Installment]) -> list[Flowable]:
    header = ["#", "Fecha", "Interés", "Capital", "Saldo"]
    cells = [
        [
            str(one.number),
            f"{one.due:%d/%m/%Y}",
            *(f"{amount:,.2f}" for amount in (one.interest, one.principal, one.balance)),
        ]
        for one in payments
    ]
    height = -(-len(cells) // _COLUMNS)
    blocks = [cells[start : start + height] for start in range(0, len(cells), height)]
    body = [
        [cell for block in blocks for cell in (block[row] if row < len(block) else [""] * len(header))]
        for row in range(height)
    ]
    table = Table([header * len(blocks), *body], colWidths=[6 * mm, 15 * mm, 12 * mm, 12.5 * mm, 15 * mm] * len(blocks))
    table.setStyle(_ruled(6.6, padding=1.3))
    usual, last = payments[0].payment, payments[-1].payment
    said = f"{len(payments) - 1} pagos de {money(usual)} y uno último de {money(last)}, que recoge los redondeos."
    return [
        Paragraph(f"Calendario a {detailed.months} meses", _HEADING),
        Paragraph(said, _SMALL),
        Spacer(1, 1.5 * mm),
        table,
    ]


def _closing(quote: Quote) -> list[Flowable]:
    return [
        Spacer(1, 4 * mm),
        Paragraph(escape(quote.legal_line), _SMALL),
        Paragraph(
            "Las fechas suponen el primer pago un mes después de la emisión. CAT: costo anual total, para fines "
            f"informativos y de comparación. Política de financiamiento, versión {quote.policy_id}. "
            f"Folio {quote.pk}.",
            _SMALL,
        ),
    ]


def _ruled(size: float, padding: float = 4) -> TableStyle:
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", size),
            ("FONT", (0, 1), (-1, -1), "Helvetica", size),
            ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, _QUIET),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, _LINE),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("TOPPADDING", (0, 0), (-1, -1), padding),
            ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )
