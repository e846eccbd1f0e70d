"""Signatures: everybody has one from the start; it may hold a picture, which every answer then carries itself."""

import dataclasses

import pytest

from app.actions.message.uploading import keep_upload
from app.actions.people.own_profile import change_profile
from app.actions.people.people import add_operator
from app.actions.people.signature import PICTURE_BYTES
from app.core.errors import BadFields
from app.files.kinds import Upload
from app.nouns.operator import Role
from app.queries.people.people import operator_by_id
from tests.mail.outgoing.test_composing import PNG
from tests.plugins.desk import NOW, PASSWORD


async def uploaded(desk, operator, content=PNG):
    return await keep_upload(desk, operator, Upload("logo.png", "image/png", content, inline=True), NOW)


async def signature_of(desk, operator):
    return (await operator_by_id(desk, operator.id)).signature


async def test_a_new_operator_has_a_signature_from_the_start_with_name_and_desk(desk, group):
    named = dataclasses.replace(desk.settings, mail_from='"Aurora <Travel>" <desk@aurora.example>')
    elsewhere = dataclasses.replace(desk, settings=named)
    elsewhere.__dict__["passwords"] = desk.passwords

    number = await add_operator(elsewhere, "eva@desk.example", "Eva & Co", Role.OPERATOR, (), PASSWORD, NOW)

    signature = (await operator_by_id(desk, number)).signature
    assert "Eva &amp; Co" in signature
    assert "Aurora &lt;Travel&gt;" in signature


async def test_a_picture_in_a_signature_is_written_out_in_it(desk, anna):
    picture = await uploaded(desk, anna)

    await change_profile(
        desk, anna, {"signature": f'<p>Anna<img src="/attachments/{picture.key}" alt="logo"></p>'}, NOW
    )
    once = await signature_of(desk, anna)
    await change_profile(desk, await operator_by_id(desk, anna.id), {"signature": once + "<p>Desk</p>"}, NOW)

    assert 'src="data:image/png;base64,iVBORw0KGgo' in once
    assert "/attachments/" not in once
    assert await signature_of(desk, anna) == once + "<p>Desk</p>"


async def test_anothers_picture_is_not_taken_and_a_large_one_is_named(desk, anna, boris):
    theirs, large = await uploaded(desk, boris), await uploaded(desk, anna, PNG + b"\0" * PICTURE_BYTES)

    await change_profile(desk, anna, {"signature": f'<p>Anna<img src="/attachments/{theirs.key}"></p>'}, NOW)
    with pytest.raises(BadFields) as refused:
        await change_profile(desk, anna, {"signature": f'<img src="/attachments/{large.key}">'}, NOW)

    assert "src=" not in await signature_of(desk, anna)
    assert "logo.png" in refused.value.faults["signature"]


async def test_words_beyond_measure_are_refused_with_pictures_or_without(desk, anna):
    with pytest.raises(BadFields):
        await change_profile(desk, anna, {"signature": "x" * 20_001}, NOW)
