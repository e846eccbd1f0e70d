"""Setting a password: an administrator's act, one's own, or by a link from a mail. Other sessions end with it."""

from sqlalchemy import delete, select, update

from app.actions.change import Change, act, action, by
from app.actions.people.deactivating import end_sessions
from app.actions.people.password_links import forget_links
from app.core.errors import BadFields, NotFound
from app.credentials.password_rules import check_new_password, desk_words
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Operator
from app.queries.people.password_links import PasswordLink, password_link
from app.queries.people.people import operator_by_id
from app.text.languages import _
from sql.tables import operators, password_links


class LinkOver(NotFound):
    """The link is not valid, or no longer. Whether it ever was is not disclosed."""

    def __init__(self) -> None:
        super().__init__(_("This link has expired or has already been used."))


@action
async def set_password(desk: Desk, operator_id: int, password: str, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Set a new password and end every session of the person. Raises BadFields(password), NotFound."""
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    stored = await _stored(desk, operator, password)
    async with act(desk, now_ms) as tx:
        await _set_within(tx, operator, stored, actor)


async def is_password_of(desk: Desk, operator: Operator, password: str) -> bool:
    """Whether this is the operator's password as it is now; it takes a fifth of a second."""
    stored = await desk.db.fetch_val(select(operators.c.password).where(operators.c.id == operator.id))
    return await desk.passwords.matches(password, stored)


@action
async def change_own_password(
    desk: Desk, operator: Operator, current: str, password: str, now_ms: int, session: str = ""
) -> None:
    """Set one's own password; all sessions but this one (the digest of its token) end.

    Raises BadFields(current) unless the present password is given, BadFields(password).
    """
    not_theirs = BadFields({"current": _("This is not your current password.")})
    before = await desk.db.fetch_val(select(operators.c.password).where(operators.c.id == operator.id))
    if not await desk.passwords.matches(current, before):
        raise not_theirs
    stored = await _stored(desk, operator, password)
    async with act(desk, now_ms) as tx:
        same = (operators.c.id == operator.id) & (operators.c.password == before)
        if not await tx.db.rowcount(update(operators).where(same).values(password=before)):
            raise not_theirs  # it was set anew while this one was being checked, which takes a fifth of a second
        await _set_within(tx, operator, stored, by(operator), but_session=session)


@action
async def set_password_by_link(desk: Desk, token: str, password: str, now_ms: int) -> Operator:
    """Use up the link and set its person's password, which ends their sessions; return who it is.

    Raises LinkOver, BadFields(password), after which the link still opens.
    """
    link = await password_link(desk, token, now_ms)
    if link is None:
        raise LinkOver
    stored = await _stored(desk, link.operator, password)
    async with act(desk, now_ms) as tx:
        await _use_up(tx, link)
        person = Actor("operator", link.operator.name, link.operator.id)
        await _set_within(tx, link.operator, stored, person)
    return link.operator


async def _use_up(tx: Change, link: PasswordLink) -> None:
    """Of two who use it at once, one does."""
    same = (password_links.c.token_sha256 == link.token_sha256) & (password_links.c.expires_ms > tx.now_ms)
    if not await tx.db.rowcount(delete(password_links).where(same)):
        raise LinkOver


async def _stored(desk: Desk, operator: Operator, password: str) -> str:
    """The stored form of a password that may be theirs; slow, so before anything waits for the database."""
    check_new_password(password, (operator.email, operator.name, *desk_words(desk.settings)))
    return await desk.passwords.store(password)


async def _set_within(tx: Change, operator: Operator, stored: str, actor: Actor, but_session: str = "") -> None:
    await tx.db.execute(update(operators).where(operators.c.id == operator.id).values(password=stored))
    await forget_links(tx, operator.id)
    tx.record("person.changed", actor, person=operator.id, changes={"password": [None, None]})
    await end_sessions(tx, operator, actor, "password_changed", but_session=but_session)
