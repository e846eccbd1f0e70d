"""Setting a password: an administrator's act, one's own, or by a link from a mail. Other sessions end with it."""

from sqlalchemy import delete, select, update

from app.actions.change import Held, act, action, by
from app.actions.leaving import end_sessions
from app.actions.password_links import forget_links
from app.desk import Desk
from app.errors import BadFields, NotFound
from app.event import SYSTEM, Actor
from app.languages import _
from app.operator import Operator
from app.password_rules import check_new_password, desk_words
from app.queries.password_links import PasswordLink, password_link
from app.queries.people import operator_by_id
from sql.tables import operators, password_links


class LinkOver(NotFound):
    """The link sets no password (any more). Whether it ever did, nobody is told."""

    def __init__(self) -> None:
        super().__init__(_("This link was used already, or its time is over."))


@action
async def set_password(desk: Desk, operator_id: int, password: str, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Set a new password and end every session of the person. Raises BadFields(password), NotFound."""
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    stored = await _stored(desk, operator, password)
    async with act(desk, now_ms) as held:
        await _set_within(held, operator, stored, actor)


@action
async def change_own_password(
    desk: Desk, operator: Operator, current: str, password: str, now_ms: int, session: str = ""
) -> None:
    """Set one's own password; all sessions but this one (the digest of its token) end.

    Raises BadFields(current) unless the present password is given, BadFields(password).
    """
    not_theirs = BadFields({"current": _("This is not your password as it is now.")})
    before = await desk.db.fetch_val(select(operators.c.password).where(operators.c.id == operator.id))
    if not await desk.passwords.matches(current, before):
        raise not_theirs
    stored = await _stored(desk, operator, password)
    async with act(desk, now_ms) as held:
        same = (operators.c.id == operator.id) & (operators.c.password == before)
        if not await held.db.rowcount(update(operators).where(same).values(password=before)):
            raise not_theirs  # it was set anew while this one was being checked, which takes a fifth of a second
        await _set_within(held, operator, stored, by(operator), but_session=session)


@action
async def set_password_by_link(desk: Desk, token: str, password: str, now_ms: int) -> Operator:
    """Use up the link and set its person's password, which ends their sessions; return who it is.

    Raises LinkOver, BadFields(password), after which the link still opens.
    """
    link = await password_link(desk, token, now_ms)
    if link is None:
        raise LinkOver
    stored = await _stored(desk, link.operator, password)
    async with act(desk, now_ms) as held:
        await _use_up(held, link)
        person = Actor("operator", link.operator.name, link.operator.id)
        await _set_within(held, link.operator, stored, person)
    return link.operator


async def _use_up(held: Held, link: PasswordLink) -> None:
    """Of two who use it at once, one does."""
    same = (password_links.c.token_sha256 == link.token_sha256) & (password_links.c.expires_ms > held.now_ms)
    if not await held.db.rowcount(delete(password_links).where(same)):
        raise LinkOver


async def _stored(desk: Desk, operator: Operator, password: str) -> str:
    """The stored form of a password that may be theirs; slow, so before anything waits for the database."""
    check_new_password(password, (operator.email, operator.name, *desk_words(desk.settings)))
    return await desk.passwords.store(password)


async def _set_within(held: Held, operator: Operator, stored: str, actor: Actor, but_session: str = "") -> None:
    await held.db.execute(update(operators).where(operators.c.id == operator.id).values(password=stored))
    await forget_links(held, operator.id)
    held.record("person.changed", actor, person=operator.id, changes={"password": [None, None]})
    await end_sessions(held, operator, actor, "password_changed", but_session=but_session)
