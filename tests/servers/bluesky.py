"""The reference Bluesky server of our own on loopback, in a temporary folder, with a directory of DIDs in memory.

It asks nobody outside: accounts are under .test, and it has no AppView, so it knows no profiles.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest

OURS = Path(__file__).with_suffix("")
THERE = Path(__file__).parents[2] / ".peers" / "bluesky"
INSTALL = "tests/real/install-bluesky.sh"
SECRET = "a secret that every reader of this file knows"
COLLECTION = "app.bsky.feed.post"
WAIT = 120.0


@dataclass(frozen=True)
class Account:
    did: str
    handle: str
    password: str
    app_password: str
    token: str


class BlueskyServer:
    """Use as a context manager. Its methods are those of an account's owner, with another program than ours."""

    def __init__(self, *, rate_limits: bool = False) -> None:
        self._rate_limits = rate_limits

    def __enter__(self) -> Self:
        if not (THERE / "installed").exists():
            pytest.skip(f"NO BLUESKY SERVER here (npm did not bring one); run: {INSTALL}")
        self._folder = Path(tempfile.mkdtemp(prefix="sharebot-pds-"))
        self._client = httpx2.Client(trust_env=False, timeout=WAIT)
        try:
            self._start()
        except BaseException:
            self._leave_nothing()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """It ends when its standard input does."""
        try:
            self._process.communicate(timeout=WAIT)
        finally:
            self._process.kill()
            self._leave_nothing()

    def _leave_nothing(self) -> None:
        self._client.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        """The program must lie beside its parts, where it looks for them."""
        program = shutil.copy(OURS / "pds.mjs", THERE)
        self._process = subprocess.Popen(
            [THERE / "node_modules" / ".bin" / "node", program, self._folder, SECRET],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "RATE_LIMITS": str(self._rate_limits).lower()},
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            _, errors = self._process.communicate()
            raise RuntimeError(f"the Bluesky server does not start: {errors.decode()[-2000:]}")
        addresses = json.loads(line)
        self.url, self.directory = addresses["url"], addresses["directory"]

    # For an account's owner -------------------------------------------------------------------------------------------

    def sign_up(self, handle: str) -> Account:
        made = self.call("com.atproto.server.createAccount", {
            "handle": handle, "email": f"{handle}@mail.test", "password": "main-password",
        })  # fmt: skip
        app = self.call("com.atproto.server.createAppPassword", {"name": "sharebot"}, made["accessJwt"])
        return Account(made["did"], handle, "main-password", app["password"], made["accessJwt"])

    def rename(self, account: Account, handle: str) -> None:
        self.call("com.atproto.identity.updateHandle", {"handle": handle}, account.token)

    def deactivate(self, account: Account) -> None:
        self.call("com.atproto.server.deactivateAccount", {}, account.token)

    def revoke(self, account: Account) -> None:
        """The app password; tokens that it once brought live on until they expire."""
        self.call("com.atproto.server.revokeAppPassword", {"name": "sharebot"}, account.token)

    def posts(self, account: Account) -> dict[str, dict[str, Any]]:
        """All of the account's, by their keys."""
        asked = {"repo": account.did, "collection": COLLECTION, "limit": "100"}
        posts: dict[str, dict[str, Any]] = {}
        while "cursor" in asked or not posts:
            page = self._client.get(f"{self.url}/xrpc/com.atproto.repo.listRecords", params=asked).raise_for_status()
            listed = page.json()
            posts |= {found["uri"].rpartition("/")[2]: found["value"] for found in listed["records"]}
            if "cursor" not in listed:
                break
            asked["cursor"] = listed["cursor"]
        return posts

    def delete(self, account: Account, rkey: str) -> None:
        where = {"repo": account.did, "collection": COLLECTION, "rkey": rkey}
        self.call("com.atproto.repo.deleteRecord", where, account.token)

    def blob(self, account: Account, cid: str) -> bytes:
        asked = {"did": account.did, "cid": cid}
        return self._client.get(f"{self.url}/xrpc/com.atproto.sync.getBlob", params=asked).raise_for_status().content

    def call(self, method: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answered = self._client.post(f"{self.url}/xrpc/{method}", json=body, headers=headers).raise_for_status()
        return dict(answered.json()) if answered.content else {}


def expired(token: str) -> str:
    """The same token as the server would have signed it long ago."""
    head, claims, _ = token.split(".")
    old = json.loads(base64.urlsafe_b64decode(claims + "==")) | {"iat": 1_600_000_000, "exp": 1_600_000_001}
    signed = f"{head}.{_base64(json.dumps(old).encode())}"
    return f"{signed}.{_base64(hmac.digest(SECRET.encode(), signed.encode(), hashlib.sha256))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
