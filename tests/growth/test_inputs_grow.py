"""What comes through forms, searches, pages and sockets costs in step with its size, whatever it is made of."""

import json
from contextlib import suppress

import pytest
from socketio.packet import Packet

from app.actions.message.rows import preview_of
from app.core.errors import BadFields, DeskError
from app.files.names import clean_file_name
from app.html_safety import clean_answer_html, clean_mail_html, html_to_text, text_to_html
from app.nouns.fields import LENGTHS, check_fields, well_formed
from app.search.folding import fold, typed_words, words_of
from app.search.matching import stands_in
from app.search.snippets import spots_of
from app.text.one_line import one_line
from realtime.wire import FRAME_BYTES
from tests.growth.measuring import grows_too_fast, repeated
from tests.growth.shapes import LINES, PIECES, TAGS
from web.requests.forms import _from_json

TEXT_BYTES, PAGE_BYTES = 32 * 1024, 48 * 1024
TEXTS = (*PIECES, *LINES)
JSON = ("[", "{", '{"a":', '["a",', '"\\u0301\\u0316', '"', "1", "[1,", "-", "e", "\\", '{"a":1,', "[[", "null,")


def faults(work, units, largest=TEXT_BYTES):
    found = {}
    for unit in units:
        fault = grows_too_fast(
            work, lambda size, unit=unit: repeated(unit.encode(), size).decode("utf-8", "ignore"), largest
        )
        if fault:
            found[unit] = fault
    return found


def faulty(work, *errors):
    def tried(given):
        with suppress(*errors):
            work(given)

    return tried


TEXT_WORK = {
    "one line": one_line,
    "well formed": well_formed,
    "preview": preview_of,
    "as a page": text_to_html,
    "folded": fold,
    "words": words_of,
    "typed words": typed_words,
    "file name": clean_file_name,
    "searched": lambda text: stands_in(text, ["lighthouse", "40555"]),
    "snippet": lambda text: spots_of(text, ["a", "lighthouse"]),
}


@pytest.mark.parametrize("work", TEXT_WORK)
def test_s61_a_text_of_a_form_or_a_letter(work):
    assert faults(TEXT_WORK[work], TEXTS) == {}


@pytest.mark.parametrize("name", [*LENGTHS, "message"])
def test_s61_each_field_of_a_form(name):
    assert faults(faulty(lambda text: check_fields({name: text}, (name,)), BadFields), PIECES) == {}


@pytest.mark.parametrize("work", [clean_mail_html, clean_answer_html, html_to_text], ids=lambda work: work.__name__)
def test_s61_a_page(work):
    assert faults(work, TAGS, PAGE_BYTES) == {}


def test_s61_json():
    assert faults(faulty(lambda text: _from_json(text.encode()), DeskError), JSON, TEXT_BYTES) == {}


@pytest.mark.parametrize("begin", ["2", "2/ticket,", "20", '2["open",', "51-", "3"])
def test_s61_a_frame_of_a_socket(begin):
    work = faulty(lambda text: Packet(encoded_packet=begin + text), ValueError, RecursionError, json.JSONDecodeError)

    assert faults(work, (*JSON, *SIGNS_OF_FRAMES), FRAME_BYTES) == {}


SIGNS_OF_FRAMES = ("-", "/", ",", "1", '{"_placeholder":true,"num":0},')
