"""A database of known faults on loopback, as https://google.github.io/osv.dev/api/ describes it (read 2026-11-25)."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass
class Osv:
    """`faulty`: by package, the fault's id and the version that has it no more."""

    faulty: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        osv = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
                self._answer({"results": [osv.found(query["package"]["name"]) for query in queries]})

            def do_GET(self) -> None:
                self._answer(osv.fault(self.path.rpartition("/")[2]))

            def _answer(self, document: Any) -> None:
                body = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def found(self, package: str) -> dict[str, Any]:
        self.asked.append(package)
        if package not in self.faulty:
            return {}
        return {"vulns": [{"id": self.faulty[package][0], "modified": "2026-11-01T00:00:00Z"}]}

    def fault(self, name: str) -> dict[str, Any]:
        package, fixed = next((package, fixed) for package, (each, fixed) in self.faulty.items() if each == name)
        events = [{"introduced": "0"}, {"fixed": fixed}]
        return {
            "id": name,
            "modified": "2026-11-01T00:00:00Z",
            "published": "2026-10-01T00:00:00Z",
            "summary": f"{package} can be made to do what it should not",
            "affected": [
                {
                    "package": {"ecosystem": "PyPI", "name": package},
                    "ranges": [{"type": "ECOSYSTEM", "events": events}],
                }
            ],
        }
