# ruff: noqa: RUF001 - prefixes of many languages look like Latin ones
"""What programs put before a subject: tags of gateways and helpdesks, and the prefixes of answers and forwards."""

import re
from typing import Final

_TAG: Final = re.compile(
    r"\s{0,8}(?:\[[^\[\]]{0,60}\]|\{[^{}]{0,40}\}|\*{2,5}[^*]{1,40}\*{2,5}|"
    r"[(<](?:ext(?:ern(?:al|e|o|í|a)?)?|spam|external (?:e-?mail|sender))[)>]|"
    r"(?:ext(?:ern(?:al|e|o|a)?)?|spam|caution|external (?:e-?mail|sender)) ?[:：]|#\d{1,12}\b ?[:：-]?)\s{0,8}",
    re.IGNORECASE,
)
_MOST_TAGS: Final = 6
_PREFIX: Final = re.compile(
    r"\s*([^\s:：\[\]()]{1,14}(?: [^\s:：\[\]()]{1,14})?)(?:[\[(]\d{1,3}[\])]|\^\d{1,2})?\s?[:：]"
)
_DOT_ABOVE: Final = "\u0307"

FORWARDS: Final = frozenset({
    "fw", "fwd", "wg", "tr", "rv", "i", "enc", "doorst", "vs", "vb", "pd", "vl", "tov", "fs", "továbbítás", "továbbítva", "ilt", "yml", "πρθ", "إعادة توجيه", "إعادة التوجيه", "转发", "轉寄", "轉發", "転送", "전달", "הועבר", "ht", "isl", "mt", "trs", "пер", "пересл", "réf", "prj", "przekaz", "edasi", "pārsūtīts", "pārs.", "pārs", "přeposlat", "přeposláno", "preposlať", "preposlané", "перенаправлено", "переслано", "препратено", "prosl.", "prosl", "proslijeđeno", "prosleđeno", "прослеђено", "posredovano", "videresendt", "vidarebefordrat", "persiųsta", "redirecționat", "redirecționare", "weitergeleitet", "transféré", "inoltrato", "reenviado", "encaminhado", "doorgestuurd", "redirect",
})  # fmt: skip
"""What mail clients write before the subject of a forwarded mail, folded."""

REPLIES: Final = frozenset({
    "re", "aw", "antw", "antwort", "sv", "vs", "odp", "ynt", "cevap", "yanıt", "rif", "r", "res", "rép", "rep", "réponse", "ref", "atb", "ats", "bls", "vá", "vastus", "välasz", "válasz", "απ", "σχετ", "ra", "на", "отв", "ответ", "відп", "відповідь", "отг", "одг", "hv", "svar", "kopie", "re.",
    "回复", "回覆", "答复", "答覆", "返信", "回信", "답장", "회신", "השב", "תשובה", "رد", "الرد", "پاسخ", "trả lời", "balas", "ตอบ", "ตอบกลับ", "eran", "ynt.",
})  # fmt: skip
"""What they write before the subject of an answer, folded. `VS:` is a Finnish answer and a Danish forward."""

PASSED_ON: Final = frozenset(
    {"fyi", "zur info", "zur kenntnis", "z.k.", "zk", "pour info", "ter info", "til info", "för info", "para info"}
)
"""What people write before the subject of a mail that they pass on, folded."""


def bare_subject(subject: str) -> str:
    """Return a subject without the tags before it: `[EXTERN] WG: Flight` is `WG: Flight`, `[#1042] Fwd: x` is `Fwd: x`."""
    for _ in range(_MOST_TAGS):
        match = _TAG.match(subject)
        if match is None or match.end() >= len(subject):
            break
        subject = subject[match.end() :]
    return subject


def prefix_of(subject: str) -> str:
    """Return the prefix that a subject begins with behind its tags, folded and without its count, or an empty string."""
    match = _PREFIX.match(bare_subject(subject))
    return match[1].casefold().replace(_DOT_ABOVE, "") if match else ""  # a Turkish capital i folds to two characters
