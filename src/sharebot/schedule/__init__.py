"""The calendar: when an account's posts go out, and how people write that. Pure: the time is always an argument."""

from sharebot.schedule.calendar import Calendar, Dates, Hours, Weekly, month, next_slot, slots, spread
from sharebot.schedule.words import (
    WEEKDAYS,
    format_duration,
    format_slots,
    parse_blackouts,
    parse_duration,
    parse_quiet_hours,
    parse_slots,
    parse_when,
    parse_zone,
)

__all__ = [
    "WEEKDAYS",
    "Calendar",
    "Dates",
    "Hours",
    "Weekly",
    "format_duration",
    "format_slots",
    "month",
    "next_slot",
    "parse_blackouts",
    "parse_duration",
    "parse_quiet_hours",
    "parse_slots",
    "parse_when",
    "parse_zone",
    "slots",
    "spread",
]
