"""Figures as programs ask for them and get them. Days are the desk's, in its time zone; times are milliseconds."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from app.counting.measure import Measure
from app.counting.period import Bucket
from web.api.shapes.parameters import NUMBER, Day

BucketName = Annotated[Bucket, WithJsonSchema({"type": "string", "enum": [bucket.value for bucket in Bucket]})]


class StatisticsQuery(BaseModel):
    """Which days, how divided, and whose."""

    model_config = ConfigDict(extra="forbid", title="")

    bucket: BucketName = Field(default=Bucket.DAY, description="Weeks begin on Monday.")
    first: Day | None = Field(default=None, alias="from", description="Else: 30 days, 12 weeks, 12 months or 5 years.")
    last: Day | None = Field(default=None, alias="to", description="This day is included; else today.")
    group: Annotated[int, Field(ge=0, le=NUMBER, description="Its number; 0: tickets without a group.")] | None = None
    operator: Annotated[int, Field(ge=0, le=NUMBER, description="Whose acts; 0: nobody's.")] | None = None
    format: Literal["json", "csv"] = "json"


class BucketShape(BaseModel):
    """Some days: a whole bucket, or as much of it as was asked for."""

    first: str = Field(serialization_alias="from")
    last: str = Field(serialization_alias="to", description="This day is included.")


def _of(measure: Measure) -> Any:
    return Field(default=0, description=measure.definition)


class SpanShape(BaseModel):
    """How long something took, by the clock and within opening hours."""

    n: int = Field(default=0, description="Of how many.")
    median_ms: int | None = None
    p90_ms: int | None = Field(default=None, description="Nine of ten took no longer.")
    open_median_ms: int | None = Field(default=None, description="Within the group's opening hours.")
    open_p90_ms: int | None = None


def _took(measure: Measure) -> Any:
    return Field(default=SpanShape(), description=measure.definition)


class TicketFiguresShape(BucketShape):
    """What was counted in a bucket."""

    opened: int = _of(Measure.OPENED)
    answered: int = _of(Measure.ANSWERED)
    finished: int = _of(Measure.FINISHED)
    solved: int = _of(Measure.SOLVED)
    closed: int = _of(Measure.CLOSED)
    unsolved: int = _of(Measure.UNSOLVED)
    rejected_offer: int = _of(Measure.REJECTED_OFFER)
    merged: int = _of(Measure.MERGED)
    unmerged: int = _of(Measure.UNMERGED)
    reopened: int = _of(Measure.REOPENED)
    spam: int = _of(Measure.SPAM)
    deleted: int = _of(Measure.DELETED)
    erased: int = _of(Measure.ERASED)
    bounced: int = _of(Measure.BOUNCED)
    late_answer: int = _of(Measure.LATE_ANSWER)
    one_touch: int = _of(Measure.ONE_TOUCH)
    opened_answered: int = _of(Measure.OPENED_ANSWERED)
    opened_finished: int = _of(Measure.OPENED_FINISHED)
    backlog: int = _of(Measure.BACKLOG)


class OperatorFiguresShape(BucketShape):
    """What an operator is credited with in a bucket."""

    operator: int = Field(description="The operator's number.")
    name: str = Field(description="Also of an operator who was deleted.")
    answered: int = _of(Measure.ANSWERED)
    taken: int = _of(Measure.TAKEN)
    dropped: int = _of(Measure.DROPPED)
    assigned_to: int = _of(Measure.ASSIGNED_TO)
    assigned_from: int = _of(Measure.ASSIGNED_FROM)
    reallocated: int = _of(Measure.REALLOCATED)
    released: int = _of(Measure.RELEASED)
    finished: int = _of(Measure.FINISHED)
    solved: int = _of(Measure.SOLVED)
    closed: int = _of(Measure.CLOSED)
    unsolved: int = _of(Measure.UNSOLVED)
    rejected_offer: int = _of(Measure.REJECTED_OFFER)
    deleted: int = _of(Measure.DELETED)
    signed_in_ms: int = _of(Measure.SIGNED_IN)
    away_ms: int = _of(Measure.AWAY)


class AgesShape(BucketShape):
    """How long things took that ended in a bucket."""

    first_answer: SpanShape = _took(Measure.FIRST_ANSWER)
    first_finish: SpanShape = _took(Measure.FIRST_FINISH)
    last_finish: SpanShape = _took(Measure.LAST_FINISH)
    waiting: SpanShape = _took(Measure.WAITING)
    reply: SpanShape = _took(Measure.REPLY)


class OpenAgeShape(BaseModel):
    """How many of the tickets that are open now are so old."""

    at_least_ms: int
    below_ms: int | None
    count: int


class FiguresShape(BaseModel):
    """What all statistics have beside their rows."""

    zone: str = Field(description="The desk's time zone, in which days begin.")
    bucket: Bucket
    counted_until: int = Field(description="The last event that is counted; figures follow within a second.")
    complete: bool = Field(description="False while the desk counts everything anew.")


class TicketStatisticsShape(FiguresShape):
    """A row for each bucket, also where nothing happened."""

    rows: list[TicketFiguresShape]


class OperatorStatisticsShape(FiguresShape):
    """A row for each operator who did something in a bucket."""

    rows: list[OperatorFiguresShape]


class AgeStatisticsShape(FiguresShape):
    """A row for each bucket, and the ages of what is open now."""

    rows: list[AgesShape]
    open_now: list[OpenAgeShape]
