"""Trials of mail servers: asked for by a page, tried by a process that runs the mail, away from every request.

A trial changes nothing of the desk, so it is no event. Its row is a lease: of several processes one tries.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, astuple

from sqlalchemy import delete, select

from app.actions.desk.leasing import note_on_lease, take_lease
from app.config.mail_trial import KEPT_MS, LASTS_MS, TrialPlan, TrialStep
from app.core.errors import TooMany
from app.credentials.sealing import seal
from app.desk import Desk
from app.queries.mail.trials import PREFIX, open_trials
from app.text.languages import _
from sql.tables import leases

AT_ONCE = 5


async def ask_for_trial(desk: Desk, plan: TrialPlan, now_ms: int) -> str:
    """Let it be tried soon; return its name, which nobody can guess. Raises TooMany."""
    await forget_trials(desk, now_ms)
    if len(await open_trials(desk, now_ms)) >= AT_ONCE:
        raise TooMany(_("Other tests are still running. Try again in a moment."), retry_after_s=10)
    trial_id = secrets.token_urlsafe(16)
    sealed = seal(desk.settings, PREFIX + trial_id, json.dumps(asdict(plan)))
    await note_on_lease(desk, PREFIX + trial_id, state="waiting", asked_ms=now_ms, plan=sealed)
    return trial_id


async def begin_trial(desk: Desk, trial_id: str, holder: str) -> bool:
    """Whether this process is the one that tries it."""
    if not await take_lease(desk, PREFIX + trial_id, holder, LASTS_MS):
        return False
    await note_on_lease(desk, PREFIX + trial_id, state="running")
    return True


async def note_trial(desk: Desk, trial_id: str, steps: Sequence[TrialStep], state: str) -> None:
    """What came of it so far. Once it is over the passwords in its plan are forgotten."""
    over = {} if state == "running" else {"plan": ""}
    await note_on_lease(desk, PREFIX + trial_id, state=state, steps=[astuple(one) for one in steps], **over)


async def forget_trials(desk: Desk, now_ms: int) -> None:
    """Those that are over for an hour, and those that nobody has begun."""
    rows = await desk.db.fetch_all(select(leases.c.name, leases.c.details).where(leases.c.name.startswith(PREFIX)))
    old = [row.name for row in rows if now_ms - json.loads(row.details).get("asked_ms", 0) > KEPT_MS]
    if old:
        await desk.db.execute(delete(leases).where(leases.c.name.in_(old)))
