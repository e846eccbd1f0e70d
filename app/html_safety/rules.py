"""What HTML may hold: one table for strangers' mail and for operators' answers."""

from __future__ import annotations

SANITIZER_VERSION = 1
"""Raised whenever a rule or a filter of this package changes, so that stored mail is cleaned again from its raw form."""

MAX_MAIL_HTML_BYTES = 1024 * 1024
MAX_ANSWER_HTML_BYTES = 4 * 1024 * 1024  # pictures pasted as data: stand in the text
MAX_DATA_IMAGES_BYTES = 2 * 1024 * 1024  # together, as base64 decodes to
MAX_DEPTH = 256

ALLOWED_TAGS = frozenset(
    {
        *("p", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "a", "img", "h1", "h2", "h3", "h4"),
        *("ul", "ol", "li", "blockquote", "pre", "code", "hr"),
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    }
)

# Tags of older or wordier mail that become the allowed tag of the same shape, so that their paragraphs do not run together.
RENAMED_TAGS = {
    **dict.fromkeys(
        ("address", "article", "aside", "center", "dd", "dir", "dl", "dt", "fieldset", "figcaption"), "div"
    ),
    **dict.fromkeys(("figure", "footer", "header", "hgroup", "legend", "main", "menu", "nav", "section"), "div"),
    **dict.fromkeys(("h5", "h6"), "h4"),
    **dict.fromkeys(("del", "strike"), "s"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    "font": "span",
    "ins": "u",
}

# Dropped with everything in them: their content is not text that a person wrote.
DROPPED_WITH_CONTENT = frozenset(
    {
        *("applet", "audio", "embed", "frameset", "iframe", "math", "noembed", "noframes", "noscript", "object"),
        *("script", "style", "svg", "template", "title", "video", "xml"),
    }
)

_EVERYWHERE = frozenset({"dir", "lang", "style", "title"})
_CELL = frozenset({"align", "bgcolor", "colspan", "height", "rowspan", "valign", "width"})
_IMAGE = frozenset({"alt", "height", "width", "src"})

ALLOWED_ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": _EVERYWHERE,
    "a": frozenset({"href"}),
    "col": frozenset({"align", "span", "valign", "width"}),
    "colgroup": frozenset({"align", "span", "valign", "width"}),
    "div": frozenset({"align"}),
    "h1": frozenset({"align"}),
    "h2": frozenset({"align"}),
    "h3": frozenset({"align"}),
    "h4": frozenset({"align"}),
    "img": _IMAGE | {"data-cid", "data-remote"},
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type"}),
    "p": frozenset({"align"}),
    "table": frozenset({"align", "bgcolor", "border", "cellpadding", "cellspacing", "role", "width"}),
    "tbody": frozenset({"align", "valign"}),
    "td": _CELL,
    "tfoot": frozenset({"align", "valign"}),
    "th": _CELL | {"scope"},
    "thead": frozenset({"align", "valign"}),
    "tr": frozenset({"align", "bgcolor", "valign"}),
    "ul": frozenset({"type"}),
}

MAIL_SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid"})
ANSWER_SCHEMES = MAIL_SCHEMES | {"data"}  # the image filter lets it stand on pictures only

LINK_REL = "noopener noreferrer nofollow"
LINK_TARGET = "_blank"
