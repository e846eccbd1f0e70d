"""What cleaned HTML must look like, said again without the cleaner's own code."""

import re
from html.parser import HTMLParser

TAGS = {
    *(
        "p",
        "br",
        "div",
        "span",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "a",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
    ),
    *(
        "blockquote",
        "pre",
        "code",
        "hr",
        "table",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
    ),
}
ATTRIBUTES = {
    *("align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "colspan", "data-cid", "data-remote", "dir"),
    *("height", "href", "lang", "rel", "role", "rowspan", "scope", "span", "src", "start", "style", "target", "title"),
    *("type", "valign", "value", "width"),
}
STYLES = {
    *("background-color", "color", "font-style", "font-weight", "max-width", "min-width", "text-align"),
    *("text-decoration", "width"),
}
LINK = re.compile(r"(https?://[^\s\\]+|mailto:\S+|tel:\S+)", re.IGNORECASE)
ANSWER_IMAGE = re.compile(r"(cid:[!-~]+|/attachments/[\w-]+|data:image/(png|jpeg|gif|webp);base64,[\w+/=]+)")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags = []
        self.others = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read_markup(html):
    """The start tags, the other markup and the text of a document."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def assert_safe(html, *, answer=False):
    """Fail unless only allowed tags, attributes, addresses and styles stand in this HTML."""
    read = read_markup(html)
    assert read.others == []
    for tag, attributes in read.tags:
        assert tag in TAGS, tag
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), names
        for name, value in attributes:
            assert name in ATTRIBUTES, name
            assert not name.startswith("on")
            assert_attribute(tag, name, value, answer=answer)
        if tag == "a":
            assert ("rel", "noopener noreferrer nofollow") in attributes
            assert ("target", "_blank") in attributes


def assert_attribute(tag, name, value, *, answer):
    """Fail unless this attribute may stand on this tag with this value."""
    if name in {"href", "rel", "target"}:
        assert tag == "a"
    if name in {"src", "data-cid", "data-remote"}:
        assert tag == "img"
    if name == "src":
        assert answer
        assert ANSWER_IMAGE.fullmatch(value), value
    elif name == "href":
        assert LINK.fullmatch(value), value
    elif name == "data-remote":
        assert re.fullmatch(r"https?://[^\s\\]+", value, re.IGNORECASE), value
    elif name == "data-cid":
        assert re.fullmatch(r"[!-~]+", value), value
    elif name == "style":
        for declaration in value.split(";"):
            prop, _, setting = declaration.partition(":")
            assert prop in STYLES, prop
            assert re.fullmatch(r"[#a-z0-9.,%/() -]+", setting), setting
            assert not re.search(r"url|var|expression|attr|calc|position", setting), setting
