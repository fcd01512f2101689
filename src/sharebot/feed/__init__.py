"""Feeds and pages of blogs: fetched politely, read exactly, their faults told in words."""

from sharebot.feed.source import Feeds

__all__ = ["Feeds"]
