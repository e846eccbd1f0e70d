"""What every list has beside its lines."""

from pydantic import BaseModel, Field


class PageShape(BaseModel):
    """What every list has beside its lines."""

    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last one.")
    count: int | None = Field(default=None, description="With `count=true`: how many there are in all.")
    count_is_more: bool = Field(
        default=False, description="There are more than `count`; counting them would take long."
    )
