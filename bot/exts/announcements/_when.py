"""Reads a moment from what an instructor types, without guessing: odd text is refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.errors import UserError

FURTHEST = timedelta(days=731)
"""How far ahead a moment may be; beyond it, the year is probably a slip."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

_MARKUP = re.compile(r"<t:(\d{1,12})(?::[a-z])?>")
_SPAN_PART = re.compile(
    r"(\d+)\s*(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?![a-z])[\s,]*(?:and\s+)?"
)
_ZONE = re.compile(r"(?<![-\w])(utc|gmt|z|[a-z_]+(?:/[a-z_+\-]+)+|[+-]\d\d:?\d\d)$")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_CLOCK = re.compile(
    r"(?:at\s+)?(?:(\d{1,2})(?::(\d\d))?\s*([ap])m|(\d{1,2}):(\d\d)(?::00)?|(noon))$"
)
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)t?")
_NAMED_DAY = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(\d{4}))?"
)
_WEEKDAY = re.compile(r"(?:on\s+)?(next\s+)?([a-z]{3,9})")


def parse_when(text: str, now: datetime) -> datetime:
    """Return the moment that ``text`` means, aware and in UTC; ``now`` is aware.

    It takes ISO date-times, ``YYYY-MM-DD HH:MM``, ``17 May 14:00``, ``tomorrow 2pm``, weekdays,
    ``in 2 hours`` and Discord's ``<t:…>``, with an optional offset or zone at the end (else UTC).
    Raises UserError for anything else, for the past, and for more than FURTHEST ahead.
    """
    moment = _moment(" ".join(text.casefold().split()), now)
    if moment is None:
        raise UserError(f"I cannot read that time. {_examples(now)}")
    if moment <= now:
        raise UserError(
            f"That time is over: <t:{int(moment.timestamp())}:F>. "
            f"Without a zone I read times as UTC. {_examples(now)}"
        )
    if moment - now > FURTHEST:
        raise UserError(
            f"That time is more than two years ahead; is the year right? {_examples(now)}"
        )
    return moment


def _examples(now: datetime) -> str:
    return (
        f"Write it like `{now + timedelta(days=7):%Y-%m-%d} 14:00` or `tomorrow 2pm Europe/Paris`."
    )


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        if markup := _MARKUP.fullmatch(text):
            return datetime.fromtimestamp(int(markup[1]), UTC)
        return _from_now(text.removeprefix("in "), now) or _iso(text) or _on_calendar(text, now)
    except (ValueError, OverflowError, OSError):
        # 25:00, the 30th of February, a year beyond 9999: no such moment.
        return None


def _from_now(text: str, now: datetime) -> datetime | None:
    ahead, end = timedelta(), 0
    while part := _SPAN_PART.match(text, end):
        ahead += timedelta(**{_UNITS[part[2][0]]: int(part[1])})
        end = part.end()
    return now + ahead if end and end == len(text) else None


def _iso(text: str) -> datetime | None:
    """Return an ISO date-time with an offset, or None: the rest is the calendar's."""
    if "t" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def _on_calendar(text: str, now: datetime) -> datetime | None:
    """Return the moment of a day (today without one) and a time on some zone's clock."""
    zone: tzinfo = UTC
    if found := _ZONE.search(text):
        zone, text = _zone(found[1]), text[: found.start()].rstrip()
    clock = _CLOCK.search(text)
    if clock is None or (clock.start() > 0 and text[clock.start() - 1] not in " t"):
        return None
    at = _time(clock)
    named = text[: clock.start()].rstrip(" ,")
    today = now.astimezone(zone).date()
    if not named:
        return _next(today, at, zone, now, every=1)
    if weekday := _weekday(named):
        number, is_next = weekday
        ahead = (number - today.weekday()) % 7
        first = today + timedelta(days=ahead or (7 if is_next else 0))
        return _next(first, at, zone, now, every=7)
    day = _day(named, today)
    return None if day is None else datetime.combine(day, at, zone).astimezone(UTC)


def _next(first: date, at: time, zone: tzinfo, now: datetime, *, every: int) -> datetime:
    moment = datetime.combine(first, at, zone)
    if moment <= now:
        moment = datetime.combine(first + timedelta(days=every), at, zone)
    return moment.astimezone(UTC)


def _zone(name: str) -> tzinfo:
    """Return the zone; a ValueError means that there is none of this name."""
    if offset := _OFFSET.fullmatch(name):
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(away if offset[1] == "+" else -away)
    if "/" not in name:
        return UTC
    try:
        return ZoneInfo(_zone_names()[name])
    except (KeyError, ZoneInfoNotFoundError) as exc:
        raise ValueError(f"no zone {name}") from exc


@cache
def _zone_names() -> dict[str, str]:
    """Return the zones' names by how they are typed; some systems mind capitals."""
    return {name.casefold(): name for name in available_timezones()}


def _time(clock: re.Match[str]) -> time:
    hour12, minute12, half, hour, minute, _noon = clock.groups()
    if half:
        if not 1 <= int(hour12) <= 12:  # noqa: PLR2004  (hours on a clock's face)
            raise ValueError("no such hour")
        return time(int(hour12) % 12 + (12 if half == "p" else 0), int(minute12 or 0))
    return time(int(hour), int(minute)) if hour else time(12)


def _weekday(named: str) -> tuple[int, bool] | None:
    found = _WEEKDAY.fullmatch(named)
    if found is None:
        return None
    for number, name in enumerate(_DAYS):
        if name.startswith(found[2]):
            return number, found[1] is not None
    return None


def _day(named: str, today: date) -> date | None:
    if named in {"today", "tomorrow"}:
        return today + timedelta(days=named == "tomorrow")
    if iso := _ISO_DAY.fullmatch(named):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _NAMED_DAY.fullmatch(named)
    if found is None:
        return None
    month, number = (found[2] or found[3])[:3], int(found[1] or found[4])
    if month not in _MONTHS:
        return None
    day = date(int(found[5] or today.year), _MONTHS.index(month) + 1, number)
    if found[5] is None and day < today:
        day = day.replace(year=today.year + 1)
    return day
