"""Days and times as they are typed in the app: at the ends of the calendar a sentence, and no crash."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from buyback.errors import BadDate, BadTime, TooEarly
from buyback.tui.typed_time import parse_day, parse_moment

TODAY = date(2025, 2, 18)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01 00:00",
        "1999-12-31 10:00",
        "2025-02-30 10:00",
        "24:00",
        "10:60",
        "2025-02-18",
        "ten",
    ],
)
@pytest.mark.parametrize("zone", ["America/Mexico_City", "Pacific/Kiritimati"])
def test_what_is_no_time_is_refused(text: str, zone: str) -> None:
    """A time that is none, that UTC has not, or of a year in which nothing was written."""
    with pytest.raises(BadTime):
        parse_moment(text, TODAY, ZoneInfo(zone))


def test_the_last_hours_of_the_calendar_are_refused() -> None:
    """The evening of the last day is past the end of UTC, west of Greenwich."""
    with pytest.raises(BadTime):
        parse_moment("9999-12-31 23:59", TODAY, ZoneInfo("America/Mexico_City"))


def test_a_time_is_of_today_or_of_a_day() -> None:
    """The first moment that is taken is of the year 2000."""
    zone = ZoneInfo("America/Mexico_City")
    assert parse_moment("10:42", TODAY, zone) == datetime(2025, 2, 18, 16, 42, tzinfo=UTC)
    assert parse_moment("2000-01-01 00:00", TODAY, zone) == datetime(2000, 1, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"), [("1999-12-31", TooEarly), ("0001-01-01", TooEarly), ("18/02/2025", BadDate)]
)
def test_what_is_no_day_is_refused_with_its_field(text: str, kind: type[BadDate]) -> None:
    """The refusal knows which field it is about."""
    with pytest.raises(kind) as refused:
        parse_day(text, "first")
    assert type(refused.value) is kind
    assert refused.value.values["field"] == "first"
