"""The rate service: forex-python against an address of our choice, with a deadline, and believed only if it is sane.

It speaks Frankfurter's protocol: GET {rate_url}2025-02-18?base=USD&symbols=MXN answers
{"amount": 1.0, "base": "USD", "date": "2025-02-18", "rates": {"MXN": 20.285}}.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from buyback.config import Settings
from buyback.errors import RateServiceFailed, RateServiceOff
from buyback.i18n import _
from buyback.money import MXN, USD, Rate
from buyback.rates.quoted import Quoted, excerpt, iso_day, to_rate

if TYPE_CHECKING:
    import requests

T = TypeVar("T")

_LONGEST_ANSWER_BYTES = 16_384  # a true answer has about 80
_MOST_REDIRECTS = 3
_SHORTEST_DEADLINE_S = 0.05

_failed_at: dict[str, datetime] = {}
"""When each address last failed to answer in this process, so that a queue does not wait for it again and again."""


class _Unusable(Exception):
    """The service gave no rate that can be believed; the text says why."""


class _Down(_Unusable):
    """The service did not answer at all."""


def fetch(on: date, settings: Settings, now: datetime) -> Quoted:
    """What the service says for `on`, asked now whatever happened before; `as_of` is `on` or an earlier day.

    `source` is the name of the host that answered. Returns or refuses within `rate_deadline_s` seconds. Raises
    RateServiceOff where `rate_url` is empty, and RateServiceFailed with the problem where no rate, or none that can
    be believed, came back.
    """
    if not settings.rate_url:
        raise RateServiceOff
    address = settings.rate_url.rstrip("/") + "/"
    deadline_s = max(settings.rate_deadline_s, _SHORTEST_DEADLINE_S)
    client = _client_class()(address, deadline_s)
    try:
        value = _within(deadline_s, lambda: client.get_rate(USD, MXN, on))
        quoted = Quoted(_rate_of(value), _day_of(client.date, on, now), client.host, now)
    except _Unusable as problem:
        if isinstance(problem, _Down):
            _failed_at[settings.rate_url] = now
        raise RateServiceFailed(url=_shown(address), problem=str(problem)) from problem
    _failed_at.pop(settings.rate_url, None)
    return quoted


def last_failed_at(settings: Settings) -> datetime | None:
    """When the service at `rate_url` last failed to answer in this process; None if it did not, or answered since."""
    return _failed_at.get(settings.rate_url)


# --- asking -----------------------------------------------------------------------------------------------------------


def _within(deadline_s: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises, or _Down after `deadline_s`; a call that hangs does not keep the process."""
    from concurrent.futures import Future

    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as problem:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(problem)

    threading.Thread(target=run, name="rate-service", daemon=True).start()
    try:
        return future.result(timeout=deadline_s)
    except TimeoutError as late:
        raise _Down(_no_answer(deadline_s)) from late


@cache
def _client_class() -> Any:
    """forex-python's client, made here because importing it loads requests."""
    from forex_python.converter import CurrencyRates

    class DatedRates(CurrencyRates):  # type: ignore[misc]  # forex-python ships no types
        """Adds what forex-python lacks: an address, timeouts, a limit on the answer, and the answer's own date.

        Its own `get_rate` reads without end and without timeout, and keeps only the number.
        """

        def __init__(self, address: str, deadline_s: float) -> None:
            super().__init__(force_decimal=True)
            self._address = address
            self._deadline_s = deadline_s
            self._ends_at_s = time.monotonic() + deadline_s
            self.date: object = None
            self.host = ""

        def _source_url(self) -> str:
            return self._address

        def get_rate(self, base_cur: str, dest_cur: str, date_obj: date | None = None) -> object:
            date_str = self._get_date_string(date_obj)
            asked = {"base": base_cur, "symbols": dest_cur}
            with _opened(self._source_url() + date_str, asked, self._deadline_s) as response:
                self.host = urlsplit(response.url).hostname or ""
                rate = self._get_decoded_rate(response, dest_cur, date_str=date_str)
            if rate is None:
                raise _Unusable(_("its answer has no rate for {currency}").format(currency=dest_cur))
            return rate

        def _decode_rates(
            self,
            response: "requests.Response",
            use_decimal: bool = False,  # noqa: ARG002 - numbers are always exact here
            date_str: str | None = None,  # noqa: ARG002 - the answer's own date is kept and judged
        ) -> dict[str, object]:
            answer = _decoded(_read(response, self._ends_at_s, self._deadline_s))
            self.date = answer.get("date")
            rates = answer.get("rates")
            return rates if isinstance(rates, dict) else {}

    return DatedRates


@contextmanager
def _opened(url: str, asked: Mapping[str, str], timeout_s: float) -> "Iterator[requests.Response]":
    """An answer with status 200, its body not read yet, closed on leaving; _Unusable for any other outcome."""
    import requests
    from urllib3.exceptions import HTTPError

    with requests.Session() as session:
        session.max_redirects = _MOST_REDIRECTS
        try:
            response = session.get(url, params=asked, timeout=timeout_s, stream=True)
        except (requests.RequestException, HTTPError, ValueError) as problem:
            raise _Down(_in_words(problem, timeout_s)) from problem
        with response:
            if response.status_code != requests.codes.ok:
                kind = _Down if response.status_code >= requests.codes.server_error else _Unusable
                raise kind(_("it answered with the status {status}").format(status=response.status_code))
            yield response


def _read(response: "requests.Response", ends_at_s: float, deadline_s: float) -> bytes:
    """The body, at most _LONGEST_ANSWER_BYTES of it and not past `ends_at_s` of the monotonic clock."""
    import requests
    from urllib3.exceptions import HTTPError

    body = b""
    try:
        for part in response.iter_content(
            16
        ):  # small, so that a body that drips ends soon after its deadline
            body += part
            if len(body) > _LONGEST_ANSWER_BYTES:
                raise _Unusable(
                    _("its answer is longer than {most} bytes").format(most=_LONGEST_ANSWER_BYTES)
                )
            if time.monotonic() > ends_at_s:
                raise _Down(_no_answer(deadline_s))
    except (requests.RequestException, HTTPError) as problem:
        raise _Down(_("its answer broke off")) from problem
    return body


def _in_words(problem: Exception, timeout_s: float) -> str:
    from requests import exceptions

    kinds: tuple[tuple[type[Exception], str], ...] = (
        (exceptions.Timeout, _no_answer(timeout_s)),
        (exceptions.TooManyRedirects, _("it sends the question on without end")),
        (exceptions.SSLError, _("its certificate cannot be trusted")),
        (exceptions.ConnectionError, _("it cannot be reached")),
        (ValueError, _("its address, or one that it sends the question on to, cannot be used")),
    )
    return next((words for kind, words in kinds if isinstance(problem, kind)), _("its answer broke off"))


def _no_answer(deadline_s: float) -> str:
    return _("it did not answer within {seconds} s").format(seconds=f"{deadline_s:g}")


def _shown(address: str) -> str:
    """The address as a person may read it, without a user name or password."""
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"


# --- believing --------------------------------------------------------------------------------------------------------


def _decoded(body: bytes) -> dict[str, object]:
    """The answer as an object about one dollar; its numbers are exact (int or Decimal), NaN and the like are text."""
    try:
        answer = json.loads(body, parse_float=Decimal, parse_constant=str)
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise _Unusable(_("its answer is not JSON")) from problem
    if not isinstance(answer, dict):
        raise _Unusable(_("its answer is not a JSON object"))
    if answer.get("base") != USD:
        raise _Unusable(_("its base is “{text}” and not USD").format(text=excerpt(answer.get("base", ""))))
    if answer.get("amount", 1) != 1:
        raise _Unusable(
            _("it is for “{text}” dollars and not for one").format(text=excerpt(answer["amount"]))
        )
    return answer


def _rate_of(value: object) -> Rate:
    """A number of the answer as a rate, half-even to four decimals; _Unusable outside 1 to 99.9999."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Unusable(_("its rate, “{text}”, is not a number").format(text=excerpt(value)))
    try:
        return to_rate(Decimal(value))
    except ValueError as problem:
        words = _("its rate, “{text}”, is not one from 1 to 99.9999")
        raise _Unusable(words.format(text=excerpt(value))) from problem


def _day_of(text: object, on: date, now: datetime) -> date:
    """The answer's own day; _Unusable where it is missing, malformed, still to come, or after the day asked."""
    if text is None:
        raise _Unusable(_("its answer does not say of which day it is"))
    day = iso_day(text) if isinstance(text, str) else None
    if day is None:
        raise _Unusable(_("its date, “{text}”, is not one").format(text=excerpt(text)))
    if day > max(on, now.astimezone(UTC).date()):
        raise _Unusable(_("its date, {day}, is in the future").format(day=day.isoformat()))
    if day > on:
        words = _("its date, {day}, is after {on}, the day that was asked for")
        raise _Unusable(words.format(day=day.isoformat(), on=on.isoformat()))
    return day
