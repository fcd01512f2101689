"""sharebot authors …: the register of authors, and what staff decide about it."""

from __future__ import annotations

from sharebot.cli.command import Group

AUTHORS = {
    "list": ("listing", "List everybody, and how they may be tagged."),
    "show": ("listing", "Show all that is known of one person, with the evidence."),
    "review": ("reviewing", "Answer what only a person can say: is this handle theirs?"),
    "confirm": ("deciding", "Say that a handle on record is theirs."),
    "set": ("deciding", "Say which handle is theirs."),
    "reject": ("deciding", "Say that a handle on record is not theirs."),
    "forbid": ("deciding", "Never tag somebody again."),
    "allow": ("deciding", "Take a forbid back."),
    "merge": ("deciding", "Say that two are one person."),
    "split": ("deciding", "Say that some entries are another person's of that name."),
    "export": ("lists", "Write everybody into a CSV file, for a spreadsheet."),
    "import": ("lists", "Bring a list of authors from a CSV file."),
    "scan": ("scanning", "Read a feed's whole archive for its authors; sends nothing."),
}

authors_command = Group(
    "authors",
    "The register of authors: who they are, how they may be tagged, and who decided it. Alone it lists everybody.\n\n"
    "WHO is a person's number, a name in any of its spellings, or platform:handle.",
    AUTHORS,
    package=__name__,
    examples=(
        ("sharebot authors", "everybody, and how they may be tagged"),
        ("sharebot authors review", "what waits for a person, one question at a time"),
        ("sharebot authors forbid 'Garrett Reuscher'", "an author says stop: also in posts that are queued"),
    ),
)
