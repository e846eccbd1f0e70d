"""The groups of the desk, for administrators: making, changing, ordering, merging and removing them."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.group.changing import FOOT_LENGTH, GroupForm, change_group, move_group
from app.actions.group.removing import Removal, remove_group
from app.actions.people.people import GROUP_NAME_LENGTH, add_group
from app.core.errors import BadFields
from app.nouns.group import Group
from app.queries.group.hours import group_by_id
from app.queries.people.people import groups, operators
from app.text.languages import _
from app.text.limits import at_most_characters
from web.console.frame.page import fragment_of, shell
from web.console.groups.group_words import TARGET_UNITS, fields_of, hours_words, target_words
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of, roster_of
from web.requests.forms import PostedForm, read_form
from web.requests.typed_numbers import whole_number

HUES = tuple(range(15, 360, 30))  # far enough from each other to be told apart


async def show(request: Request) -> Response:
    """`GET /groups` (fragment `rows`: the lines alone): all groups. `?edit=N`, `?edit=new` or `?remove=N` opens one beside them."""
    administrator_of(request)
    if wants_json(request):
        members = await _members_by_group(request)
        found = (await roster_of(request)).groups
        return JSONResponse({"groups": [group_json(one, members.get(one.id, [])) for one in found]})
    asked = {name: request.query_params.get(name, "") for name in ("edit", "remove")}
    opened = whole_number(asked["edit"] or asked["remove"])
    group = await group_by_id(desk_of(request), opened) if opened is not None else None
    mode = "new" if asked["edit"] == "new" else "" if group is None else "remove" if asked["remove"] else "edit"
    return await _page(request, mode, group)


async def create(request: Request) -> Response:
    """`POST /groups` (`name hue members_only`): a new group, last in the rail."""
    administrator, form = administrator_of(request), await read_form(request)
    last = max((one.position for one in (await roster_of(request)).groups), default=-1)
    try:
        number = await add_group(
            desk_of(request),
            _whole_name(form),
            moment_of(request),
            hue=form.number("hue") or _free_hue((await roster_of(request)).groups),
            members_only=form.is_on("members_only"),
            position=last + 1,
            actor=by(administrator),
        )
    except BadFields as error:
        return await _refused(request, "new", None, form, error)
    return await _done(request, number, 201)


async def change(request: Request) -> Response:
    """`POST /groups/{id}`: everything that is set about it, as `GroupForm`; `members` once for each.

    `answer_target` counts in `answer_target_unit` (min, h, d). A switch that does not come is off.
    """
    administrator, form, number = administrator_of(request), await read_form(request), id_in_path(request)
    before = await group_by_id(desk_of(request), number)
    try:
        await change_group(desk_of(request), administrator, number, _typed(form), moment_of(request))
    except BadFields as error:
        return await _refused(request, "edit", before, form, error)
    return await _done(request, number)


async def move(request: Request) -> Response:
    """`POST /groups/{id}/move` (`place`, from 0): its place in the rail. `{order}`: the numbers of all groups."""
    administrator, form = administrator_of(request), await read_form(request)
    place = form.number("place")
    if place is None:
        raise BadFields({"place": _("Which place? 0 is the first.")})
    await move_group(desk_of(request), administrator, id_in_path(request), place, moment_of(request))
    if wants_json(request):
        return JSONResponse({"order": [one.id for one in await groups(desk_of(request))]})
    return RedirectResponse("/groups", status_code=303)


async def remove(request: Request) -> Response:
    """`POST /groups/{id}/remove` (`into`, `with_members`): its tickets and templates go to that group."""
    administrator, form, number = administrator_of(request), await read_form(request), id_in_path(request)
    group = await group_by_id(desk_of(request), number)
    try:
        removal = Removal(form.number("into"), form.is_on("with_members"))
        moved = await remove_group(desk_of(request), administrator, number, removal, moment_of(request))
    except BadFields as error:
        return await _refused(request, "remove", group, form, error)
    if wants_json(request):
        return JSONResponse({"tickets": moved})
    return RedirectResponse("/groups?removed=1", status_code=303)


def group_json(group: Group, members: list[int]) -> dict[str, Any]:
    """A group as administrators and scripts get it."""
    return {
        "id": group.id,
        "name": group.name,
        "hue": group.hue,
        "members_only": group.members_only,
        "members": members,
        "position": group.position,
        "default_for_form": group.default_for_form,
        "default_for_mail": group.default_for_mail,
        "sender_name": group.sender_name,
        "sender_email": group.sender_email,
        "signature_foot": group.signature_foot,
        "answer_target_min": group.answer_target_min,
        "hours": group.hours.as_json(),
        "always_open": group.hours.is_always_open,
    }


def _whole_name(form: PostedForm) -> str:
    """The name. Raises BadFields for one that would be cut."""
    name = form.get("name")
    if len(name.strip()) > GROUP_NAME_LENGTH:
        raise BadFields({"name": at_most_characters(GROUP_NAME_LENGTH)})
    return name


def _typed(form: PostedForm) -> GroupForm:
    target = form.number("answer_target")
    unit = TARGET_UNITS.get(form.get("answer_target_unit", "min"), 1)
    members = [whole_number(one) for one in form.all("members")]
    if None in members:
        raise BadFields({"members": _("Operator not found. Choose an active one.")})
    return GroupForm(
        name=form.get("name"),
        hue=form.number("hue") or 0,
        members_only=form.is_on("members_only"),
        members=frozenset(one for one in members if one is not None),
        answer_target_min=None if target is None else target * unit,
        sender_name=form.get("sender_name"),
        sender_email=form.get("sender_email"),
        signature_foot=form.get("signature_foot"),
        default_for_form=form.is_on("default_for_form"),
        default_for_mail=form.is_on("default_for_mail"),
    )


def _free_hue(known: Sequence[Group]) -> int:
    """A colour that the fewest groups have, far from that of the one before."""
    taken = [one.hue for one in known]
    return min((HUES[(5 + 7 * step) % len(HUES)] for step in range(len(HUES))), key=taken.count)


async def _members_by_group(request: Request) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for operator in (await roster_of(request)).everybody:
        for group_id in operator.group_ids:
            found.setdefault(group_id, []).append(operator.id)
    return found


async def _done(request: Request, number: int, status: int = 200) -> Response:
    if not wants_json(request):
        return RedirectResponse(f"/groups?edit={number}&saved=1", status_code=303)
    group = await group_by_id(desk_of(request), number)
    everybody = await operators(desk_of(request), everybody=True)
    members = sorted(one.id for one in everybody if number in one.group_ids)
    return JSONResponse({"group": group_json(group, members)}, status_code=status)


async def _refused(request: Request, mode: str, group: Group | None, form: PostedForm, error: BadFields) -> Response:
    """The page again, with everything that was typed."""
    if wants_json(request):
        raise error
    return await _page(request, mode, group, form, error.faults)


async def _page(
    request: Request,
    mode: str,
    group: Group | None,
    form: PostedForm | None = None,
    faults: dict[str, str] | None = None,
) -> Response:
    people, members = await roster_of(request), await _members_by_group(request)
    context = {
        **await shell(request, "groups"),
        "every_group": people.groups,
        "people": people.active,
        "members": members,
        "mode": mode,
        "edited": group,
        "values": form.fields if form else fields_of(group) or {"hue": str(_free_hue(people.groups))},
        "chosen": _chosen(form, members.get(group.id, []) if group else []),
        "faults": faults or {},
        "is_saved": "saved" in request.query_params and not faults,
        "is_removed": "removed" in request.query_params,
        "hues": sorted({*HUES, *([group.hue] if group else [])}),
        "hours_words": hours_words,
        "target_words": target_words,
        "now_ms": moment_of(request),
        "foot_length": FOOT_LENGTH,
        "name_length": GROUP_NAME_LENGTH,
    }
    if fragment_of(request) == "rows":
        return render(request, "console/groups/rows_fragment.html", context)
    return render(request, "console/groups/page.html", context, status_code=422 if faults else 200)


def _chosen(form: PostedForm | None, members: list[int]) -> set[str]:
    """Whose switches are on: as submitted, else the group's members."""
    return set(form.all("members")) if form else {str(one) for one in members}
