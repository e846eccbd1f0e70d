"""What the search calls its fields, and what it says about them."""

from dataclasses import asdict, dataclass

from app.nouns.status import Status
from app.search.query_language import Term
from app.search.relaxing import Wider
from app.search.scope import read_country_in
from app.text.countries import country_names
from app.text.languages import _, current_language, ngettext, pgettext
from web.console.frame.labels import status_words
from web.pages.words import Words, each_form


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the reader knows it."""

    name: str
    words: str
    icon: str
    hint: str = ""


def fields() -> list[Field]:
    """Every field, in the order in which they are offered."""
    return [
        Field("subject", _("Subject"), "tag"),
        Field("id", pgettext("of a ticket", "Number"), "numbered-list", "48213"),
        Field("from", pgettext("sender", "From"), "person", _("name or email")),
        Field("name", _("Name"), "person"),
        Field("phone", _("Phone"), "phone"),
        Field("email", _("Email"), "mail"),
        Field("operator", _("Operator"), "key", _("me, nobody")),
        Field("status", _("Status"), "status-open"),
        Field("date", _("Date"), "calendar", "2026-11, 7d"),
        Field("text", _("Text"), "search"),
        Field("customer", _("Customer text"), "quote"),
        Field("answer", _("Answer text"), "reply"),
        Field("note", _("Note text"), "note"),
        Field("city", _("City"), "globe"),
        Field("country", _("Country"), "globe"),
        Field("group", _("Group"), "people"),
        Field("after", _("Opened after"), "calendar"),
        Field("before", _("Opened before"), "calendar"),
    ]


def field_choices() -> list[dict[str, str]]:
    """The fields for the script that completes them."""
    return [asdict(field) for field in fields()]


def field_words(name: str) -> str:
    """One field's name."""
    return next((field.words for field in fields() if field.name == name), name)


def value_words(term: Term) -> str:
    """A term's value as the reader calls it."""
    if term.field == "status" and (status := Status.read(term.value)):
        return status_words(status)
    if term.field == "country":
        names = country_names(current_language())
        code = term.value.upper() if term.value.upper() in names else read_country_in(current_language(), term.value)
        return names.get(code or "", term.value)
    if term.field == "operator" and term.value.lower() in {"me", "nobody"}:
        return {"me": _("me"), "nobody": _("nobody")}[term.value.lower()]
    return f"#{term.value}" if term.field == "id" else term.value


def wider_words(one: Wider, most: int) -> str:
    """How many there would be with another word, without a field, or without one of the typed words."""
    field, word, count = one.field, one.word, count_words(one.count, most)
    if one.instead:
        return _("Did you mean “%(word)s”? %(count)s") % {"word": one.instead, "count": count}
    if word:
        return _("Without “%(word)s”: %(count)s") % {"word": word, "count": count}
    known = {
        "": _("Without the words: %(count)s"),
        "country": _("Without the country: %(count)s"),
        "city": _("Without the city: %(count)s"),
        "group": _("Without the group: %(count)s"),
        "status": _("Without the status: %(count)s"),
        "operator": _("Without the operator: %(count)s"),
        "date": _("On any date: %(count)s"),
    }
    words = known.get(field) or _("Without “%(field)s”: %(count)s")
    return words % {"count": count, "field": field_words(field)}


def count_words(count: int, most: int) -> str:
    """A count that ends: 99+."""
    return str(count) if count < most else f"{most - 1}+"


def snippet_words(kind: str) -> str:
    """Whose words a snippet shows."""
    return {
        "customer": _("Customer"),
        "answer": pgettext("what was sent to a customer", "Answer"),
        "note": _("Note"),
        "third_party": _("Third party"),
        "to_third_party": _("To a third party"),
    }.get(kind, "")


def nothing_words(terms: tuple[Term, ...]) -> str:
    """One sentence: nothing has these words, here."""
    words = " ".join(term.value for term in terms if not term.field)
    other = [term for term in terms if term.field]
    if words and len(other) == 1 and other[0].field in {"country", "city"}:
        return _("No results for “%(words)s” in %(place)s.") % {"words": words, "place": value_words(other[0])}
    if words and other:
        return _("No results for “%(words)s” with these filters.") % {"words": words}
    if words:
        return _("No results for “%(words)s”.") % {"words": words}
    return _("No tickets match all of these.") if len(other) > 1 else _("No tickets match.")


def script_words() -> Words:
    """What the field, the palette and the saved searches say by themselves."""
    return {
        "remove_token": _("Remove %(field)s"),
        "search_fields": _("Search in one field"),
        "found_count": each_form(lambda count: ngettext("%(count)s ticket", "%(count)s tickets", count)),
        "search_saved": _("Saved"),
        "search_deleted": _("Deleted %(name)s"),
        "search_for": _("Search tickets for “%(typed)s”"),
        "palette_first": _("Commands"),
        "palette_ticket": _("This ticket"),
        "palette_found": _("Tickets and customers"),
        "palette_go": _("Go to"),
        "palette_do": _("Actions"),
        # Translators: that many commands, tickets and customers to choose from, read out
        "palette_count": each_form(lambda count: ngettext("%(count)s choice", "%(count)s choices", count)),
        "assign_menu": _("Assign…"),
        "status_menu": _("Set status…"),
        "group_menu": _("Move to group…"),
        "assign_to": _("Assign to %(name)s"),
        "set_status_to": _("Set status: %(name)s"),
        "move_to_group": _("Move to %(name)s"),
        "reply": _("Reply"),
        "internal_note": _("Internal note"),
        "edit_customer": _("Edit customer"),
        "all_keys": _("Keyboard shortcuts"),
        "compact_rows": _("Compact rows"),
        "back_at_desk": _("Back at the desk"),
        "new_ticket": _("New ticket"),
    }
