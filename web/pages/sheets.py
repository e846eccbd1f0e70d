"""Which style sheets go together, in the order of their cascade: a page names a set, and its bundle is one file."""

SETS: dict[str, tuple[str, ...]] = {
    "page": ("tokens", "base", "components"),  # every page
    "console": (
        *("console", "console-tablet", "console-ticket", "console-composer", "console-parts"),
        *("editor", "panel", "search", "mail", "viewer", "console-contrast"),
    ),
    # What the pages of the console have beyond the desk with its tickets. Contrast comes last there too.
    "desk-pages": (
        *("people", "groups", "customers", "templates", "settings", "mail-servers", "languages"),
        *("statistics", "wall", "paper", "console-contrast"),
    ),
    "api": ("api",),
    "print": ("print",),
    "public": ("public", "public-narrow"),
    "set-up": ("mail-servers",),
}
