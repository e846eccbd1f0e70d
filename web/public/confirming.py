"""How often an address gets a confirmation: an open form must not be a way to fill a stranger's mailbox."""

from web.requests.rates import CONFIRMATION_DAY, CONFIRMATION_HOUR, CONFIRMATIONS, Rates


async def may_confirm(rates: Rates, email: str) -> bool:
    """Whether a confirmation may go to this address now; counted. The ticket is opened either way."""
    address = email.strip().lower()
    return (
        await rates.allows(CONFIRMATION_HOUR, address)
        and await rates.allows(CONFIRMATION_DAY, address)
        and await rates.allows(CONFIRMATIONS)
    )
