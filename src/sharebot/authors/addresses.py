"""Which address is whose profile, and what a handle looks like on each platform."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import regex

from sharebot.authors.texts import holds_any
from sharebot.authors.words import set_of


@dataclass(frozen=True, slots=True)
class Profile:
    """An account's page. `sure` is false where the address alone does not say which software answers there."""

    platform: str
    handle: str
    sure: bool = True


FORMS = {
    "x": regex.compile(r"[A-Za-z0-9_]{1,15}"),
    "mastodon": regex.compile(
        r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
    ),
    "bluesky": regex.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"),
    "linkedin": regex.compile(r"in/[A-Za-z0-9_%À-ÿ-]{3,100}"),
    "threads": regex.compile(r"(?=.*[A-Za-z0-9_])[A-Za-z0-9_.]{1,30}"),
    "instagram": regex.compile(r"(?=.*[A-Za-z0-9_])[A-Za-z0-9_.]{1,30}"),
    "facebook": regex.compile(r"[A-Za-z0-9.]{5,50}"),
    "github": regex.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?"),
    "youtube": regex.compile(r"[A-Za-z0-9_.-]{3,30}"),
    "telegram": regex.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}"),
}
"""What may be tagged where. Only ASCII: look-alike letters make another account.

X help.x.com/managing-your-account/x-username-rules; Mastodon and WebFinger RFC 7565; Bluesky atproto.com/specs/handle;
GitHub docs.github.com; the others by their sign-up forms. Read 2026-11.
"""

_PLACEHOLDERS = regex.compile(
    r"(?i)(?:your|my|our|the|this)?[_.-]?"
    r"(?:user|twitter|x|mastodon|bluesky|insta|instagram|author|guest|social|own)?[_.-]?"
    r"(?:user[_.-]?name|user|handle|screen[_.-]?name|name|name[_.-]?here|handle[_.-]?here|here|account|profile|"
    r"example|someone|somebody|placeholder|author|guest)|"
    r"tbd|tba|todo|x{3,}|home|login|signup|share|intent|null|undefined|none|na"
)
_PLACEHOLDER_HOSTS = regex.compile(
    r"(?i)(?:.*\.)?example\.(?:com|net|org|social)|(?:your|my)?[_.-]?(?:instance|server|host|domain)(?:\..*)?"
)
_NOT_PEOPLE = set_of(
    """
    about account ads accounts business developers direct download explore events features following followers
    gaming groups hashtag help home i intent invite jobs joinchat legal lists login logout marketplace media
    messages notifications orgs p page pages people photo photo.php photos plugins policies policy post posts
    pricing privacy profile.php public reel reels s search security settings share sharer sharer.php signup site
    sponsors status stories story.php support topics tos tv watch web who_to_follow widgets apps collections
    trending gist enterprise dialog permalink.php t
    """
)
"""First parts of an address that the platforms keep for themselves."""

_X_HOSTS = frozenset({"twitter.com", "x.com"})
_SHORT = set_of(
    """
    t.co bit.ly buff.ly ow.ly lnkd.in fb.me tinyurl.com dlvr.it ift.tt is.gd goo.gl trib.al rebrand.ly wp.me
    shorturl.at cutt.ly
    """
)
_WRAPPERS = {"google.com": "q", "l.facebook.com": "u", "lm.facebook.com": "u", "l.instagram.com": "u", "href.li": ""}
_AT_BUT_NOT_MASTODON = set_of(
    """
    medium.com tiktok.com youtube.com substack.com flipboard.com unsplash.com threads.net threads.com hackernoon.com
    odysee.com rumble.com kick.com steemit.com hive.blog peakd.com observablehq.com lichess.org speakerdeck.com
    vimeo.com vsco.co pinterest.com snapchat.com npmjs.com write.as dailymotion.com ko-fi.com patreon.com
    telegram.me t.me instagram.com facebook.com linkedin.com bsky.app github.com x.com twitter.com dev.to gitlab.com
    codepen.io replit.com glitch.com hashnode.com hashnode.dev newsbreak.com vocal.media coub.com lbry.tv
    theguardian.com vero.co towardsdatascience.com hcommons.org podchaser.com clubhouse.com cohost.org post.news
    spoutible.com matrix.to warpcast.com strava.com letterboxd.com goodreads.com reddit.com twitch.tv tumblr.com
    """
)
_SERVICES = set_of(
    """
    blogger.com blogspot.com wordpress.com wordpress.org gravatar.com linktr.ee about.me amazon.com amazon.co.uk
    wikipedia.org wikidata.org google.com youtu.be orcid.org researchgate.net academia.edu muckrack.com imdb.com
    spotify.com apple.com bandcamp.com soundcloud.com etsy.com paypal.me paypal.com buymeacoffee.com flickr.com
    behance.net dribbble.com stackoverflow.com xing.com fb.com mailchi.mp eventbrite.com zoom.us calendly.com
    codeberg.org sr.ht bitbucket.org deviantart.com wattpad.com keybase.io carrd.co bio.link beacons.ai
    """
)
"""Where people have pages, but no site of their own."""

_MASTODON_HOSTS = set_of(
    """
    mastodon.social mastodon.online hachyderm.io fosstodon.org mstdn.social infosec.exchange mas.to indieweb.social
    social.coop scholar.social mathstodon.xyz ruby.social phpc.social techhub.social chaos.social piaille.fr
    mastodon.world mastodon.art troet.cafe norden.social journa.host sigmoid.social octodon.social toot.community
    universeodon.com mastodon.scot toot.wales sfba.social aus.social kolektiva.social front-end.social
    fediscience.org mastodon.nl mastodon.uno masto.pt
    """
)
"""Big general servers; elsewhere something else must say that an /@name is Mastodon."""


_SCHEME = 12
"""Characters within which an address names its scheme."""


def split(address: str) -> SplitResult | None:
    """The parts of a web address; None for anything that is not one."""
    if address.startswith("//"):
        address = "https:" + address
    try:
        parts = urlsplit(address if "://" in address[:_SCHEME] else "https://" + address)
        good = parts.hostname and parts.scheme in ("http", "https")
    except ValueError:  # brackets and the like where a host should be
        return None
    return parts if good else None


def host_of(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").removeprefix("www.")


def is_platform(host: str) -> bool:
    """Whether a host is a network's or a service's on which people have pages, so never anybody's own site."""
    domain = ".".join(host.split(".")[-2:])
    return bool({host, domain} & (_X_HOSTS | _SHORT | _AT_BUT_NOT_MASTODON | _MASTODON_HOSTS | _SERVICES))


def is_short(address: str) -> bool:
    """Whether it is a link shortener's, which shows no handle but also contradicts none."""
    parts = split(address)
    return parts is not None and host_of(parts) in _SHORT


_MAY_BE = (
    *("@", "%", "twitter", "x.com", "linkedin", "bsky", "instagram", "threads", "facebook", "fb.", "github", "youtu"),
    *("t.me", "telegram", "/users/", "google.", "href.li"),
)


def may_be_profile(address: str) -> bool:
    """Whether an address could be anybody's account: most links of a text cannot, and need not be taken apart."""
    return not address.isascii() or holds_any(address.lower(), _MAY_BE)


@lru_cache(maxsize=1024)
def profile(address: str) -> Profile | None:
    """Whose page an address is; None where it is a status, a search, a list, a share or anything else."""
    parts = split(address.strip())
    if parts is None:
        return None
    host = host_of(parts)
    if host in _WRAPPERS:
        return _unwrapped(parts, _WRAPPERS[host])
    found = _of_host(host, parts)
    return found if found and valid(found.platform, found.handle) else None


def valid(platform: str, handle: str) -> bool:
    """Whether the platform could have such an account, and it is no placeholder."""
    form = FORMS.get(platform)
    if form is None or not form.fullmatch(handle):
        return False
    user, _, host = handle.partition("@")
    user = user.removeprefix("in/").split(".")[0] if platform == "bluesky" else user.removeprefix("in/")
    return not (_PLACEHOLDERS.fullmatch(user) or (host and _PLACEHOLDER_HOSTS.fullmatch(host)))


def _unwrapped(parts: SplitResult, key: str) -> Profile | None:
    inner = parse_qs(parts.query).get(key or "url", [""])[0] if key else parts.query
    inner_parts = split(inner) if inner.startswith("http") else None
    return None if inner_parts is None or host_of(inner_parts) in _WRAPPERS else profile(inner)


def _of_host(host: str, parts: SplitResult) -> Profile | None:
    path = [unquote(piece) for piece in parts.path.split("/") if piece]
    plain = host.removeprefix("mobile.").removeprefix("m.")
    if plain in _X_HOSTS:
        return _on_x(path, parts)
    if plain == "linkedin.com" or host.endswith(".linkedin.com"):
        return Profile("linkedin", f"in/{path[1]}") if path[:1] == ["in"] and path[1:] else None
    if plain == "bsky.app":
        return (
            Profile("bluesky", path[1].lstrip("@").lower()) if path[:1] == ["profile"] and len(path[1:]) == 1 else None
        )
    if plain in _SIMPLE:
        return _simple(plain, path)
    return _on_mastodon(host, path)


def _on_x(path: list[str], parts: SplitResult) -> Profile | None:
    if path[:1] == ["intent"] and path[1:2] in (["user"], ["follow"]):
        return Profile("x", parse_qs(parts.query).get("screen_name", [""])[0].lstrip("@"))
    if not path and parts.fragment.startswith("!/"):
        path = [piece for piece in parts.fragment[2:].split("/") if piece]
    if path[1:] in (["media"], ["with_replies"]):
        path = path[:1]
    return _person("x", path)


def _person(platform: str, path: list[str]) -> Profile | None:
    if len(path) != 1 or path[0].lower() in _NOT_PEOPLE:
        return None
    return None if path[0].endswith(".php") else Profile(platform, path[0].removeprefix("@"))


_SIMPLE = {
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "github.com": "github",
    "youtube.com": "youtube",
    "t.me": "telegram",
    "telegram.me": "telegram",
}


def _simple(host: str, path: list[str]) -> Profile | None:
    platform = _SIMPLE[host]
    if platform == "threads" and not (path and path[0].startswith("@")):
        return None
    if platform == "youtube":
        path = path[1:] if path[:1] in (["user"], ["c"]) else path
        path = path[:1] if path and path[0].startswith("@") else path
    return _person(platform, path)


def _on_mastodon(host: str, path: list[str]) -> Profile | None:
    if host in _AT_BUT_NOT_MASTODON or ".".join(host.split(".")[-2:]) in _AT_BUT_NOT_MASTODON:
        return None
    path = path[1:] if path[:1] == ["web"] else path
    if path[:1] == ["users"] and len(path[1:]) == 1:
        return Profile("mastodon", f"{path[1]}@{host}", sure=False)
    if len(path) != 1 or not path[0].startswith("@"):
        return None
    user, _, elsewhere = path[0][1:].partition("@")
    # The address of a remote account as its visitor's own server shows it: the account lives elsewhere.
    handle = f"{user}@{(elsewhere or host).lower()}"
    return Profile("mastodon", handle, sure=bool(elsewhere) or host in _MASTODON_HOSTS)
