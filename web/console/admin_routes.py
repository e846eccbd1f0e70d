"""The addresses of the pages that are for administrators."""

from starlette.routing import BaseRoute, Route

from web.console.desk import api_keys, forms, log, log_day, templates
from web.console.frame import mail_state
from web.console.groups import groups, hours
from web.console.languages import acts as text_acts
from web.console.languages import files as text_files
from web.console.languages import pages as languages
from web.console.mail import lists as mail_lists
from web.console.mail import mailboxes, servers, simulating
from web.console.mail import pages as mail_pages
from web.console.people import importing, people, person
from web.console.settings import pages as desk_settings
from web.console.wall import page as wall

GET, POST = ["GET"], ["POST"]


def admin_routes() -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    return [
        *template_routes(),
        *language_routes(),
        *mail_routes(),
        *people_routes(),
        *group_routes(),
        *log_routes(),
        *settings_routes(),
        *mail_server_routes(),
    ]


def template_routes() -> list[BaseRoute]:
    """The texts that operators keep."""
    return [
        Route("/templates", templates.index, methods=GET),
        Route("/templates", templates.create, methods=POST),
        Route("/templates/preview", templates.preview, methods=POST),
        Route("/templates/{id:int}", templates.change, methods=POST),
        Route("/templates/{id:int}/delete", templates.delete, methods=POST),
        Route("/templates/{id:int}/restore", templates.restore, methods=POST),
        Route("/templates/{id:int}/move", templates.move, methods=POST),
    ]


def language_routes() -> list[BaseRoute]:
    """The desk's languages and texts, for administrators."""
    one = "/languages/{code}"
    text = f"{one}/texts/{{text}}"
    return [
        Route("/languages", languages.index, methods=GET),
        Route("/languages", languages.add, methods=POST),
        Route("/languages/undo", text_acts.undo, methods=POST),
        Route(one, languages.show, methods=GET),
        Route(f"{one}/page", languages.of_page, methods=GET),
        Route(f"{one}/remove", languages.remove, methods=POST),
        Route(f"{one}/deskbell.po", text_files.export, methods=GET),
        Route(f"{one}/import", text_files.bring, methods=POST),
        Route(text, text_acts.change, methods=POST),
        Route(f"{text}/back", text_acts.put_back, methods=POST),
        Route(f"{text}/take-over", text_acts.take_over, methods=POST),
    ]


def log_routes() -> list[BaseRoute]:
    """What happened at the desk, and what happens there now, for administrators."""
    return [
        Route("/log", log.show, methods=GET),
        Route("/log.csv", log.show_csv, methods=GET),
        Route("/log/day", log_day.show, methods=GET),
        Route("/live", wall.show, methods=GET),
    ]


def group_routes() -> list[BaseRoute]:
    """Groups and their opening hours, for administrators."""
    return [
        Route("/groups", groups.show, methods=GET),
        Route("/groups", groups.create, methods=POST),
        Route("/groups/{id:int}", groups.change, methods=POST),
        Route("/groups/{id:int}/move", groups.move, methods=POST),
        Route("/groups/{id:int}/remove", groups.remove, methods=POST),
        Route("/groups/{id:int}/hours", hours.show, methods=GET),
        Route("/groups/{id:int}/hours", hours.change, methods=POST),
        Route("/groups/{id:int}/hours/try", hours.try_out, methods=POST),
        Route("/groups/{id:int}/hours/holidays", hours.add_holidays, methods=POST),
    ]


def people_routes() -> list[BaseRoute]:
    """The administrator's page of the people at the desk."""
    return [
        Route("/people", people.show, methods=GET),
        Route("/people", people.create, methods=POST),
        Route("/people/new", people.new, methods=GET),
        Route("/people/import", importing.show, methods=GET),
        Route("/people/import", importing.bring, methods=POST),
        Route("/people/{id:int}", person.show, methods=GET),
        Route("/people/{id:int}", person.change, methods=POST),
        Route("/people/{id:int}/hand-over", person.hand_over, methods=POST),
        Route("/people/{id:int}/sessions/end", person.end_all, methods=POST),
        Route("/people/{id:int}/sessions/{session}/end", person.end_one, methods=POST),
        Route("/people/{id:int}/second-factor/reset", person.reset_second_factor, methods=POST),
        Route("/people/{id:int}/invite", people.invite_again, methods=POST),
        Route("/people/{id:int}/delete", people.ask, methods=GET),
        Route("/people/{id:int}/delete", people.delete, methods=POST),
        Route("/people/{id:int}/deactivate", people.ask, methods=GET),
        Route("/people/{id:int}/deactivate", people.deactivate_person, methods=POST),
        Route("/people/{id:int}/activate", people.activate_person, methods=POST),
    ]


def mail_routes() -> list[BaseRoute]:
    """How the mail fares, the administrator's mail pages, and on a demo desk a customer's mail."""
    return [
        Route("/mail/health", mail_state.health, methods=GET),
        Route("/mail/check", mail_state.check, methods=POST),
        Route("/mail/in", mail_lists.inbound, methods=GET),
        Route("/mail/in/{id:int}", mail_pages.show_inbound, methods=GET),
        Route("/mail/in/{id:int}/raw", mail_pages.raw_inbound, methods=GET),
        Route("/mail/in/{id:int}/frame", mail_pages.inbound_frame, methods=GET),
        Route("/mail/in/{id:int}/again", mail_pages.retry_inbound, methods=POST),
        Route("/mail/in/{id:int}/dismiss", mail_pages.dismiss_inbound_mail, methods=POST),
        Route("/mail/out", mail_lists.outbound, methods=GET),
        Route("/mail/out/{id:int}", mail_pages.show_outbound, methods=GET),
        Route("/mail/out/{id:int}/raw", mail_pages.raw_outbound, methods=GET),
        Route("/mail/out/{id:int}/frame", mail_pages.outbound_frame, methods=GET),
        Route("/mail/out/{id:int}/again", mail_pages.retry_outbound, methods=POST),
        Route("/mail/out/{id:int}/dismiss", mail_pages.dismiss_outbound_mail, methods=POST),
        Route("/mail/simulate", simulating.show, methods=GET),
        Route("/mail/simulate", simulating.send, methods=POST),
    ]


def mail_server_routes() -> list[BaseRoute]:
    """The administrator's page of mail servers."""
    mailbox = "/settings/mail/mailboxes/{id:int}"
    return [
        Route("/settings/mail", servers.show, methods=GET),
        Route("/settings/mail/outgoing", servers.change, methods=POST),
        Route("/settings/mail/outgoing/remove", servers.remove, methods=POST),
        Route("/settings/mail/outgoing/try", servers.try_outgoing, methods=POST),
        Route("/settings/mail/trials/{trial}", servers.show_trial, methods=GET),
        Route("/settings/mail/mailboxes", mailboxes.create, methods=POST),
        Route(mailbox, mailboxes.change, methods=POST),
        Route(f"{mailbox}/enable", mailboxes.enable, methods=POST),
        Route(f"{mailbox}/remove", mailboxes.remove, methods=POST),
        Route(f"{mailbox}/try", servers.try_mailbox, methods=POST),
    ]


def settings_routes() -> list[BaseRoute]:
    """The desk's settings, keys for programs, forms for other sites."""
    return [
        Route("/api-keys", api_keys.show, methods=GET),
        Route("/api-keys", api_keys.create, methods=POST),
        Route("/api-keys/{id:int}/revoke", api_keys.revoke, methods=POST),
        Route("/forms", forms.show, methods=GET),
        Route("/forms", forms.create, methods=POST),
        Route("/forms/{id:int}", forms.show_one, methods=GET),
        Route("/forms/{id:int}", forms.change, methods=POST),
        Route("/forms/{id:int}/revoke", forms.revoke, methods=POST),
        Route("/settings", desk_settings.show, methods=GET),
        Route("/settings", desk_settings.change, methods=POST),
        Route("/settings/undo", desk_settings.undo, methods=POST),
    ]
