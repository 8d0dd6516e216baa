"""Opening hours as values: text there and back, open or closed, and slots on ordinary and odd days."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.hours import (
    DriveWindow,
    Holiday,
    HoursError,
    OpeningHours,
    TimeRange,
    parse_week,
    parse_windows,
    slots_on,
    week_label,
    week_text,
    windows_text,
)

MEXICO, TIJUANA = ZoneInfo("America/Mexico_City"), ZoneInfo("America/Tijuana")
MONDAY, CHRISTMAS = date(2026, 12, 21), date(2026, 12, 25)
SHOP = OpeningHours(
    parse_week("lun-vie 09:00-14:00, 15:00-19:00; sab 10:00-14:00"),
    (Holiday(CHRISTMAS, "Navidad"), Holiday(date(2026, 12, 24), "", TimeRange(time(9), time(13)))),
)


@st.composite
def days(draw):
    """Return the ranges of a day: pairs of an increasing run of minutes."""
    minutes = sorted(draw(st.sets(st.integers(0, 1439), max_size=6)))
    times = [time(minute // 60, minute % 60) for minute in minutes]
    return tuple(TimeRange(*pair) for pair in zip(times[::2], times[1::2], strict=False))


@given(st.tuples(*[days()] * 7))
def test_a_week_written_is_read_back(week):
    assert parse_week(week_text(week)) == week


@given(st.tuples(*[days()] * 7), st.integers(1, 480), st.integers(1, 9))
def test_windows_written_are_read_back(week, minutes, cars):
    windows = tuple(DriveWindow(day, part, minutes, cars) for day, parts in enumerate(week) for part in parts)
    assert parse_windows(windows_text(windows)) == windows


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_as_hours(text):
    for parse in (parse_week, parse_windows):
        with suppress(HoursError):
            parse(text)


def test_spelling_is_free_where_it_is_clear():
    assert parse_week("Lunes - Viernes 9:00 - 19:00; SÁB, dom 10:00-14:00; ") == parse_week(
        "lun-vie 09:00-19:00; sab-dom 10:00-14:00"
    )
    assert parse_week("lun 09:00-19:00; dom cerrado") == parse_week("lun 09:00-19:00")
    assert not any(parse_week(""))


@pytest.mark.parametrize(
    "text",
    [
        *("9 a 6", "lun", "lun 9-18", "lun 09:00-18:00-20:00", "lun 09:00-24:00", "lun 09:60-10:00", "xyz 09:00-10:00"),
        *("vie-lun 09:00-10:00", "lun-mar-mie 09:00-10:00", "lun 10:00-09:00", "lun 09:00-10:00; lun 09:30-11:00"),
        *("dom cerrado", "lun 09:00-10:00,"),
    ],
)
def test_what_is_not_clear_is_refused(text):
    with pytest.raises(HoursError):
        parse_week(text)


def test_staff_read_it_at_a_glance():
    assert week_label(SHOP.week) == "lun–vie 9:00–14:00 y 15:00–19:00, sáb 10:00–14:00"


@pytest.mark.parametrize(
    ("moment", "is_open", "closing"),
    [
        (datetime(2026, 12, 21, 9, 0, tzinfo=MEXICO), True, time(14)),
        (datetime(2026, 12, 21, 14, 0, tzinfo=MEXICO), False, None),
        (datetime(2026, 12, 21, 18, 59, 59, tzinfo=MEXICO), True, time(19)),
        (datetime(2026, 12, 20, 12, 0, tzinfo=MEXICO), False, None),
        (datetime(2026, 12, 24, 12, 0, tzinfo=MEXICO), True, time(13)),
        (datetime(2026, 12, 24, 16, 0, tzinfo=MEXICO), False, None),
        (datetime(2026, 12, 25, 12, 0, tzinfo=MEXICO), False, None),
    ],
)
def test_open_or_closed(moment, is_open, closing):
    assert (SHOP.is_open(moment), SHOP.closing(moment)) == (is_open, closing)


def test_without_hours_nobody_knows_unless_the_date_is_an_exception():
    unknown = OpeningHours(holidays=(Holiday(CHRISTMAS),))
    assert unknown.is_open(datetime(2026, 12, 21, 12, 0, tzinfo=MEXICO)) is None
    assert unknown.is_open(datetime(2026, 12, 25, 12, 0, tzinfo=MEXICO)) is False


def test_the_next_opening_skips_closed_days():
    assert SHOP.next_opening(datetime(2026, 12, 24, 14, 0, tzinfo=MEXICO)) == (date(2026, 12, 26), time(10))
    assert SHOP.next_opening(datetime(2026, 12, 21, 14, 30, tzinfo=MEXICO)) == (MONDAY, time(15))
    assert OpeningHours().next_opening(datetime(2026, 12, 21, tzinfo=MEXICO)) is None


def starts(day, text, hours, zone=MEXICO):
    """Return when the slots of a date begin."""
    return [f"{slot.starts:%H:%M}" for slot in slots_on(day, windows=parse_windows(text), hours=hours, zone=zone)]


def test_slots_keep_to_the_opening_hours():
    assert starts(MONDAY, "lun 13:00-16:30 cada 30 min", SHOP) == ["13:00", "13:30", "15:00", "15:30", "16:00"]
    assert starts(MONDAY, "mar 13:00-16:30 cada 30 min", SHOP) == []


def test_slots_keep_to_the_hours_of_a_special_day():
    every_day = "lun-dom 12:00-18:00 cada 60 min"
    assert starts(date(2026, 12, 24), every_day, SHOP) == ["12:00"]
    assert starts(CHRISTMAS, every_day, SHOP) == []
    assert starts(date(2026, 12, 27), every_day, SHOP) == [], "closed on Sundays"
    assert starts(date(2026, 12, 27), every_day, OpeningHours()) == [f"{hour}:00" for hour in range(12, 18)]


def test_mexico_city_changes_its_clocks_no_more_and_tijuana_does():
    spring = date(2026, 3, 8)  # 2:00 becomes 3:00 in Tijuana
    night = "dom 01:00-05:00 cada 60 min"
    assert starts(spring, night, OpeningHours(), MEXICO) == ["01:00", "02:00", "03:00", "04:00"]
    assert starts(spring, night, OpeningHours(), TIJUANA) == ["01:00", "03:00", "04:00"]
    autumn = date(2026, 11, 1)  # 2:00 becomes 1:00 again
    slots = slots_on(autumn, windows=parse_windows("dom 00:00-04:00 cada 60 min"), hours=OpeningHours(), zone=TIJUANA)
    assert len(slots) == 5
    assert {slot.ends.timestamp() - slot.starts.timestamp() for slot in slots} == {3600.0}
    for zone, offset in ((MEXICO, -6), (TIJUANA, -7)):
        july = slots_on(date(2026, 7, 6), windows=parse_windows("lun 10:00-11:00 cada 60 min"), hours=SHOP, zone=zone)
        assert july[0].starts.utcoffset() == timedelta(hours=offset)
