"""The console's addresses. What asks for a number in the address comes after what has a word there."""

from starlette.routing import BaseRoute, Route

from web.console import (
    acts,
    answers,
    bulk,
    desk_settings,
    events,
    lists,
    log,
    mail_lists,
    mail_pages,
    mailbox,
    moving,
    new_ticket,
    oneself,
    own_password,
    people,
    printing,
    saved,
    search,
    simulating,
    sources,
    templates,
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
        *template_routes(),
        *search_routes(),
        *mail_routes(),
        *own_routes(),
        *people_routes(),
        Route("/uploads", uploads.create, methods=POST),
        Route("/events", events.show, methods=GET),
        Route("/log", log.show, methods=GET),
        Route("/settings", desk_settings.show, methods=GET),
        Route("/settings", desk_settings.change, methods=POST),
    ]


def list_routes() -> list[BaseRoute]:
    """The lists, and what is done with many tickets or makes a new one."""
    return [
        Route("/", lists.home, methods=GET),
        Route("/tickets", lists.show, methods=GET),
        Route("/tickets", new_ticket.create, methods=POST),
        Route("/tickets/new", new_ticket.show, methods=GET),
        Route("/tickets/counts", lists.counts, methods=GET),
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
        Route("/tickets/{id:int}/draft", answers.draft, methods=POST),
        Route("/tickets/{id:int}/read", answers.read, methods=POST),
        Route("/tickets/{id:int}/third-party", third_party.show, methods=GET),
        Route("/tickets/{id:int}/third-party", third_party.write, methods=POST),
        Route("/tickets/{id:int}/messages/{message_id:int}/share", third_party.share, methods=POST),
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
        Route("/tickets/{id:int}/ask/take-back", acts.ask_no_more, methods=POST),
        Route("/tickets/{id:int}/ask/answer", acts.answer_the_ask, methods=POST),
        Route("/tickets/{id:int}/status", acts.change_status, methods=POST),
        Route("/tickets/{id:int}/snooze", acts.snooze_ticket, methods=POST),
        Route("/tickets/{id:int}/spam", acts.change_spam, methods=POST),
        Route("/tickets/{id:int}/customer", acts.edit_customer, methods=POST),
        Route("/tickets/{id:int}/group", acts.edit_facts, methods=POST),
        Route("/tickets/{id:int}/subject", acts.edit_facts, methods=POST),
        Route("/tickets/{id:int}/unmerge", acts.part_again, methods=POST),
        Route("/tickets/{id:int}/delete", acts.delete_ticket, methods=POST),
        Route("/tickets/{id:int}/restore", acts.restore_ticket, methods=POST),
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
        Route(f"{message}/move/undo", moving.take_back, methods=POST),
        Route(f"{message}/split", moving.show_split, methods=GET),
        Route(f"{message}/split", moving.split, methods=POST),
        Route(f"{message}/files.zip", sources.files, methods=GET),
        Route(f"{message}/source", sources.show, methods=GET),
        Route(f"{message}/source/raw", sources.raw, methods=GET),
    ]


def template_routes() -> list[BaseRoute]:
    """The texts that operators keep."""
    return [
        Route("/templates", templates.index, methods=GET),
        Route("/templates", templates.create, methods=POST),
        Route("/templates/preview", templates.preview, methods=POST),
        Route("/templates/{id:int}", templates.change, methods=POST),
        Route("/templates/{id:int}/delete", templates.delete, methods=POST),
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
        Route("/me", oneself.show, methods=GET),
        Route("/me", oneself.change, methods=POST),
        Route("/me/preferences", oneself.prefer, methods=POST),
        Route("/me/away", oneself.away, methods=POST),
        Route("/me/password", own_password.show, methods=GET),
        Route("/me/password", own_password.change, methods=POST),
    ]


def people_routes() -> list[BaseRoute]:
    """The administrator's page of everybody at the desk."""
    return [
        Route("/people", people.show, methods=GET),
        Route("/people", people.create, methods=POST),
        Route("/people/new", people.new, methods=GET),
        Route("/people/{id:int}/invite", people.invite_again, methods=POST),
        Route("/people/{id:int}/deactivate", people.ask_deactivate, methods=GET),
        Route("/people/{id:int}/deactivate", people.let_go, methods=POST),
        Route("/people/{id:int}/activate", people.let_in, methods=POST),
    ]


def mail_routes() -> list[BaseRoute]:
    """How the mail fares, the administrator's mail pages, and on a demo desk a customer's mail."""
    return [
        Route("/mail/health", mailbox.health, methods=GET),
        Route("/mail/check", mailbox.check, methods=POST),
        Route("/mail/in", mail_lists.came, methods=GET),
        Route("/mail/in/{id:int}", mail_pages.one_that_came, methods=GET),
        Route("/mail/in/{id:int}/raw", mail_pages.raw_that_came, methods=GET),
        Route("/mail/in/{id:int}/frame", mail_pages.frame_that_came, methods=GET),
        Route("/mail/in/{id:int}/again", mail_pages.again_in, methods=POST),
        Route("/mail/in/{id:int}/dismiss", mail_pages.dismiss_in, methods=POST),
        Route("/mail/out", mail_lists.left, methods=GET),
        Route("/mail/out/{id:int}", mail_pages.one_that_left, methods=GET),
        Route("/mail/out/{id:int}/raw", mail_pages.raw_that_left, methods=GET),
        Route("/mail/out/{id:int}/frame", mail_pages.frame_that_left, methods=GET),
        Route("/mail/out/{id:int}/again", mail_pages.again_out, methods=POST),
        Route("/mail/out/{id:int}/dismiss", mail_pages.dismiss_out, methods=POST),
        Route("/mail/simulate", simulating.show, methods=GET),
        Route("/mail/simulate", simulating.send, methods=POST),
    ]
