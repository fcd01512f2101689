"""The calendar: when an account's posts go out, and how people write that. Pure: the time is always an argument."""

from sharebot.schedule.calendar import Calendar, Dates, Hours, Weekly, month, next_slot, slots, spread
from sharebot.schedule.rounds import ONE_SHARE, Distances, Rounds, parse_date, parse_pace
from sharebot.schedule.words import (
    WEEKDAYS,
    format_duration,
    format_slots,
    parse_blackouts,
    parse_bound,
    parse_duration,
    parse_quiet_hours,
    parse_slots,
    parse_when,
    parse_zone,
)

__all__ = [
    "ONE_SHARE",
    "WEEKDAYS",
    "Calendar",
    "Dates",
    "Distances",
    "Hours",
    "Rounds",
    "Weekly",
    "format_duration",
    "format_slots",
    "month",
    "next_slot",
    "parse_blackouts",
    "parse_bound",
    "parse_date",
    "parse_duration",
    "parse_pace",
    "parse_quiet_hours",
    "parse_slots",
    "parse_when",
    "parse_zone",
    "slots",
    "spread",
]
