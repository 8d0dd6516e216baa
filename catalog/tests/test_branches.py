"""The branches: what the database holds to, what a person and a file may write, and what is open when."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from catalog import branches
from catalog.hours import DriveWindow as Window
from catalog.hours import TimeRange, parse_week, parse_windows
from catalog.inventory import Author
from catalog.models import Branch, BranchHoliday, BranchHours, DriveWindow

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parent.parent / "sample" / "branches.csv"
HEADER = "city,name,address,latitude,longitude,time_zone,hours,test_drives,notes"
# A Tuesday, 18:30 in Mexico City.
TUESDAY = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)


def a_branch(name="Midtown", city="Guadalajara", hours="", drives="", **stated) -> Branch:
    """Put a branch in; empty hours are not stated."""
    week = parse_week(hours) if hours else None
    branches.save_branch(city=city, name=name, week=week, windows=parse_windows(drives) or None, **stated)
    return Branch.objects.get(city=city, name=name)


# ── What the database itself holds to ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "position", [{"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": -181}, {"latitude": 19}]
)
def test_an_impossible_position_is_refused(position):
    with pytest.raises(IntegrityError):
        Branch.objects.create(name="Midtown", city="Guadalajara", **position)


def test_a_city_has_one_branch_of_a_name():
    a_branch()
    with pytest.raises(IntegrityError):
        Branch.objects.create(name="Midtown", city="Guadalajara")


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [(0, time(18), time(9)), (0, time(9), time(9)), (7, time(9), time(18)), (0, time(9), time(12))],
    ids=["ends before it begins", "lasts nothing", "no such day", "overlaps"],
)
def test_impossible_hours_are_refused(weekday, opens, closes):
    branch = a_branch(hours="lun 10:00-14:00")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError):
        BranchHours.objects.create(branch=branch, weekday=weekday, opens=opens, closes=closes)


def test_hours_may_touch_and_other_branches_and_days_are_free():
    one, two = a_branch(hours="lun 10:00-14:00"), a_branch("Punto Sur")
    for branch, weekday, opens in ((one, 0, time(14)), (one, 1, time(10)), (two, 0, time(10))):
        BranchHours.objects.create(branch=branch, weekday=weekday, opens=opens, closes=time(18))
    assert BranchHours.objects.count() == 4


def test_a_holiday_is_closed_or_has_both_hours():
    branch = a_branch()
    BranchHoliday.objects.create(branch=branch, date=date(2026, 12, 25), name="Navidad")
    with pytest.raises(IntegrityError):
        BranchHoliday.objects.create(branch=branch, date=date(2026, 12, 24), opens=time(9))


def test_a_time_zone_must_exist():
    with pytest.raises(ValidationError) as refused:
        Branch(name="Midtown", city="Guadalajara", time_zone="America/Atlantis").full_clean()
    assert "time_zone" in refused.value.message_dict


def test_free_text_of_before_becomes_a_note(transactional_db):
    executor = MigrationExecutor(connection)
    executor.migrate([("catalog", "0002_car_history_and_withdrawn")])
    old = executor.loader.project_state([("catalog", "0002_car_history_and_withdrawn")]).apps
    old.get_model("catalog", "Branch").objects.create(name="Midtown", city="Guadalajara", hours="De 9 a 6, creo")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    branch = Branch.objects.get()
    assert (branch.notes, branch.active, branch.opening_hours.stated) == ("De 9 a 6, creo", True, False)


# ── Open, closed, or not stated ─────────────────────────────────────────────────────────────────────────────────


def test_open_now_is_told_by_the_branches_own_clock():
    a_branch("Centro", "Ciudad de México", "mar 09:00-19:00")
    a_branch("Mar", "Cancún", "mar 09:00-19:00", time_zone="America/Cancun")
    a_branch("Río", "Tijuana", "mar 09:00-19:00", time_zone="America/Tijuana")
    a_branch("Sin horario", "Puebla")
    found = {branch.city: (branch.now.hour, branch.open_now) for branch in branches.all_branches(now=TUESDAY)}
    assert found == {
        "Ciudad de México": (18, True),
        "Cancún": (19, False),
        "Tijuana": (16, True),
        "Puebla": (18, None),
    }


def test_an_inactive_branch_is_told_apart():
    a_branch()
    a_branch("Vieja", active=False)
    assert [branch.name for branch in branches.all_branches(now=TUESDAY)] == ["Midtown"]
    on_record = branches.all_branches(now=TUESDAY, inactive_too=True)
    assert [(branch.name, branch.active) for branch in on_record] == [("Midtown", True), ("Vieja", False)]


def test_reading_all_branches_costs_the_same_queries_however_many(django_assert_num_queries):
    call_command("import_branches", str(SAMPLE), stdout=StringIO())
    with django_assert_num_queries(4):
        assert len(branches.all_branches(now=TUESDAY)) == 8


def test_test_drives_are_listed_in_the_branches_own_time():
    drives = "mar 09:00-13:00 cada 60 min x2"
    branch = a_branch(city="Cancún", hours="mar 10:00-12:00", drives=drives, time_zone="America/Cancun")
    slots = branches.drive_slots(branch, day=date(2026, 11, 24))
    assert [(slot.starts.isoformat(), slot.cars) for slot in slots] == [
        ("2026-11-24T10:00:00-05:00", 2),
        ("2026-11-24T11:00:00-05:00", 2),
    ]
    late = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("America/Cancun"))
    assert [slot.starts.hour for slot in branches.drive_slots(branch, day=date(2026, 11, 24), after=late)] == [11]


# ── Writes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_change_remembers_who_made_it(admin_user):
    beto = Author(admin_user, "llamó la gerente")
    a_branch(hours="lun 10:00-14:00", author=beto)
    a_branch(hours="lun 10:00-15:00", address="Av. López Mateos 1133", author=beto)
    history = [(row.history_type, row.address, row.history_user) for row in Branch.history.order_by("history_id")]
    assert history == [("+", "", admin_user), ("~", "Av. López Mateos 1133", admin_user)]
    changes = [(row.history_type, row.closes, row.history_change_reason) for row in BranchHours.history.order_by("pk")]
    assert changes == [
        ("+", time(14), "llamó la gerente"),
        ("-", time(14), "llamó la gerente"),
        ("+", time(15), "llamó la gerente"),
    ]


# ── The file ────────────────────────────────────────────────────────────────────────────────────────────────────


def imported(path: Path, *options: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of the command."""
    out, code = StringIO(), 0
    try:
        call_command("import_branches", str(path), *options, stdout=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, out.getvalue().splitlines()


@pytest.fixture
def file(tmp_path: Path):
    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
        path = tmp_path / "branches.csv"
        path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
        return path

    return write


def test_the_sample_goes_in_whole_and_then_changes_nothing():
    assert imported(SAMPLE) == (0, ["created=8 updated=0 unchanged=0 rejected=0"])
    assert imported(SAMPLE) == (0, ["created=0 updated=0 unchanged=8 rejected=0"])
    assert Branch.history.count() == 8


def test_a_row_is_read_whole(file):
    row = 'Tijuana,Río,"Paseo 1, 22010",32.5283912345,-117.01,America/Tijuana,'
    imported(file(row + '"lun-vie 09:00-14:00, 16:00-19:00; sab 10:00-14:00",lun 10:00-12:00 cada 45 min x2,ojo'))
    branch = Branch.objects.get()
    assert (branch.latitude, branch.longitude, branch.notes) == (Decimal("32.528391"), Decimal("-117.01"), "ojo")
    assert branch.opening_hours.week[0] == (TimeRange(time(9), time(14)), TimeRange(time(16), time(19)))
    assert branch.opening_hours.week[6] == ()
    assert branch.windows == (Window(0, TimeRange(time(10), time(12)), 45, 2),)
    assert branch.zone == ZoneInfo("America/Tijuana")


def test_an_empty_cell_erases_nothing(file):
    imported(file("Puebla,Explanada,Calle 1,19.0,-98.2,,lun 09:00-18:00,lun 10:00-12:00 cada 30 min,nota"))
    assert imported(file("PUEBLA,explanada,,,,,,,")) == (0, ["created=0 updated=0 unchanged=1 rejected=0"])
    branch = Branch.objects.get()
    assert (branch.address, branch.notes, branch.opening_hours.stated, len(branch.windows)) == (
        *("Calle 1", "nota", True, 1),
    )


def test_bad_rows_are_listed_and_good_ones_go_in(file):
    path = file(
        "Puebla,Explanada,Calle 1,,,,lun-vie 09:00-18:00,,",
        ",Sin ciudad,,,,,,,",
        "Puebla,Norte,,91,-98,,,,",
        "Puebla,Sur,,19,,,,,",
        "Puebla,Este,,,,Europe/Madrid,,,",
        "Puebla,Oeste,,,,,lun 18:00-09:00,,",
        'Puebla,Alta,,,,,"lun 09:00-14:00, 13:00-18:00",,',
        "Puebla,Baja,,,,,de 9 a 6,,",
        "Puebla,Once,,,,,lun 25:00-26:00,,",
        "Puebla,Doce,,,,,,lun 10:00-12:00,",
        "Puebla,EXPLANADA,,,,,,,",
        "Puebla,Trece,,,,,,,,,",
    )
    assert imported(path) == (
        2,
        [
            "line 3, city: is empty",
            "line 4, latitude: is not between -90 and 90 degrees: '91'",
            "line 5, longitude: is empty where the other half of the position is stated",
            "line 6, time_zone: is no Mexican time zone such as America/Mexico_City: 'Europe/Madrid'",
            "line 7, hours: 18:00-09:00 ends before it begins: 'lun 18:00-09:00'",
            "line 8, hours: lun 09:00-14:00 and 13:00-18:00 overlap: 'lun 09:00-14:00, 13:00-18:00'",
            "line 9, hours: 'de' is no day (write lun, mar, mie, jue, vie, sab, dom): 'de 9 a 6'",
            "line 10, hours: '25:00' is no time of day (the last is 23:59): 'lun 25:00-26:00'",
            "line 11, test_drives: '10:00-12:00' should read like 10:00-18:00 cada 60 min x2: 'lun 10:00-12:00'",
            "line 12, name: repeats line 2: 'EXPLANADA'",
            "line 13: has 11 cells where the header has 9",
            "created=1 updated=0 unchanged=0 rejected=11",
        ],
    )
    assert Branch.objects.get().name == "Explanada"


def test_a_dry_run_changes_nothing():
    assert imported(SAMPLE, "--dry-run") == (0, ["created=8 updated=0 unchanged=0 rejected=0"])
    assert not Branch.objects.exists()
    assert not Branch.history.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "not a CSV"),
        (b"name,address\nA,B\n", "lacks city"),
        (b"city,name,name\nA,B,C\n", "repeats name"),
        (b"city,name,horario\nA,B,C\n", "nobody knows: horario"),
        (b'city,name\n"A,B\n', "Line 2"),
    ],
)
def test_what_is_no_table_of_branches_changes_nothing(tmp_path, content, reason):
    path = tmp_path / "branches.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        imported(path)
    with pytest.raises(CommandError, match="cannot be read"):
        imported(tmp_path / "nothing.csv")
    assert not Branch.objects.exists()


# ── The back office ─────────────────────────────────────────────────────────────────────────────────────────────


def a_form(hours=(), holidays=(), windows=(), **stated) -> dict[str, str]:
    """Return what a browser posts: a branch with rows of hours, dates and windows."""
    form = {"name": "Midtown", "city": "Guadalajara", "time_zone": "America/Mexico_City", "active": "on", **stated}
    for prefix, names, rows in (
        ("hours", ("weekday", "opens", "closes"), hours),
        ("holidays", ("date", "name", "opens", "closes"), holidays),
        ("drive_windows", ("weekday", "starts", "ends", "minutes", "cars"), windows),
    ):
        form |= {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
        for index, row in enumerate(rows):
            form |= {f"{prefix}-{index}-{name}": str(value) for name, value in zip(names, row, strict=True)}
    return form


def added(office: Client, form: dict[str, str]):
    """Post a new branch."""
    return office.post(reverse("admin:catalog_branch_add"), form)


def test_a_branch_is_curated_with_its_times_and_its_author(admin_client: Client, admin_user):
    week = [(day, "09:00", "19:00") for day in range(5)] + [(5, "10:00", "14:00"), (5, "16:00", "18:00")]
    form = a_form(
        week,
        [("2026-12-25", "Navidad", "", "")],
        [(0, "10:00", "12:00", 30, 2)],
        latitude="20.671230",
        longitude="-103.384560",
    )
    assert added(admin_client, form).status_code == 302
    branch = Branch.objects.get()
    assert (len(branch.opening_hours.holidays), branch.windows[0].cars) == (1, 2)
    page = admin_client.get(reverse("admin:catalog_branch_changelist")).content.decode()
    assert "lun–vie 9:00–19:00, sáb 10:00–14:00 y 16:00–18:00" in page
    page = admin_client.get(reverse("admin:catalog_branch_change", args=[branch.pk])).content.decode()
    assert "https://www.openstreetmap.org/?mlat=20.671230&amp;mlon=-103.384560" in page
    assert admin_client.get(reverse("admin:catalog_branch_history", args=[branch.pk])).status_code == 200
    for model in (Branch, BranchHours, BranchHoliday, DriveWindow):
        assert set(model.history.values_list("history_user", flat=True)) == {admin_user.pk}


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (a_form([(0, "09:00", "14:00"), (0, "13:00", "18:00")]), "El lunes se enciman 09:00-14:00 y 13:00-18:00."),
        (a_form([(0, "18:00", "09:00")]), "Debe terminar después de empezar, el mismo día."),
        (a_form(holidays=[("2026-12-24", "", "09:00", "")]), "Escribe las dos horas"),
        (a_form(windows=[(0, "09:00", "14:00", 0, 1)]), "mayor o igual"),
        (a_form(latitude="95", longitude="1"), "menor o igual"),
        (a_form(latitude="19"), "La posición necesita latitud"),
    ],
)
def test_what_cannot_be_is_explained(admin_client: Client, form, message):
    answer = added(admin_client, form)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Branch.objects.exists()


def test_a_range_is_moved_and_another_removed_at_once(admin_client: Client):
    branch = a_branch(hours="lun 09:00-12:00, 13:00-18:00")
    first, second = branch.hours.all()
    form = a_form() | {"hours-TOTAL_FORMS": "2", "hours-INITIAL_FORMS": "2"}
    for index, row, opens in ((0, first, "11:00"), (1, second, "13:00")):
        form |= {f"hours-{index}-id": str(row.pk), f"hours-{index}-branch": str(branch.pk)}
        form |= {f"hours-{index}-weekday": "0", f"hours-{index}-opens": opens, f"hours-{index}-closes": "15:00"}
    form["hours-1-DELETE"] = "on"
    answer = admin_client.post(reverse("admin:catalog_branch_change", args=[branch.pk]), form)
    assert answer.status_code == 302, answer.context["errors"]
    assert [str(row) for row in branch.hours.all()] == ["lunes 11:00-15:00"]


def test_a_branch_without_hours_is_listed_as_not_stated(admin_client: Client):
    a_branch()
    assert "no registrado" in admin_client.get(reverse("admin:catalog_branch_changelist")).content.decode()


def test_an_old_version_of_a_branch_cannot_be_put_back_by_who_may_only_look(client, django_user_model):
    branch = Branch.objects.create(name="Midtown", city="Guadalajara")
    carla = django_user_model.objects.create_user("carla", password="una-clave-larga", is_staff=True)
    carla.user_permissions.add(Permission.objects.get(codename="view_branch"))
    client.force_login(carla)
    version = reverse("admin:catalog_branch_simple_history", args=[branch.pk, branch.history.get().history_id])
    assert client.post(version, {"name": "Otra", "city": "Guadalajara"}).status_code == 404
    assert Branch.objects.get().name == "Midtown"
