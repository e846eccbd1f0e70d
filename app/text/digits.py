"""Digits of every script: what is typed on an Arabic, Persian or Hindi keyboard is a number too."""


def plain_digits(text: str) -> str:
    """The text with its digits as 0 to 9."""
    return text if text.isascii() else "".join(str(int(one)) if one.isdecimal() else one for one in text)
