"""The loop that tries what a page has asked for, in a process that runs the mail: from there the servers are reached or not."""

import asyncio

import structlog

from app.actions.mail.trials import begin_trial, note_trial
from app.config.mail_trial import TrialStep
from app.core.clock import now_ms
from app.credentials.codes import new_key
from app.desk import Desk
from app.nouns.reasons import reason
from app.queries.mail.trials import open_trials, plan_of
from app.steadily import log_failure
from mail.trials.trying import Limits, Trying

LOOK_EVERY_S = 0.5

log = structlog.get_logger()


async def run_trials(desk: Desk, limits: Limits | None = None) -> None:
    """Try whatever is asked for, several at once, until cancelled."""
    running: set[asyncio.Task[None]] = set()
    try:
        while True:
            for trial in await open_trials(desk, now_ms()):
                if trial.state == "waiting" and await begin_trial(desk, trial.id, new_key()):
                    task = asyncio.create_task(_try(desk, trial.id, limits or Limits()))
                    running.add(task)
                    task.add_done_callback(running.discard)
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _try(desk: Desk, trial_id: str, limits: Limits) -> None:
    async def note(steps: list[TrialStep], state: str) -> None:
        await note_trial(desk, trial_id, steps, state)

    plan = await plan_of(desk, trial_id)
    if plan is None:
        return
    try:
        await Trying(desk, plan, note, now_ms, limits).run()
    except Exception as error:  # noqa: BLE001  a defect of ours, or the database is away: the page is told in any case
        log_failure("trial.failed", error)
        await note([TrialStep("server", "fault", reason("trial_broken_off"))], "fault")
