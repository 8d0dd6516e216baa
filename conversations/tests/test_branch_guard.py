"""The guard on places: what may be said of a branch, and hours, days and addresses that are another's or nobody's."""

from datetime import date, datetime, time
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from catalog.branch_file import read_branches
from catalog.hours import Holiday, OpeningHours, TimeRange, parse_week
from catalog.places import BranchMatch
from conversations.agent import checking
from conversations.dialogue import rendering, wording
from conversations.dialogue.facts import BranchesFound, Excerpt, Excerpts, Fact
from conversations.dialogue.plan import About, Branches, Day, ReplyPlan
from conversations.dialogue.state import DialogueState

# A Tuesday, 18:30: Midtown is open until 19:00, Explanada is closed since 18:00, and of Punto Sur nobody knows.
NOW = datetime(2026, 12, 22, 18, 30, tzinfo=ZoneInfo("America/Mexico_City"))


def a_branch(number, name, city, address, week="", holidays=()):
    """Return a branch as it stands at NOW."""
    hours = OpeningHours(parse_week(week), tuple(holidays))
    return BranchMatch(number, name, city, address, hours, NOW, hours.is_open(NOW))


MIDTOWN = a_branch(
    *(1, "Kavak Midtown", "Guadalajara", "Av. López Mateos Nte 1133, 44648 Guadalajara, Jal."),
    "lun-vie 09:00-19:00; sab 10:00-14:00",
    [Holiday(date(2026, 12, 25), "Navidad"), Holiday(date(2026, 12, 24), "", TimeRange(time(9), time(13)))],
)
PUNTO_SUR = a_branch(2, "Kavak Punto Sur", "Guadalajara", "Av. Punto Sur 235, 45645 Tlajomulco, Jal.")
EXPLANADA = a_branch(
    *(3, "Kavak Explanada", "Puebla", "Calle Ignacio Allende 512, 72760 Puebla"),
    "lun-dom 08:00-18:00",
)
ALL = (MIDTOWN, PUNTO_SUR, EXPLANADA)
CITIES = ("Guadalajara", "Puebla")


def found(*branches):
    """Return the fact of having found these."""
    others = tuple(branch.name for branch in ALL if branch not in branches)
    return Fact("found", "find_branches", {}, BranchesFound("", branches, others, CITIES))


EVERY, ONE = found(*ALL), found(MIDTOWN)


def codes(text, *facts):
    """Return what the guard objects to."""
    problems = checking.problems(text, facts=facts, customer="a qué hora abren?", state=DialogueState())
    return {verdict.code for verdict in problems}


# ── What code writes goes out ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("days", [(), (Day.TODAY,), (Day.TOMORROW, Day.SUNDAY), tuple(Day)])
@pytest.mark.parametrize("ids", [(1,), (2,), (3,), (1, 2, 3)])
def test_what_code_writes_passes(about, days, ids):
    text = rendering.render(ReplyPlan((Branches(ids, about, days),)), facts=[EVERY], state=DialogueState())
    assert codes(text, EVERY) == set(), text


def test_a_long_list_is_named_city_by_city_and_passes():
    many = tuple(
        a_branch(n, f"Kavak Norte {n}", "Puebla", f"Calle {n} 512, Puebla", "lun 09:00-18:00") for n in range(9)
    )
    fact = Fact("found", "find_branches", {}, BranchesFound("", many, (), ("Puebla",)))
    text = rendering.render(ReplyPlan((Branches(tuple(range(9))),)), facts=[fact], state=DialogueState())
    assert "*Puebla*: Kavak Norte 0, Kavak Norte 1" in text
    assert codes(text, fact) == set()


def test_a_place_of_nobody_passes_as_unknown():
    assert codes(wording.no_branch_there(CITIES), found()) == set()


# ── What a model may say in its own words ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Kavak Midtown abre de lunes a viernes de 9:00 a 19:00 y el sábado de 10:00 a 14:00.",
        "Midtown abre de 9 a 7 entre semana.",
        "En Midtown abrimos de lunes a viernes de 9:00 a.m. a 7:00 p.m.",
        "Midtown: de 9:00 a 19:00 de lunes a viernes; de 10:00 a 14:00 los sábados.",
        "Kavak Explanada abre todos los días de 8:00 a 18:00.",
        "En Puebla abrimos de 8 a 6.",
        "Explanada abre a las 8 de la mañana y cierra a las 6 de la tarde.",
        "Midtown hoy cierra a las 7.",
        "Midtown no abre los domingos.",
        "Midtown está abierta ahora.",
        "Explanada ya está cerrada; abre mañana a las 8:00.",
        "Midtown: domingo cerrado.",
        "Midtown, en Guadalajara, abre de lunes a viernes de 9 a 19; Explanada, en Puebla, todos los días de 8 a 18.",
        "El 25 de diciembre Midtown no abre por Navidad.",
        "El jueves 24 de diciembre Midtown abre de 9:00 a 13:00.",
        "Kavak Midtown está en Av. López Mateos Nte 1133, 44648 Guadalajara, Jal.",
        "Midtown está en Av. López Mateos Nte 1133, en Guadalajara; Explanada en Calle Ignacio Allende 512, en Puebla.",
        "Tenemos 2 sucursales en Guadalajara: Midtown y Punto Sur.",
        "No tengo registrado el horario de Punto Sur.",
        "No sé si Punto Sur abre los domingos.",
        "¿Quieres que te diga si Midtown abre el domingo?",
        "No tenemos sucursal en Tijuana.",
        "Mañana te responde una persona del equipo.",
    ],
)
def test_what_is_true_of_a_branch_passes(text):
    assert codes(text, EVERY) == set()


def test_hours_without_a_name_are_those_of_the_only_branch_found():
    assert codes("Abrimos de lunes a viernes de 9:00 a 19:00.", ONE) == set()
    assert codes("Abrimos de lunes a viernes de 9:00 a 19:00.", EVERY)


# ── What nobody may say ─────────────────────────────────────────────────────────────────────────────────────────

LIES = {
    "another branch's hours": "Kavak Midtown abre todos los días de 8:00 a 18:00.",
    "another branch's hours, in short": "Midtown abre de 8 a 6.",
    "hours swapped in one sentence": "Midtown abre de 8:00 a 18:00 y Explanada de lunes a viernes de 9:00 a 19:00.",
    "another's hours, a line below": "*Kavak Midtown* (Guadalajara)\nHorario: todos los días de 8:00 a 18:00",
    "hours of a branch that states none": "Punto Sur abre de lunes a viernes de 9:00 a 19:00.",
    "the hours of the week on a Saturday": "Midtown abre el sábado de 9:00 a 19:00.",
    "the Saturday's hours on a weekday": "Midtown abre el lunes de 10:00 a 14:00.",
    "hours on a closed day": "Midtown abre el domingo de 10:00 a 14:00.",
    "hours on too many days": "Midtown abre de lunes a sábado de 9:00 a 19:00.",
    "every day": "Midtown abre todos los días de 9:00 a 19:00.",
    "hours of nobody": "Midtown abre de lunes a viernes de 9:30 a 19:00.",
    "a closing time of nobody": "Midtown hoy cierra a las 8.",
    "a closing time in words": "Midtown hoy cierra a las ocho de la noche.",
    "an opening that was a closing": "Midtown abre a las 19:00.",
    "open on a closed day": "Midtown sí abre los domingos.",
    "open on a closed day, in our name": "Los domingos abrimos en Midtown.",
    "closed on an open day": "Explanada no abre los domingos.",
    "closed now, and it is open": "Midtown está cerrada.",
    "open now, and it is closed": "Explanada está abierta ahorita.",
    "open where nobody knows": "Punto Sur está abierta ahora.",
    "closed where nobody knows": "Punto Sur no abre el domingo.",
    "still open, and it is closed": "Explanada sigue abierta.",
    "open behind a phrase that only sounds unsure": "Ya pude confirmar si abren: Midtown abre los domingos.",
    "all day": "Midtown abre las 24 horas.",
    "open on Christmas": "Midtown abre el 25 de diciembre de 9:00 a 19:00.",
    "usual hours on a special date": "El 24 de diciembre Midtown abre de 10:00 a 14:00.",
    "open in another city": "En Puebla abrimos de lunes a viernes de 9:00 a 19:00.",
    "hours of a city that has no branch": "En Monterrey abrimos de 8:00 a 18:00.",
    "another's address": "Kavak Midtown está en Calle Ignacio Allende 512.",
    "another's address, a line below": "*Kavak Midtown* (Guadalajara)\nCalle Ignacio Allende 512, 72760 Puebla",
    "an address of nobody": "Kavak Midtown está en Av. Vallarta 1500.",
    "a branch in another city": "Kavak Midtown está en Puebla.",
    "a branch of nobody": "También está Kavak Andares.",
    "a city without a branch": "Tenemos sucursal en Monterrey.",
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_about_places_do_not_go_out(lie):
    assert codes(LIES[lie], EVERY), LIES[lie]


def test_a_number_of_an_address_lends_itself_to_no_price():
    odd = a_branch(9, "Kavak Norte", "Puebla", "300, Colonia Norte, Puebla")
    assert codes("Te sale en 300 mil.", found(odd))


@pytest.mark.parametrize(
    "text",
    [
        "Explanada abre de lunes a viernes de 9:00 a 19:00.",
        "En Explanada abrimos de lunes a viernes de 9 a 7.",
        "En Andares abrimos de lunes a viernes de 9:00 a 19:00.",
        "La sucursal Andares abre de lunes a viernes de 9:00 a 19:00.",
        "En Puebla abrimos de lunes a viernes de 9:00 a 19:00.",
    ],
)
def test_the_only_branch_found_lends_its_hours_to_no_other(text):
    assert codes(text, ONE)


@pytest.mark.parametrize(
    "text",
    [
        *("Hoy cerramos a las 7.", "Abrimos los domingos.", "Sí, estamos abiertos ahorita.", "El domingo no abrimos."),
        *("Kavak Midtown abre de lunes a viernes de 9:00 a 19:00.", "Estamos abiertos hoy."),
    ],
)
def test_without_a_source_nothing_is_open_or_closed(text):
    page = Fact("page", "search_knowledge_base", {}, Excerpts("q", (Excerpt("Av. Norte 12, Puebla", "Sedes", ""),)))
    assert codes(text)
    assert codes(text, page)
    assert codes(text, found())


# ── Every hour of the sample, said of every branch ──────────────────────────────────────────────────────────────

SAMPLE = Path(__file__).resolve().parents[2] / "catalog" / "sample" / "branches.csv"
DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
SAYINGS = (
    "{name} abre el {day} de {opens:%H:%M} a {closes:%H:%M}.",
    "El {day} {name} abre de {opens.hour} a {closes.hour} horas.",
    "{name}: {day} de {opens:%I:%M} {half} a {closes:%I:%M} p.m.",
    "En {short} el {day} abrimos a las {opens:%H:%M} y cerramos a las {closes:%H:%M}.",
    "*{name}* ({city})\nHorario: {day} de {opens:%H:%M} a {closes:%H:%M}",
    "Claro, {short} ({city}) te atiende el {day} de {opens:%H:%M} a {closes:%H:%M}, te esperamos.",
)


def test_every_hour_of_the_sample_is_let_through_for_its_own_branch_and_for_no_other():
    rows = read_branches(SAMPLE.read_bytes()).rows
    ours = [
        BranchMatch(index, row.name, row.city, row.address or "", OpeningHours(row.hours or parse_week("")), NOW)
        for index, row in enumerate(rows)
    ]
    fact = Fact("found", "find_branches", {}, BranchesFound("", tuple(ours)))
    stated = sorted({(day, part) for branch in ours for day, parts in enumerate(branch.hours.week) for part in parts})
    wrong, said = [], 0
    for branch, (day, part), saying in product(ours, stated, SAYINGS):
        text = saying.format(
            name=branch.name,
            short=branch.name.removeprefix("Kavak "),
            city=branch.city,
            day=DAYS[day],
            opens=part.opens,
            closes=part.closes,
            half="a.m." if part.opens.hour < 12 else "p.m.",
        )
        said += 1
        ranges = branch.hours.week[day]
        # To open at ten and to close at seven is true also with a break between.
        apart = "cerramos" in saying and any(part.opens == other.opens for other in ranges)
        is_true = part in ranges or (apart and any(part.closes == other.closes for other in ranges))
        if (codes(text, fact) == set()) != is_true:
            wrong.append(text)
    assert said > 1000
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "Midtown (Guadalajara). Midtown: de lunes a viernes no abre, de 10 a 14 los sábados.",
        "Kavak Midtown\nDe lunes a viernes de 9:00 a 19:00\nLos domingos no abre Tu lugar está reservado.",
        "Midtown abre de lunes a viernes de 9:00 a 19:00 y cierra los sábados y el domingo está cerrado.",
        "Kavak Midtown\nLos domingos no abre Ya quedó agendada tu prueba de manejo.",
    ],
)
def test_that_a_branch_does_not_open_covers_nothing_that_follows(text):
    assert codes(text, EVERY)
