"""The console's addresses. What asks for a number in the address comes after what has a word there."""

from starlette.routing import BaseRoute, Route

from web.console.admin_routes import admin_routes
from web.console.customers import customers
from web.console.customers import erasing as customers_data
from web.console.customers import merging as customers_merging
from web.console.desk import events, templates
from web.console.figures import lists as statistics_lists
from web.console.figures import pages as statistics
from web.console.list import bulk, lists, saved, search
from web.console.people import own_password, own_profile, own_push, own_sessions, second_factor
from web.console.ticket import (
    acts,
    answers,
    mentioning,
    moving,
    new_ticket,
    printing,
    sources,
    third_party,
    tickets,
    uploads,
)

GET, POST = ["GET"], ["POST"]


def console_routes() -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    return [
        *list_routes(),
        *ticket_routes(),
        *act_routes(),
        *moving_routes(),
        *search_routes(),
        *own_routes(),
        *customer_routes(),
        *statistics_routes(),
        Route("/uploads", uploads.create, methods=POST),
        Route("/events", events.show, methods=GET),
        *admin_routes(),
    ]


def list_routes() -> list[BaseRoute]:
    """The lists, and what is done with many tickets or makes a new one."""
    return [
        Route("/", lists.home, methods=GET),
        Route("/tickets", lists.show, methods=GET),
        Route("/tickets", new_ticket.create, methods=POST),
        Route("/tickets/new", new_ticket.show, methods=GET),
        Route("/tickets/counts", lists.counts, methods=GET),
        Route("/tickets/next", lists.after, methods=GET),
        Route("/tickets/rows", lists.rows, methods=GET),
        Route("/tickets/bulk", bulk.create, methods=POST),
    ]


def ticket_routes() -> list[BaseRoute]:
    """One ticket: what is seen of it, and what is written on it."""
    return [
        Route("/tickets/{id:int}", tickets.show, methods=GET),
        Route("/tickets/{id:int}/preview", tickets.preview, methods=GET),
        Route("/tickets/{id:int}/print", printing.show, methods=GET),
        Route("/tickets/{id:int}/messages/{message_id:int}", tickets.message, methods=GET),
        Route("/tickets/{id:int}/messages/{message_id:int}/undo", answers.undo, methods=POST),
        Route("/tickets/{id:int}/messages/{message_id:int}/send-again", answers.send_again, methods=POST),
        Route("/tickets/{id:int}/answer", answers.answer, methods=POST),
        Route("/tickets/{id:int}/note", answers.note, methods=POST),
        Route("/tickets/{id:int}/draft", answers.show_draft, methods=GET),
        Route("/tickets/{id:int}/draft", answers.draft, methods=POST),
        Route("/tickets/{id:int}/read", answers.read, methods=POST),
        Route("/tickets/{id:int}/third-party", third_party.show, methods=GET),
        Route("/tickets/{id:int}/third-party", third_party.write, methods=POST),
        Route("/tickets/{id:int}/recipients", third_party.recipients, methods=GET),
        Route("/tickets/{id:int}/messages/{message_id:int}/share", third_party.share, methods=POST),
        Route("/tickets/{id:int}/colleagues", mentioning.colleagues, methods=GET),
        Route("/tickets/{id:int}/templates", templates.search, methods=GET),
        Route("/tickets/{id:int}/templates/{template_id:int}", templates.insert, methods=POST),
    ]


def act_routes() -> list[BaseRoute]:
    """The acts of the lock table, each on one ticket."""
    return [
        Route("/tickets/{id:int}/take", acts.take_ticket, methods=POST),
        Route("/tickets/{id:int}/drop", acts.drop_ticket, methods=POST),
        Route("/tickets/{id:int}/assign", acts.assign_ticket, methods=POST),
        Route("/tickets/{id:int}/ask", acts.ask_for_ticket, methods=POST),
        Route("/tickets/{id:int}/ask/take-back", acts.withdraw_ask, methods=POST),
        Route("/tickets/{id:int}/ask/answer", acts.answer_asked, methods=POST),
        Route("/tickets/{id:int}/status", acts.change_status, methods=POST),
        Route("/tickets/{id:int}/snooze", acts.snooze_ticket, methods=POST),
        Route("/tickets/{id:int}/spam", acts.change_spam, methods=POST),
        Route("/tickets/{id:int}/customer", customers.of_ticket, methods=GET),
        Route("/tickets/{id:int}/customer", acts.edit_customer, methods=POST),
        Route("/tickets/{id:int}/group", acts.edit_facts, methods=POST),
        Route("/tickets/{id:int}/subject", acts.edit_facts, methods=POST),
        Route("/tickets/{id:int}/unmerge", acts.unmerge_ticket, methods=POST),
        Route("/tickets/{id:int}/delete", acts.delete_ticket, methods=POST),
        Route("/tickets/{id:int}/restore", acts.restore_ticket, methods=POST),
        Route("/tickets/{id:int}/erase", customers_data.erase_ticket, methods=POST),
    ]


def moving_routes() -> list[BaseRoute]:
    """What puts messages and tickets where they belong, and what a message was made of."""
    message = "/tickets/{id:int}/messages/{message_id:int}"
    return [
        Route("/tickets/{id:int}/others", moving.choices, methods=GET),
        Route("/tickets/{id:int}/merge", moving.show_merge, methods=GET),
        Route("/tickets/{id:int}/merge", acts.merge_ticket, methods=POST),
        Route(f"{message}/move", moving.show_move, methods=GET),
        Route(f"{message}/move", moving.move, methods=POST),
        Route(f"{message}/use-address", moving.use_address, methods=POST),
        Route(f"{message}/move/undo", moving.undo_move, methods=POST),
        Route(f"{message}/split", moving.show_split, methods=GET),
        Route(f"{message}/split", moving.split, methods=POST),
        Route(f"{message}/files.zip", sources.files, methods=GET),
        Route(f"{message}/source", sources.show, methods=GET),
        Route(f"{message}/source/raw", sources.raw, methods=GET),
    ]


def search_routes() -> list[BaseRoute]:
    """What the search offers, and searches that are kept."""
    return [
        Route("/search/suggestions", search.suggest, methods=GET),
        Route("/search/palette", search.palette, methods=GET),
        Route("/searches", saved.show, methods=GET),
        Route("/searches", saved.create, methods=POST),
        Route("/searches/counts", saved.counts, methods=GET),
        Route("/searches/order", saved.reorder, methods=POST),
        Route("/searches/{id:int}/rename", saved.rename, methods=POST),
        Route("/searches/{id:int}/delete", saved.delete, methods=POST),
    ]


def own_routes() -> list[BaseRoute]:
    """What is the operator's own."""
    return [
        Route("/me", own_profile.show, methods=GET),
        Route("/me", own_profile.change, methods=POST),
        Route("/me/preferences", own_profile.change_preferences, methods=POST),
        Route("/me/away", own_profile.change_away, methods=POST),
        Route("/me/push", own_push.keep, methods=POST),
        Route("/me/push/renew", own_push.renew, methods=POST),
        Route("/me/push/off", own_push.forget, methods=POST),
        Route("/me/password", own_password.show, methods=GET),
        Route("/me/password", own_password.change, methods=POST),
        Route("/me/second-factor", second_factor.show, methods=GET),
        Route("/me/second-factor", second_factor.begin, methods=POST),
        Route("/me/second-factor/confirm", second_factor.confirm, methods=POST),
        Route("/me/second-factor/recovery-codes", second_factor.renew, methods=POST),
        Route("/me/second-factor/remove", second_factor.remove, methods=POST),
        Route("/me/sessions", own_sessions.show, methods=GET),
        Route("/me/sessions/end", own_sessions.end_others, methods=POST),
        Route("/me/sessions/{session}/end", own_sessions.end_one, methods=POST),
    ]


def customer_routes() -> list[BaseRoute]:
    """Customers over all their tickets."""
    return [
        Route("/customers", customers.index, methods=GET),
        Route("/customers/{id:int}", customers.show, methods=GET),
        Route("/customers/{id:int}", customers.change, methods=POST),
        Route("/customers/{id:int}/clear-brake", customers.clear, methods=POST),
        Route("/customers/{id:int}/merge", customers_merging.show, methods=GET),
        Route("/customers/{id:int}/merge", customers_merging.merge, methods=POST),
        Route("/customers/{id:int}/separate", customers_merging.separate, methods=POST),
        Route("/customers/{id:int}/archive", customers_data.archive, methods=POST),
        Route("/customers/{id:int}/erase", customers_data.show, methods=GET),
        Route("/customers/{id:int}/erase", customers_data.erase, methods=POST),
        Route("/deleted", customers_data.deleted, methods=GET),
    ]


def statistics_routes() -> list[BaseRoute]:
    """Figures, and the lists behind them: an operator's own, an administrator's of everybody."""
    return [
        Route("/statistics", statistics.overview, methods=GET),
        Route("/statistics/tickets", statistics.tickets, methods=GET),
        Route("/statistics/operators", statistics.operators, methods=GET),
        Route("/statistics/download", statistics.download_one, methods=GET),
        Route("/statistics/list", statistics_lists.show, methods=GET),
        Route("/statistics/list/download", statistics_lists.download_list, methods=GET),
    ]
