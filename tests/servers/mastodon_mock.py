"""mastodon-mock, somebody else's idea of Mastodon's API, on loopback; and a proxy before it that can lose an answer.

It runs in an environment of its own; where there is none, tests/real/install-mastodon-mock.sh is asked to bring it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest

from servers.web import Reply, Request, Web, cut_short, resetting

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".peers" / "mastodon-mock" / "bin" / "python"
INSTALL = ROOT / "tests" / "real" / "install-mastodon-mock.sh"

SERVE = """if True:
    import sys
    from mastodon_mock.testing import DEFAULT_TEST_SEED, MockServer

    with MockServer() as server:
        print(server.base_url, DEFAULT_TEST_SEED.accounts[0].access_token, flush=True)
        sys.stdin.read()
"""

_PASSED_ON = ("authorization", "content-type", "idempotency-key", "accept")


def install_or_skip() -> None:
    done = subprocess.run(["sh", str(INSTALL)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NO MASTODON-MOCK on this machine, and it could not be installed: {done.stderr.strip()[-200:]}")


class MastodonMock:
    """A running server with a few accounts, `token` that of the first."""

    def __enter__(self) -> Self:
        install_or_skip()
        self._process = subprocess.Popen(
            [PYTHON, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline().split()
        if len(said) != 2:
            raise RuntimeError(f"mastodon-mock did not start: {self._process.communicate()[1][-2000:]}")
        self.address, self.token = said
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate("")


class LosingProxy(Web):
    """Passes everything on, and then does to the answers to new statuses what `faults` say, in order."""

    def __init__(self, peer: MastodonMock) -> None:
        super().__init__()
        self._peer = peer
        self.faults: list[str] = []

    def __enter__(self) -> Self:
        self._client = httpx2.Client(base_url=self._peer.address, trust_env=False)
        return super().__enter__()

    def __exit__(self, *exit_: object) -> None:
        super().__exit__(*exit_)
        self._client.close()

    def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        answer = self._client.request(request.method, request.path, content=request.body, headers=headers)
        if (request.method, request.path) == ("POST", "/api/v1/statuses") and self.faults:
            return self._spoiled(self.faults.pop(0), answer)
        return Reply(answer.status_code, answer.content, {"Content-Type": answer.headers.get("content-type", "")})

    def _spoiled(self, fault: str, answer: Any) -> Reply:
        return {"lost": resetting(), "cut": cut_short(answer.content), "503": Reply(503)}[fault]

    def statuses(self) -> list[dict[str, Any]]:
        """All that the account has made public, by the server's own word."""
        headers = {"Authorization": f"Bearer {self._peer.token}"}
        me = self._client.get("/api/v1/accounts/verify_credentials", headers=headers).json()
        found: list[dict[str, Any]] = self._client.get(f"/api/v1/accounts/{me['id']}/statuses", headers=headers).json()
        return found
