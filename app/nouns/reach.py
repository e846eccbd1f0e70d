"""How far a customer's word carries: from the ticket on whose page it is written to the original of that duplicate."""

from dataclasses import dataclass
from typing import Final

from app.nouns.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of whoever writes as a ticket's customer."""

    proved: bool = (
        True  # that the ticket's address is theirs: by a link that only a mail carries, or by the mail itself
    )
    opened: int | None = None  # an original whose own page the browser may open anyway

    def covers(self, ticket: Ticket, original: Ticket) -> bool:
        """Whether the word counts on the original as its customer's.

        A typed address is no identity (anyone can open a ticket with it), and a proved one is another's than the
        original's where an operator has joined tickets of two addresses.
        """
        if original.id in {ticket.id, self.opened}:
            return True
        return self.proved and ticket.customer.email_key == original.customer.email_key


OWN: Final = Reach()
"""Of somebody who has proved their address: a mail is judged before it is written to a ticket."""
