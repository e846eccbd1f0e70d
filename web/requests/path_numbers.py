"""Numbers in addresses: `{id:int}` takes what a database can have given. More digits are no such page, and no fault."""

from starlette.convertors import IntegerConvertor, register_url_convertor


class ShortNumber(IntegerConvertor):
    """A whole number of at most nineteen digits: 64 bits. Python itself refuses to read one of 5,000."""

    regex = "[0-9]{1,19}"


def bound_path_numbers() -> None:
    """Let every route read numbers so; before the routes are made."""
    register_url_convertor("int", ShortNumber())
