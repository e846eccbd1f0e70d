"""The data model: one module per family of nouns, one block per table.

Every time is UTC milliseconds since 1970 and its column ends in `_ms`; every size is bytes and ends in
`_bytes`. `docs/schema.md` is drawn from these tables, and the migrations are held to them by a test.
"""

from sql.tables.api import api_keys
from sql.tables.base import metadata
from sql.tables.counted import attendances, counted_acts, day_sums, day_sums_due
from sql.tables.customers import customer_words, customers
from sql.tables.events import counters, events, seeded_events
from sql.tables.forms import form_entries, forms
from sql.tables.mail import inbound, leases, mailboxes, outbox
from sql.tables.messages import attachments, drafts, mentions, messages
from sql.tables.people import (
    groups,
    memberships,
    opening_hours,
    operators,
    password_links,
    recovery_codes,
    second_factors,
    sessions,
)
from sql.tables.push import push_devices, push_notices
from sql.tables.search import saved_searches, search_documents
from sql.tables.settings import settings
from sql.tables.templates import template_pictures, templates
from sql.tables.texts import added_languages, changed_texts
from sql.tables.tickets import readings, reply_to_senders, ticket_addresses, tickets

__all__ = [
    "added_languages",
    "api_keys",
    "attachments",
    "attendances",
    "changed_texts",
    "counted_acts",
    "counters",
    "customer_words",
    "customers",
    "day_sums",
    "day_sums_due",
    "drafts",
    "events",
    "form_entries",
    "forms",
    "groups",
    "inbound",
    "leases",
    "mailboxes",
    "memberships",
    "mentions",
    "messages",
    "metadata",
    "opening_hours",
    "operators",
    "outbox",
    "password_links",
    "push_devices",
    "push_notices",
    "readings",
    "recovery_codes",
    "reply_to_senders",
    "saved_searches",
    "search_documents",
    "second_factors",
    "seeded_events",
    "sessions",
    "settings",
    "template_pictures",
    "templates",
    "ticket_addresses",
    "tickets",
]
