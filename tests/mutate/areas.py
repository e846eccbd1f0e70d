"""Which tests are asked about a change in which part of the house, on SQLite: the nearest, so that one run is short."""

ACTIONS = "tests/app/actions"
INTAKE = "tests/mail/intake"

AREAS: dict[str, tuple[str, ...]] = {
    "app/nouns/permissions.py": ("tests/app/nouns/test_permissions.py", f"{ACTIONS}/ticket/test_locks.py"),
    "app/actions/ticket/assigning.py": (f"{ACTIONS}/ticket/test_locks.py",),
    "app/actions/ticket/taking.py": (f"{ACTIONS}/ticket/test_locks.py", f"{ACTIONS}/group/test_closing_races.py"),
    "app/actions/message/answering.py": (f"{ACTIONS}/message/test_answering.py", f"{ACTIONS}/test_request_keys.py"),
    "app/actions/message/recalling.py": (f"{ACTIONS}/message/test_answering.py", "tests/app/search/test_searching.py"),
    "app/actions/message/releasing.py": (f"{ACTIONS}/message/test_answering.py",),
    "app/actions/message/rows.py": (f"{ACTIONS}/test_request_keys.py", f"{ACTIONS}/message/test_writing.py"),
    "app/actions/ticket/merging.py": (f"{ACTIONS}/message/test_writing.py",),
    "app/actions/ticket/statusing.py": (f"{ACTIONS}/message/test_writing.py", f"{ACTIONS}/ticket/test_snoozing.py"),
    "app/actions/message/writing.py": (f"{ACTIONS}/message/test_writing.py", f"{ACTIONS}/test_request_keys.py"),
    "app/actions/message/opening.py": (f"{ACTIONS}/message/test_writing.py", f"{ACTIONS}/test_request_keys.py"),
    "app/actions/message/noting.py": (f"{ACTIONS}/test_request_keys.py", f"{ACTIONS}/message/test_answering.py"),
    "app/actions/mail/delivering.py": ("tests/mail/outgoing/test_outbox.py", f"{INTAKE}/test_placing.py"),
    "app/actions/mail/claiming.py": ("tests/mail/outgoing/test_outbox.py",),
    "app/actions/mail/attempts.py": (f"{INTAKE}/test_placing.py",),
    "app/actions/ticket/reading.py": ("tests/app/queries/test_events_and_lists.py",),
    "app/queries/ticket/messages.py": (f"{ACTIONS}/message/test_answering.py",),
    "app/queries/lists/views.py": ("tests/app/queries/test_events_and_lists.py",),
    "mail/judging/thread_matching.py": (
        "tests/mail/judging/test_thread_matching.py",
        f"{INTAKE}/test_who_may_speak.py",
    ),
    "mail/judging/used_token.py": (
        "tests/mail/judging/test_used_token.py",
        "tests/mail/judging/test_thread_matching.py",
    ),
    "mail/judging/screening.py": ("tests/mail/reading/test_pieces.py", "tests/mail/reader/test_letters.py"),
    "app/queries/mail/message_ids.py": (f"{INTAKE}/test_placing.py", f"{INTAKE}/test_who_may_speak.py"),
    "mail/intake/sender_facts.py": (f"{INTAKE}/test_placing.py", f"{INTAKE}/test_who_may_speak.py"),
    "mail/intake/server_verdicts.py": (f"{INTAKE}/test_server_verdicts.py",),
    "mail/intake/processing.py": (f"{INTAKE}/test_placing.py",),
    "mail/intake/polling.py": (f"{INTAKE}/test_fetching.py",),
    "mail/outgoing/outbox.py": ("tests/mail/outgoing/test_outbox.py",),
    "app/html_safety": ("tests/app/html_safety",),
    "realtime/rights.py": ("tests/realtime/test_live_rights.py",),
    "web/middleware/errors.py": ("tests/web/pages/test_errors.py",),
    "web/middleware/hosts.py": ("tests/web/middleware/test_known_hosts.py",),
    "web/middleware/headers.py": (
        "tests/web/middleware/test_security_headers.py",
        "tests/web/requests/test_hostile_requests.py",
    ),
    "web/middleware/origin.py": ("tests/web/middleware/test_request_origin.py",),
    "web/middleware/client_ip.py": ("tests/web/middleware/test_client_ip.py",),
    "web/middleware/body_limit.py": (
        "tests/web/requests/test_limits.py",
        "tests/web/requests/test_hostile_requests.py",
    ),
    "web/middleware/session.py": ("tests/web/sign_in/test_sign_in.py",),
}


def tests_for(path: str) -> tuple[str, ...]:
    """The tests of the file, or of the folder that it is in. Raises KeyError for a part that is not named here."""
    return AREAS[path] if path in AREAS else AREAS[path.rpartition("/")[0]]
