"""How long a typed text may be, in words for whoever typed it."""

from app.text.languages import _, ngettext


def at_most_characters(most: int) -> str:
    """For any field."""
    return ngettext("Use %(most)d character or fewer.", "Use %(most)d characters or fewer.", most) % {"most": most}


def at_most_on_a_line(most: int) -> str:
    """For a field without line breaks."""
    words = ngettext(
        "Use %(most)d character or fewer, without line breaks.",
        "Use %(most)d characters or fewer, without line breaks.",
        most,
    )
    return words % {"most": most}


def at_most_lines(lines: int, characters: int) -> str:
    """For a field of several lines."""
    sizes = {
        "lines": ngettext("%(num)s line", "%(num)s lines", lines) % {"num": lines},
        "characters": ngettext("%(num)s character", "%(num)s characters", characters) % {"num": characters},
    }
    # Translators: %(lines)s is "8 lines", %(characters)s is "600 characters"
    return _("This is too long. The limit is %(lines)s and %(characters)s.") % sizes
