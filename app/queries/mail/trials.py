"""Trials of mail servers: those that wait to be begun, and what came of one."""

import json
from dataclasses import replace

from sqlalchemy import select

from app.config.mail_trial import LASTS_MS, UNHEARD_MS, Trial, TrialPlan, TrialStep
from app.core.errors import NotFound
from app.credentials.sealing import Unreadable, unseal
from app.desk import Desk
from app.nouns.reasons import reason
from app.queries.desk.leases import lease_details
from sql.tables import inbound, leases

PREFIX = "trial:"  # of the lease under which one process tries


async def trial_by_id(desk: Desk, trial_id: str, now_ms: int) -> Trial:
    """The trial; one that nobody has begun in time, or that was not ended, has failed. Raises NotFound."""
    details = await lease_details(desk, PREFIX + trial_id)
    if not details:
        raise NotFound
    trial = Trial.from_details(trial_id, details)
    if trial.state == "waiting" and now_ms - trial.asked_ms > UNHEARD_MS:
        return replace(trial, state="fault", steps=(TrialStep("server", "fault", reason("trial_unheard")),))
    if trial.state == "running" and now_ms - trial.asked_ms > LASTS_MS:
        return replace(trial, state="fault", steps=(*trial.steps, TrialStep("", "fault", reason("trial_broken_off"))))
    return trial


async def open_trials(desk: Desk, now_ms: int) -> list[Trial]:
    """Those that wait to be begun, or are under way, oldest first."""
    rows = await desk.db.fetch_all(select(leases.c.name, leases.c.details).where(leases.c.name.startswith(PREFIX)))
    found = [Trial.from_details(row.name.removeprefix(PREFIX), json.loads(row.details)) for row in rows]
    patience_ms = {"waiting": UNHEARD_MS, "running": LASTS_MS}
    still = [one for one in found if now_ms - one.asked_ms <= patience_ms.get(one.state, -1)]
    return sorted(still, key=lambda one: one.asked_ms)


async def plan_of(desk: Desk, trial_id: str) -> TrialPlan | None:
    """What it is to try; None once it is over, or with another key."""
    sealed = (await lease_details(desk, PREFIX + trial_id)).get("plan")
    try:
        return TrialPlan(**json.loads(unseal(desk.settings, PREFIX + trial_id, sealed))) if sealed else None
    except Unreadable:
        return None


async def has_arrived(desk: Desk, mime_message_id: str) -> bool:
    """Whether the ledger has read a mail of this Message-ID."""
    this = inbound.c.mime_message_id == mime_message_id
    return bool(await desk.db.fetch_val(select(inbound.c.id).where(this).limit(1)))
