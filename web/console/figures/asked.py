"""What a page of statistics is asked for, in its address: which days, in which steps, whose; read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from urllib.parse import urlencode

from app.core.errors import BadFields
from app.counting.period import Bucket, Days, Period
from app.text.languages import _
from web.requests.typed_numbers import whole_number

MOST_BUCKETS = 400
DAYS_BY_DAY, DAYS_BY_WEEK, DAYS_BY_MONTH = 62, 370, 3700  # up to so many days, unless asked for otherwise


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """A period with its steps, and whose figures: of one group, of one operator, or of the desk."""

    period: Period
    bucket: Bucket
    today: date
    group_id: int | None = None
    operator_id: int | None = None

    @property
    def whole(self) -> Bucket | None:
        """The day, week, month or year that is asked for; None for a range."""
        return self.period.whole

    @property
    def elapsed(self) -> Days:
        """Its days up to today."""
        return self.period.elapsed(self.today)

    @property
    def before(self) -> Days:
        """The period before, over the same elapsed days."""
        return self.period.before(self.today)

    @property
    def has_begun(self) -> bool:
        """Whether anything can have happened in it."""
        return self.period.days.first <= self.today

    @property
    def is_now(self) -> bool:
        """Whether today is in it."""
        return self.has_begun and self.today < self.period.days.until

    def query(self, days: Days | None = None, **more: object) -> str:
        """The address's query for these days, or its own, with the same group and operator. None takes a name away."""
        shown = days or self.period.days
        values: dict[str, object] = {"from": shown.first.isoformat(), "to": shown.last.isoformat()}
        values |= {"group": self.group_id, "operator": self.operator_id}
        if days is None and self.bucket is not usual_bucket(self.period):
            values["bucket"] = self.bucket.value
        values |= more
        return urlencode({name: value for name, value in values.items() if value is not None})

    def of_size(self, bucket: Bucket) -> str:
        """The query for the day, week, month or year that ends this period, or that of today."""
        day = min(self.period.days.last, self.today)
        if self.is_now or day == self.today:
            named = {"period": bucket.value, "group": self.group_id, "operator": self.operator_id}
            return urlencode({name: value for name, value in named.items() if value is not None})
        return self.query(Period.of(bucket, day, self.period.zone).days)

    def step(self, back: bool) -> str:
        """The query for the period before or after, as long as this one."""
        days, whole = self.period.days, self.whole
        if whole is None:
            length = timedelta(days=-days.count if back else days.count)
            return self.query(Days(days.first + length, days.until + length))
        day = days.first - timedelta(days=1) if back else days.until
        return self.query(Period.of(whole, day, self.period.zone).days)

    def on(self, bucket: Bucket) -> "AskedFigures":
        """The same in other steps."""
        return replace(self, bucket=bucket)


def read_asked(query: Mapping[str, str], today: date, zone: str) -> AskedFigures:
    """What the address asks for; this month, where it says nothing. Raises BadFields."""
    period = _period(query, today, zone)
    typed = query.get("bucket", "")
    if typed and typed not in set(Bucket):
        raise BadFields({"bucket": _("Use day, week, month or year.")})
    bucket = Bucket(typed) if typed else usual_bucket(period)
    if not _fits(period, bucket):
        raise BadFields({"bucket": _("Too many steps. Choose longer ones, or a shorter period.")})
    return AskedFigures(period, bucket, today, read_id(query, "group"), read_id(query, "operator"))


def read_id(query: Mapping[str, str], name: str) -> int | None:
    """A number of the address; None for nothing. Raises BadFields."""
    typed = query.get(name, "").strip()
    if not typed:
        return None
    number = whole_number(typed)
    if number is None:
        raise BadFields({name: _("Enter a number.")})
    return number


def read_day(query: Mapping[str, str], name: str) -> date | None:
    """A day of the address; None for nothing. Raises BadFields."""
    typed = query.get(name, "").strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is None or not MINYEAR + 1 < day.year < MAXYEAR - 1 or len(typed) != len("2026-11-22"):
        raise BadFields({name: _("Enter the date as 2026-11-22.")})
    return day


def usual_bucket(period: Period) -> Bucket:
    """The steps in which a period of this length is shown."""
    days = period.days.count
    if days <= DAYS_BY_DAY:
        return Bucket.DAY
    if period.whole is Bucket.YEAR:
        return Bucket.MONTH
    return Bucket.WEEK if days <= DAYS_BY_WEEK else Bucket.MONTH if days <= DAYS_BY_MONTH else Bucket.YEAR


def buckets_to_choose(period: Period) -> list[Bucket]:
    """The steps that this period can be shown in."""
    return [bucket for bucket in Bucket if _fits(period, bucket)]


def _period(query: Mapping[str, str], today: date, zone: str) -> Period:
    first, last = read_day(query, "from"), read_day(query, "to")
    if first is None and last is None:
        named = query.get("period", "") or Bucket.MONTH
        if named not in set(Bucket):
            raise BadFields({"period": _("Use day, week, month or year.")})
        return Period.of(Bucket(named), today, zone)
    first, last = first or min(last or today, today), last or max(first or today, today)
    if last < first:
        raise BadFields({"to": _("The last day is before the first.")})
    days = Days(first, last + timedelta(days=1))
    whole = next((one for one in Bucket if Period.of(one, first, zone).days == days), None)
    return Period.of(whole, first, zone) if whole else Period.between(first, last, zone)


def _fits(period: Period, bucket: Bucket) -> bool:
    length = {Bucket.DAY: 1, Bucket.WEEK: 7, Bucket.MONTH: 28, Bucket.YEAR: 365}[bucket]
    return period.days.count // length <= MOST_BUCKETS
