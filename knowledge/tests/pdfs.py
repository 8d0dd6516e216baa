"""PDFs for tests, written by reportlab or by hand."""

import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

LONG = "Todos los autos llevan tres meses de garantía en motor y transmisión, y se puede extender por un año más. "


def manual(*, title=None):
    """Three pages with running heads, headings, a bold name, a list and a table."""
    style = getSampleStyleSheet()
    story = [Paragraph("Garantía y devoluciones", style["Title"])]
    for chapter, city in enumerate(["Puebla", "Monterrey", "Cuernavaca"], start=1):
        story += [
            Paragraph(f"Capítulo {chapter}", style["Heading2"]),
            Paragraph(LONG * 2 * chapter, style["Normal"]),
            Paragraph(f"<b>Kavak {city}</b>", style["Normal"]),
            Paragraph(f"Calle Allende {chapter}", style["Normal"]),
            ListFlowable([ListItem(Paragraph(f"INE de {city}", style["Normal"]))], bulletType="bullet"),
            Table([["Zona", "Costo"], [city, f"${chapter}00"]]),
            PageBreak(),
        ]
    file = BytesIO()

    def frame(canvas, document):
        canvas.drawString(50, 820, "Autos del Valle · Manual")
        canvas.drawString(280, 20, f"Página {document.page} de 3")

    SimpleDocTemplate(file, title=title).build(story, onFirstPage=frame, onLaterPages=frame)
    return file.getvalue()


def lines(*texts, pages=1):
    file = BytesIO()
    canvas = Canvas(file)
    for _ in range(pages):
        for at, text in enumerate(texts):
            canvas.drawString(72, 700 - 14 * at, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def table(*rows):
    """A paragraph and a table below it."""
    file = BytesIO()
    SimpleDocTemplate(file).build(
        [Paragraph("Tabulador de recargos", getSampleStyleSheet()["Normal"]), Spacer(1, 12), Table(rows)]
    )
    return file.getvalue()


def picture():
    file = BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 400, 400, fill=1)
    canvas.save()
    return file.getvalue()


def locked(password, *, owner="dueño"):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(lines("Secreto del negocio"))))
    writer.encrypt(user_password=password, owner_password=owner, algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def with_stream(content, *, filters=b"/FlateDecode", kids=b"[3 0 R]", count=b"1"):
    """A PDF by hand whose page draws `content`, already packed."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids " + kids + b" /Count " + count + b" >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter %b >>\nstream\n%b\nendstream" % (len(content), filters, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % (at, text) for at, text in enumerate(objects, start=1))
    return body + b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n0\n%%EOF"


def bomb(megabytes, *, layers=1):
    packed = b"BT /F1 10 Tf " + b"(hola) Tj " * (megabytes * 100_000) + b"ET"
    for _ in range(layers):
        packed = zlib.compress(packed, 9)
    return with_stream(packed, filters=b"[" + b"/FlateDecode " * layers + b"]")
