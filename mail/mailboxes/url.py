"""`DESKBELL_MAILBOX_URL` → a mailbox."""

from dataclasses import replace
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from mail.dialling.reach import MailReach
from mail.mailboxes.account import Account, Security, TokenSource, reject_controls
from mail.mailboxes.imap import IMAPMailbox
from mail.mailboxes.mailbox import MAX_MAIL_BYTES, Mailbox
from mail.mailboxes.oauth import OAuthToken
from mail.mailboxes.patience import MailboxDeadlines
from mail.mailboxes.pop3 import POP3Mailbox

EXAMPLE: Final = "pop3s://desk%40example.org:password@mail.example.org"

PORTS: Final = {"pop3s": 995, "pop3": 110, "imaps": 993, "imap": 143}

OPTIONS: Final = {"starttls", "cafile", "folder", "token_url", "client_id", "client_secret", "scope"}


def mailbox_from_url(
    url: str,
    *,
    token_source: TokenSource | None = None,
    deadlines: MailboxDeadlines | None = None,
    max_bytes: int = MAX_MAIL_BYTES,
    reach: MailReach | None = None,
) -> Mailbox:
    """Return the mailbox of a URL, without connecting yet.

    `pop3s://user:password@host[:port]`, `pop3://…`, `imaps://…`, `imap://…`; user and password percent-encoded.
    Options behind `?`: `starttls=1` (TLS on the plain port, or nothing), `cafile=` (PEM file of the only
    authorities to trust), `folder=` (IMAP, INBOX unless told). With `token_url=`, `client_id=`, `client_secret=`
    and perhaps `scope=` the password is an OAuth refresh token; with `token_source` it may be missing. `reach`: what of the
    network may be dialled; None: everything.

    Raises ValueError, which names the setting, its fault and an example, never a part of the value.
    """
    try:
        mailbox = _mailbox(url, token_source, deadlines, max_bytes)
    except ValueError as fault:
        # Not chained: the standard library's errors quote the value, and a password with it.
        raise ValueError(f"DESKBELL_MAILBOX_URL: {fault}. Example: {EXAMPLE}") from None
    mailbox.account = replace(mailbox.account, reach=reach)
    return mailbox


def _mailbox(url: str, token_source: TokenSource | None, deadlines: MailboxDeadlines | None, max_bytes: int) -> Mailbox:
    """Do it; the ValueErrors say only the fault."""
    reject_controls("value", url)  # before urlsplit, which drops line breaks in silence
    split, port = _split(url)
    options = _options(split)
    user, password = unquote(split.username or ""), unquote(split.password or "")
    if not user:
        raise ValueError("the user is missing")
    if not password and token_source is None:
        raise ValueError("the password is missing")
    account = Account(
        host=_host(split),
        port=port or PORTS[split.scheme],
        user=user,
        password=password,
        token_source=token_source or _refreshed(password, options),
        security=_security(split.scheme, options),
        cafile=options.get("cafile"),
    )
    if split.scheme.startswith("imap"):
        return IMAPMailbox(account, folder=options.get("folder", "INBOX"), deadlines=deadlines, max_bytes=max_bytes)
    if "folder" in options:
        raise ValueError("folder= is for IMAP only")
    return POP3Mailbox(account, deadlines=deadlines, max_bytes=max_bytes)


def _split(url: str) -> tuple[SplitResult, int | None]:
    """Split the URL and read its port."""
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        raise ValueError(
            "it is not a valid URL with a numeric port; in user and password write / as %2F, # as %23, ? as %3F, @ as %40"
        ) from None
    if split.scheme not in PORTS:
        raise ValueError("it does not start with pop3s://, pop3://, imaps:// or imap://")
    if split.path not in ("", "/") or split.fragment or port == 0:
        raise ValueError(
            "there is unexpected text after the host; in user and password write / as %2F, # as %23, ? as %3F"
        )
    return split, port


def _host(split: SplitResult) -> str:
    """The host's name or address."""
    host = unquote(split.hostname or "")
    reject_controls("host", host)
    if not host:
        raise ValueError("the host is missing")
    if any(character.isspace() or character in "/\\@?#" for character in host):
        raise ValueError("the host is not a valid host name")
    return host


def _options(split: SplitResult) -> dict[str, str]:
    """The part after the question mark."""
    pairs = parse_qsl(split.query, keep_blank_values=True)
    options = dict(pairs)
    if len(options) != len(pairs) or not options.keys() <= OPTIONS:
        raise ValueError(f"after ? only these are allowed, each once: {', '.join(sorted(OPTIONS))}")
    for name, value in options.items():
        reject_controls(name, value)
        if not value:
            raise ValueError(f"{name}= is empty")
    return options


def _security(scheme: str, options: dict[str, str]) -> Security:
    """TLS first, TLS after a plain greeting, or none."""
    starttls = options.get("starttls", "0")
    if starttls not in ("0", "1"):
        raise ValueError("starttls= must be 0 or 1")
    if scheme.endswith("s"):
        if starttls == "1":
            raise ValueError(f"{scheme}:// begins with TLS; starttls=1 belongs to {scheme[:-1]}://")
        return Security.TLS
    return Security.STARTTLS if starttls == "1" else Security.NONE


def _refreshed(refresh_token: str, options: dict[str, str]) -> TokenSource | None:
    """A source of access tokens, where the options name one."""
    if "token_url" not in options:
        if options.keys() & {"client_id", "client_secret", "scope"}:
            raise ValueError("token_url= is missing")
        return None
    if "client_id" not in options:
        raise ValueError("client_id= is missing")
    return OAuthToken(
        options["token_url"],
        client_id=options["client_id"],
        client_secret=options.get("client_secret", ""),
        refresh_token=refresh_token,
        scope=options.get("scope"),
    )
