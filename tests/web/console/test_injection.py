"""What looks like SQL is text or is refused by name, in every parameter of a list and of a search, on both engines."""

from itertools import product

from tests.web.console.conftest import JSON, write_in

QUOTES = ("", "'", '"', "`", "')", "'))", '")', "\\'", "\\")
CLAUSES = (
    "OR 1=1",
    "OR 'a'='a",
    "AND SLEEP(5)",
    "AND (SELECT 1 FROM (SELECT SLEEP(5))x)",
    "UNION SELECT NULL,NULL,NULL",
    "UNION ALL SELECT name, email FROM operators",
    "; DROP TABLE tickets",
    "; SELECT RANDOMBLOB(1000000000)",
    "ORDER BY 99",
    "AND EXTRACTVALUE(1,CONCAT(0x7e,VERSION()))",
    "PROCEDURE ANALYSE(1,1)",
    "AND id=(SELECT COUNT(*) FROM tickets,tickets,tickets)",
    "RLIKE (SELECT 1)",
    "INTO OUTFILE '/tmp/x'",
)
ENDS = ("", " -- ", "/*", "#", "\0")
STRINGS = [f"{quote} {clause}{end}" for (quote, clause), end in zip(product(QUOTES, CLAUSES), ENDS * 26, strict=False)]
STRINGS += [
    "%",
    "_",
    "\\",
    "%_%",
    "a%b",
    "[a-z]",
    "*",
    "?",
    "^",
    "$$",
    "{{7*7}}",
    "${7*7}",
    "\r\nX: y",
    "\t",
    "\x1b[0m",
]
STRINGS += [
    "0x31",
    "1e1",
    "1.0",
    "-1",
    "NULL",
    "true",
    "id",
    "updated_ms",
    "id desc",
    "1,2",
    "name;--",
    "..",
    "2026-13-45",
]
NAMES = (
    "view",
    "group",
    "sort",
    "cursor",
    "limit",
    "q",
    "status",
    "operator",
    "country",
    "id",
    "created_from",
    "created_to",
)
WRAPPED = ("subject:{}", "text:{}", "date:{}", 'city:"{}"', "status:{}", "operator:{}", "id:{}", "note:{}", "{}")


async def test_s65_what_looks_like_sql_is_text_or_refused_by_name(web_desk, maria, sign, ticket):
    """Each string in some parameters, in turn; each parameter meets a dozen and more."""
    assert len(STRINGS) >= 150
    other = await write_in(web_desk, "Quite another matter", text="Nothing of the kind.")
    browser = await sign(maria)
    usual = (await browser.get("/tickets?view=all", headers=JSON)).json()
    for place, string in enumerate(STRINGS):
        name, wrapped = NAMES[place % len(NAMES)], WRAPPED[place % len(WRAPPED)].format(string)
        for asked in ({name: string}, {"q": wrapped}, {"q": "arrive", name: string}):
            answer = await browser.get("/tickets", params=asked, headers=JSON)

            assert answer.status_code in {200, 422}, (asked, answer.text)
            if answer.status_code == 422:
                assert answer.json()["errors"], asked
            else:
                assert {one["id"] for one in answer.json()["tickets"]} <= {ticket.id, other.id}, asked
    assert (await browser.get("/tickets?view=all", headers=JSON)).json() == usual


async def test_s65_signs_of_a_pattern_match_nothing_but_themselves(web_desk, maria, sign, group):
    await write_in(web_desk, "Rate 1000 for a room", text="cottage")
    browser = await sign(maria)

    for typed in ("%", "_", "\\", "*", "c_ttage", "c%tage", "cot*tage", "subject:R_te", "name:%", "text:c_ttage"):
        found = (await browser.get("/tickets", params={"q": typed}, headers=JSON)).json()
        assert found["tickets"] == [], typed
