"""Uploading a picture to X: begun, filled, finished, waited for, described. None of it is public."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sharebot.errors import OutcomeUnknown, Rejected, Unavailable
from sharebot.platforms._x_wire import Api

WITHIN = 30.0
"""Seconds after whose end no further step is begun: a lease must be longer than these, a step and a post."""

MOST_LOOKS = 20
"""How often to ask whether a picture is ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploader:
    """`ticks`: the steady clock's seconds; `sleep` lets some of them pass."""

    api: Api
    ticks: Callable[[], float]
    sleep: Callable[[float], None]

    def upload(self, media: bytes, media_type: str, alt: str) -> str:
        """The id under which a post may show the picture. Raises SendError, never OutcomeUnknown: nothing is public."""
        try:
            return self._upload(media, media_type, alt)
        except OutcomeUnknown as error:
            raise Unavailable(f"the picture was not uploaded, so nothing was posted: {error}") from error

    def _upload(self, media: bytes, media_type: str, alt: str) -> str:
        begun = self.ticks()
        number = self._begin(len(media), media_type)
        self._in_time(begun)
        fields, files = {"segment_index": "0"}, {"media": media}
        self.api.form(f"/2/media/upload/{number}/append", fields, files)
        self._in_time(begun)
        self._until_ready(number, self.api.post(f"/2/media/upload/{number}/finalize").data(), begun)
        if alt:  # each description costs money
            self._in_time(begun)
            self.api.post("/2/media/metadata", {"id": number, "metadata": {"alt_text": {"text": alt}}}).data()
        self._in_time(begun)
        return number

    def _begin(self, size: int, media_type: str) -> str:
        category = "tweet_gif" if media_type == "image/gif" else "tweet_image"
        asked = {"media_type": media_type, "media_category": category, "total_bytes": size}
        number = str(self.api.post("/2/media/upload/initialize", asked).data().get("id", ""))
        if not (number.isascii() and number.isdigit()):
            raise OutcomeUnknown("X began an upload without a number")
        return number

    def _until_ready(self, number: str, data: Mapping[str, Any], begun: float) -> None:
        for _ in range(MOST_LOOKS):
            wait = _wait(data.get("processing_info"))
            if wait is None:
                return
            self.sleep(wait)
            self._in_time(begun)
            data = self.api.get("/2/media/upload", {"command": "STATUS", "media_id": number}).data()
        raise Unavailable("X is not ready with the picture after a long while, so nothing was posted; try again later")

    def _in_time(self, begun: float) -> None:
        if self.ticks() - begun > WITHIN:
            raise Unavailable("uploading the picture took too long, so nothing was posted; try again later")


def _wait(processing: object) -> float | None:
    """Seconds until X wants to be asked again; None where the picture is ready. Raises Rejected where it failed."""
    if not isinstance(processing, Mapping) or processing.get("state") == "succeeded":
        return None
    if processing.get("state") == "failed":
        raise Rejected("X cannot use the picture; nothing was posted; give the entry another one")
    asked = processing.get("check_after_secs")
    return float(min(max(asked, 1), WITHIN)) if isinstance(asked, int) else 1.0
