"""Codes that are good for half a minute (RFC 6238), and those that replace them once when the phone is lost."""

import hmac

import pyotp

from app.config.settings import Settings
from app.credentials.codes import LENGTH, new_access_code, typed_code
from app.text.digits import plain_digits

STEP_MS = 30_000
DIGITS = 6
LATE_STEPS = 1  # RFC 6238 §5.2: at most one step for the way and for clocks that differ
RECOVERY_CODES = 10


def new_secret() -> str:
    """160 random bits in base32 (RFC 4226 §4)."""
    return pyotp.random_base32()


def setup_uri(secret: str, email: str, desk_name: str) -> str:
    """What an authenticator app reads from the picture: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=desk_name)


def matching_step(secret: str, typed: str, now_ms: int) -> int | None:
    """The number of the half minute whose code this is, now or one before or after; None for any other."""
    code = "".join(plain_digits(typed).split())
    now = now_ms // STEP_MS
    codes = pyotp.TOTP(secret)
    found = None
    for step in range(now - LATE_STEPS, now + LATE_STEPS + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), code.encode("utf-8", "replace")):
            found = step
    return found


def is_one_time(typed: str) -> bool:
    """Whether this looks like the code of an app, and not like a recovery code."""
    code = "".join(plain_digits(typed).split())
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def new_recovery_codes() -> list[str]:
    """Ten codes of 60 random bits."""
    return [new_access_code() for _code in range(RECOVERY_CODES)]


def recovery_digest(settings: Settings, operator_id: int, typed: str) -> str:
    """What the database keeps of a recovery code, in whatever way it is typed."""
    key = hmac.digest(settings.secret_key.encode(), b"deskbell recovery codes 1", "sha256")
    said = f"{operator_id}\0{typed_code(typed)[: LENGTH + 1]}"
    return hmac.digest(key, said.encode(), "sha256").hex()
