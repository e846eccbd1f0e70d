"""The changes: where, what stands there, what is put instead. Each changes what somebody at the desk would see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one place. `asks`: tests whose name has these words are asked first."""

    path: str
    was: str
    becomes: str
    asks: str = ""


PERMISSIONS = "app/nouns/permissions.py"
ACTIONS = "app/actions"
HTML = "app/html_safety"
MATCHING = "mail/judging/thread_matching.py"
SCREENING = "mail/judging/screening.py"
INTAKE = "mail/intake"
MIDDLEWARE = "web/middleware"

CHANGES = [
    # Who may do what.
    Change(PERMISSIONS, "(ticket.is_deleted and not operator.is_administrator)", "ticket.is_deleted"),
    Change(PERMISSIONS, "return operator.is_active and operator.may_see", "return operator.may_see"),
    Change(PERMISSIONS, "Act.EDIT, Act.DROP}", "Act.EDIT}", "bin"),
    Change(PERMISSIONS, "{Act.SPAM, Act.DELETE, Act.EDIT, Act.DROP}", "{Act.SPAM, Act.EDIT, Act.DROP}", "bin"),
    Change(PERMISSIONS, "(act is not Act.ANSWER or taking)", "True"),
    Change(PERMISSIONS, "if act is Act.DROP and ticket.operator_id is None:", "if False:"),
    Change(PERMISSIONS, "not (operator.is_administrator or approved)", "not operator.is_administrator"),
    Change(PERMISSIONS, "or has_answered or not", "or not"),
    Change(PERMISSIONS, "if ticket.is_deleted and act is not Act.READ:", "if False:"),
    # Taking, giving, asking.
    Change(f"{ACTIONS}/ticket/taking.py", "        updated_ms=before.updated_ms,\n", "", "list"),
    Change(
        f"{ACTIONS}/ticket/taking.py",
        "await tell_person(tx, MailKind.TAKEN_AWAY, before.operator_id)\n\n\n@action\nasync def drop",
        "pass\n\n\n@action\nasync def drop",
        "offline",
    ),
    Change(f"{ACTIONS}/ticket/taking.py", "or person.deactivated_ms is not None", ""),
    Change(f"{ACTIONS}/ticket/taking.py", "not person.members_only or person.own is not None", "True"),
    Change(
        f"{ACTIONS}/ticket/assigning.py", "asker is None or not may_see(asker, tx.ticket)", "asker is None", "asker"
    ),
    Change(
        f"{ACTIONS}/ticket/assigning.py",
        '(asked["holder"] or {}).get("id") != tx.ticket.operator_id',
        "False",
        "earlier",
    ),
    Change(
        f"{ACTIONS}/ticket/assigning.py",
        "permit(operator, Act.ASSIGN, tx.ticket)\n        asker",
        "asker",
        "answers_an_ask",
    ),
    Change(f"{ACTIONS}/ticket/assigning.py", "if to.id != operator.id:", "if False:", "offline"),
    Change(
        f"{ACTIONS}/ticket/assigning.py", "if before.operator_id not in {None, operator.id}:", "if False:", "offline"
    ),
    Change(f"{ACTIONS}/ticket/assigning.py", "if not may_see(to, tx.ticket):", "if False:", "assigning"),
    # Answers.
    Change(
        f"{ACTIONS}/message/answering.py",
        "except (AlreadyStored, LockHeld, NotHeld, NewerMessages):",
        "except (AlreadyStored, LockHeld, NewerMessages):",
        "dropped",
    ),
    Change(
        f"{ACTIONS}/message/answering.py",
        "except (AlreadyStored, LockHeld, NotHeld, NewerMessages):",
        "except (LockHeld, NotHeld, NewerMessages):",
        "another_answer",
    ),
    Change(
        f"{ACTIONS}/message/answering.py",
        "tx.ticket.first_answer_ms or undo.left_ms",
        "undo.left_ms or tx.ticket.first_answer_ms",
        "later_answer",
    ),
    Change(
        f"{ACTIONS}/message/answering.py",
        "status=status.value, snoozed_until_ms=None, first",
        "status=status.value, first",
        "snooze",
    ),
    Change(
        f"{ACTIONS}/message/answering.py", "tx.ticket.customer_event_id <= seen", "tx.ticket.customer_event_id < seen"
    ),
    Change(f"{ACTIONS}/message/answering.py", "    check_filled(html)\n    if form.status", "    if form.status"),
    Change(
        f"{ACTIONS}/message/answering.py", "digest(html=html, **self.as_draft())", "digest(html=html)", "another_answer"
    ),
    Change(f"{ACTIONS}/message/recalling.py", "if message.operator_id != operator.id:", "if False:"),
    Change(f"{ACTIONS}/message/recalling.py", "**key_columns(None)}", "}", "recalled_answer_frees"),
    Change(f"{ACTIONS}/message/recalling.py", "        await index_again(tx, known)", "        pass", "recalled"),
    Change(
        f"{ACTIONS}/message/releasing.py",
        "& messages.c.released_ms.is_(None) & messages.c.recalled_ms.is_(None)\n",
        "& messages.c.released_ms.is_(None)\n",
        "between",
    ),
    Change(f"{ACTIONS}/message/releasing.py", "and tx.ticket.first_answer_ms is None:", ":", "later_answer"),
    Change(f"{ACTIONS}/message/noting.py", "shared=False,", "shared=True,"),
    # Keys of requests.
    Change(
        f"{ACTIONS}/message/rows.py", "if stored.content is not None and not _says", "if False and not _says", "refused"
    ),
    Change(
        f"{ACTIONS}/message/writing.py",
        "message.request_key.stored(message.kind.value, ticket_id, content",
        "message.request_key.stored(message.kind.value, content",
        "page",
    ),
    Change(
        f"{ACTIONS}/message/opening.py",
        'if new.request_key.source in {"web", "form"} else []',
        "if False else []",
        "public_form",
    ),
    # Where a ticket is.
    Change(
        f"{ACTIONS}/ticket/merging.py",
        "(tx.ticket.status_before_duplicate or before) if before is Status.DUPLICATE else before",
        "before",
        "merged_again",
    ),
    Change(
        f"{ACTIONS}/ticket/statusing.py",
        "if status is before and tx.ticket.snoozed_until_ms is None:",
        "if status is before:",
        "snoozed",
    ),
    Change(f"{ACTIONS}/ticket/statusing.py", "until_ms is None or until_ms > now_ms", "until_ms is None", "longer"),
    Change(
        "app/queries/ticket/messages.py",
        "operator_id == operator_id, messages.c.recalled_ms.is_(None))",
        "operator_id == operator_id)",
        "nobody_close",
    ),
    Change(f"{ACTIONS}/ticket/reading.py", "readings.c.event_id < shown", "readings.c.event_id != shown", "reading"),
    # Mail out.
    Change(
        f"{ACTIONS}/mail/delivering.py",
        "    if not await tx.db.fetch_val(select(func.count())",
        "    if True or not await tx.db.fetch_val(select(func.count())",
        "red_mark",
    ),
    Change(
        f"{ACTIONS}/mail/delivering.py",
        "values(maybe_twice=True))",
        "values(maybe_twice=outbox.c.maybe_twice))",
        "lost",
    ),
    Change(f"{ACTIONS}/mail/delivering.py", "(OutboxState.SENT, *UNSENT)", "UNSENT", "bounce_marks"),
    Change(f"{ACTIONS}/mail/claiming.py", "outbox.c.due_ms <= bindparam", 'bindparam("now_ms") == bindparam'),
    Change(
        f"{ACTIONS}/mail/claiming.py",
        "outbox.c.claimed_until_ms < bindparam",
        'bindparam("now_ms") == bindparam',
        "senders or late",
    ),
    Change(
        "mail/outgoing/outbox.py",
        "if self.courier is None or self.watch.is_pausing(now):",
        "if self.courier is None:",
        "away",
    ),
    Change("mail/outgoing/outbox.py", "        if self.watch.is_away:\n            return 1\n", "", "away"),
    Change("app/queries/lists/views.py", "trouble).in_(UNDELIVERED)", "trouble).in_(UNDELIVERED[1:])", "arrive"),
    # Mail in: whose it is.
    Change(MATCHING, "and not is_nobodys(letter)\n\n\ndef _is_quiet", "\n\n\ndef _is_quiet"),
    Change(MATCHING, "known is not None and not known.is_deleted", "known is not None"),
    Change(MATCHING, "if facts.reference_is_nearer:", "if False:"),
    Change(MATCHING, 'facts.from_operator and not (is_customer and proof == "token")', "False"),
    Change(
        MATCHING,
        'facts.from_operator and not (is_customer and proof == "token")',
        "facts.from_operator and not is_customer",
    ),
    Change(MATCHING, 'if facts.dmarc == "fail":\n        return _internal', "if False:\n        return _internal"),
    Change(MATCHING, '(proof != "token" and facts.dmarc != "pass")', "False"),
    Change(MATCHING, 'if proof == "number" and not is_theirs:', "if False:"),
    Change(MATCHING, "reopens=not quiet and", "reopens=True and"),
    Change(
        "mail/judging/used_token.py",
        "for place, candidate in enumerate(letter.references):",
        "for place, candidate in enumerate(letter.references[:1]):",
    ),
    Change("app/queries/mail/message_ids.py", "inbound.c.from_email.in_(senders), ", "", "stranger"),
    Change(f"{INTAKE}/sender_facts.py", "is_operator is not None and is_operator.is_active", "False", "operator"),
    Change(f"{INTAKE}/sender_facts.py", "is_genuine and await is_called_spam", "await is_called_spam", "spammers"),
    Change(f"{INTAKE}/server_verdicts.py", "== rest and bool(organisation_of(rest))", "== rest"),
    Change(f"{INTAKE}/server_verdicts.py", '{"fail", "permerror"}', '{"fail"}'),
    Change(f"{INTAKE}/server_verdicts.py", 'in_dns(verdict.header_from) == from_domain(letter) != ""', "True"),
    Change(f"{INTAKE}/server_verdicts.py", "one.hops_above <= place", "True"),
    # Mail in: tried and kept.
    Change(f"{INTAKE}/processing.py", "if stored.mail.tries > TRIES:", "if False:", "took_the_process"),
    Change(
        f"{INTAKE}/processing.py",
        'await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)\n    except NoReader',
        'await failed_try(desk, inbound_id, tries, "", now_ms)\n    except NoReader',
        "disk",
    ),
    Change(
        f"{INTAKE}/polling.py",
        "            finally:  # what was fetched before the line broke need not be fetched again\n                await self._keep",
        "            finally:\n                pass\n            if True:\n                await self._keep",
        "line_broke",
    ),
    Change(f"{ACTIONS}/mail/attempts.py", "if tries >= of:", "if tries > of:", "three"),
    # What a machine wrote.
    Change(SCREENING, '"all", "autoreply", "oof",', '"all", "autoreply",', "suppress"),
    Change(SCREENING, 'letter.auto_submitted not in {"", "no"}\n        or letter.null', "letter.null"),
    Change(SCREENING, "or letter.null_return_path\n", ""),
    Change(SCREENING, "or bool(letter.loop_marks)\n", ""),
    Change(SCREENING, "or ROBOT_ADDRESS.match(letter.from_email.lower()) is not None\n", ""),
    # HTML.
    Change(
        f"{HTML}/cleaning.py",
        "clean_content_tags=rules.DROPPED_WITH_CONTENT,",
        "clean_content_tags={'script', 'style'},",
        "inside",
    ),
    Change(f"{HTML}/cleaning.py", "        return clean_style(value)", "        return value"),
    Change(f"{HTML}/cleaning.py", "> kind.max_bytes or not is_affordable(html)", "> kind.max_bytes"),
    Change(f"{HTML}/cleaning.py", "        return addresses.link_address(value)", "        return value"),
    Change(f"{HTML}/addresses.py", 'href = _DROPPED.sub("", href)', "href = href", "control"),
    Change(f"{HTML}/addresses.py", "match and match[2].startswith(_MAGIC[match[1]])", "match"),
    Change(f"{HTML}/cleaning.py", '    if name != "src":\n        return None\n', "", "second_address"),
    # Live.
    Change("realtime/rights.py", "if looked == self._looked:", "if True:", "looked_up"),
    Change("realtime/rights.py", "operator is None or window.session not in running", "operator is None"),
    Change(
        "realtime/rights.py",
        "await self._server.leave_room(window.sid, before.room, namespace=CONSOLE)",
        "pass",
        "colleague_stays",
    ),
    # What every request passes.
    Change(f"{MIDDLEWARE}/errors.py", "            if begun:", "            if False:", "breaks_off"),
    Change(f"{MIDDLEWARE}/hosts.py", "len(named) != 1 or named[0]", "not named or named[0]", "two_names"),
    Change(f"{MIDDLEWARE}/headers.py", "                if self.tls:", "                if False:", "https"),
    Change(f"{MIDDLEWARE}/headers.py", "                if self.tls:", "                if True:", "https"),
    Change(
        f"{MIDDLEWARE}/headers.py",
        '"no-referrer" if path.startswith(SECRET_ADDRESSES) else "same-origin"',
        '"same-origin"',
        "secret",
    ),
    Change(
        f"{MIDDLEWARE}/origin.py",
        'return site in {"same-origin", "none"}',
        'return site in {"same-origin", "same-site", "none"}',
    ),
    Change(f"{MIDDLEWARE}/origin.py", 'or headers.get("content-type", "").lower().startswith("text/plain")', ""),
    Change(f"{MIDDLEWARE}/client_ip.py", "while hops and is_trusted(client, trusted_proxies):", "while hops:"),
    Change(f"{MIDDLEWARE}/client_ip.py", "return address.ipv4_mapped", "return address"),
    Change(f"{MIDDLEWARE}/body_limit.py", "int(length[:MOST_DIGITS])", "int(length)", "length"),
]

# Noticed by nobody, because nobody can: each with its reason. (None today.)
EQUAL: dict[tuple[str, str], str] = {}
