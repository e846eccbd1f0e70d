"""How much of a stranger's mail is read: every limit, in one table.

A mail over a limit is still read up to the limit; what was left out is named in
`Letter.flaws`. Nothing is lost by that: the raw message is stored before it is read.
"""

from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB

RAW_BYTES: Final = 35 * MIB
"""One message as the mail server hands it over."""

HEADER_BLOCK_BYTES: Final = 256 * KIB
"""The header block of a message, or of one of its parts."""

HEADERS: Final = 500
"""Header fields in one block."""

HEADER_VALUE_CHARS: Final = 64 * KIB
"""One header's value once unfolded; a longer one is cut."""

ADDRESSES: Final = 100
"""Addresses read from one header."""

ADDRESS_CHARS: Final = 320
"""One address: 64 before the @, 255 behind it (RFC 5321 §4.5.3.1)."""

NAME_CHARS: Final = 200
"""The display name beside an address."""

REFERENCES: Final = 100
"""Message-IDs kept of In-Reply-To and References together."""

MESSAGE_ID_CHARS: Final = 500
"""One Message-ID; a longer one is dropped."""

PARAMETERS: Final = 100
"""Parameters of one Content-Type or Content-Disposition (RFC 2231 continuations count each)."""

MIME_DEPTH: Final = 20
"""Multiparts inside multiparts; deeper ones are kept as files."""

PARTS: Final = 1000
"""Parts of one message; those behind are left out."""

FILES: Final = 200
"""Files of one message, wherever in it they are: parts, uuencoded ones, text too long to be shown. Of those behind the
name alone is kept."""

FILES_NAMED: Final = 1000
"""Files that are named, those included that are kept."""

TEXT_CHARS: Final = MIB
"""Text that is shown; the rest follows as an attachment."""

HTML_CHARS: Final = MIB
"""HTML that is shown; larger is shown as text only."""

HTML_TAGS: Final = 50_000
"""Tags looked at in one page; behind them only its bare words are taken."""

SUBJECT_CHARS: Final = 300
"""A subject once decoded and cleaned."""

QUOTE_LINES: Final = 20_000
"""Lines looked at for quotes and signatures; a longer letter's remaining lines go where line 20,000 went."""

BOUNCED_ADDRESSES: Final = 200
"""Failed addresses read from one bounce."""

BOUNCE_TEXT_CHARS: Final = 128 * KIB
"""Text of a free-form bounce that is searched for addresses and reasons."""

DIAGNOSTIC_CHARS: Final = 1000
"""What a mail server said about a failed address."""

CALENDAR_CHARS: Final = 256 * KIB
"""An invitation that is read for its card."""

CHARSET_BYTES: Final = 256 * KIB
"""Text of a letter that is looked at because its charset is guessed or doubted, an encoded word counted as 128 bytes more."""
