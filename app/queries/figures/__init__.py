"""The figures of the desk, and what is behind each of them.

Everything is asked of one table, `counted_acts`, which follows the log by less than a second (`counted_until`). `Measure` with label,
definition and unit is in `app/counting/measure.py`, `Period`, `Days` and `Bucket` in `app/counting/period.py`; here are `question`
(scope, cells, links), `counts`, `durations`, `standing`, `behind`, `names`, `ticket_times` and `progress`. How to use it:

    scope = scope_of(reader, group_id=None, operator_id=None)     # whose acts count, to this reader; raises NotFound, Forbidden
    period = Period.of(Bucket.MONTH, today, desk.settings.timezone)   # or Period.between(first, last, zone)
    days, earlier = period.elapsed(today), period.before(today)       # the same number of days, side by side

    for figure in await figures(desk, Question((Measure.OPENED, Measure.FINISHED), days, scope, bucket=Bucket.DAY)):
        figure.cell.measure, figure.cell.days, figure.count           # also figure.total_ms of SIGNED_IN and AWAY

    Question(…, by=By.OPERATOR)            # figure.cell.operator_id; GROUP, SOURCE, COUNTRY, CITY, WEEKDAY_HOUR likewise
    Question(…, counting=Counting.TICKETS)         # each ticket once; CUSTOMERS: each customer once

    for spread in await durations(desk, Question((Measure.FIRST_ANSWER,), days, scope, bucket=Bucket.WEEK)):
        spread.cell, spread.n, spread.clock.median_ms, spread.clock.p90_ms, spread.opened.median_ms

    await histogram(desk, cell, within_hours=False)     # figures of 0-1, 1-4, 4-8, 8-24 and 24+ hours
    await backlog(desk, days, scope, bucket)            # a figure for the end of each bucket
    await ages(desk, scope, now_ms, days)               # figures of what is open now, by age
    await slowest(desk, scope, 10)                      # the tickets that wait longest now

    found = await behind(desk, cell, cursor=None)       # exactly what a figure counts, by the same WHERE
    found.count, found.lines, found.next_cursor         # line: ticket_id, subject, status, at_ms, operator_id, …
    await names_of(desk)                                # operators and groups by number, also those that are gone
    async for some in ticket_times(desk, days, scope):  # one row a ticket opened then, with all its times

Buckets and values without anything are left out, except where told otherwise. A cell is an address: `cell.parameters` is what a
link carries, `read_cell(parameters, reader)` is the way back. Operators see only their own figures; whoever may not see
a members-only group, nothing that happened in it, and nothing on a ticket that is in it now.
"""
