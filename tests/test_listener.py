"""The daemon's small web server: what it answers, and what it does not put up with."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse

import pytest

from servers.ports import free_port
from sharebot.daemon import listener
from sharebot.daemon.listener import Answer, Listener, said
from sharebot.errors import SettingsError
from sharebot.settings import Address

LOOPBACK = Address(host="127.0.0.1", port=0)


@dataclass
class House:
    """What is listened to: /hall answers, /cellar is broken, /gate stays shut until it is opened."""

    address: Address = LOOPBACK
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if path == "/cellar":
            raise KeyError("the stairs are gone")
        if path == "/gate":
            self.waiting.release()
            self.gate.wait(60)
        return Answer(body=b"welcome\n") if path in {"/hall", "/gate"} else said(404)

    def fault(self, error: Exception) -> None:
        self.faults.append(str(error))

    def get(self, path: str, method: str = "GET", body: bytes | None = None) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection(self.address.host, self.address.port, timeout=30)
        connection.request(method, path, body=body)
        response = connection.getresponse()
        read = response.read()
        connection.close()
        return response, read

    def raw(self, sent: bytes, *, end: bool = False) -> bytes:
        """What comes back for these bytes until the connection is closed."""
        with socket.create_connection((self.address.host, self.address.port), timeout=30) as connection:
            connection.sendall(sent)
            if end:
                connection.shutdown(socket.SHUT_WR)
            back = b""
            while more := connection.recv(4096):
                back += more
            return back


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    with Listener(LOOPBACK, made.answer, made.fault) as made.address:
        yield made
        made.gate.set()


def test_a_path_is_answered_without_its_query(house: House) -> None:
    response, body = house.get("/hall?from=outside")
    assert (response.status, body, house.asked) == (200, b"welcome\n", ["/hall"])
    assert response.getheader("Content-Length") == "8"
    assert response.getheader("Cache-Control") == "no-store"
    assert house.get("/attic")[0].status == 404


def test_head_says_the_length_and_sends_no_body(house: House) -> None:
    response, body = house.get("/hall", "HEAD")
    assert (response.status, response.getheader("Content-Length"), body) == (200, "8", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed_from_outside(house: House, method: str) -> None:
    response, _ = house.get("/hall", method, body=b"x" * 20_000)
    assert (response.status, response.getheader("Allow"), house.asked) == (405, "GET, HEAD", [])


@pytest.mark.parametrize("sent", [b"GET /hall\r\n\r\n", b"\r\n\r\n", b"\x16\x03\x01\n\n", b"GET /hall HTTP/2\n\n"])
def test_what_is_no_request_is_refused(house: House, sent: bytes) -> None:
    assert house.raw(sent).startswith(b"HTTP/1.1 400 ")
    assert house.asked == []


def test_a_request_that_never_ends_is_refused(house: House) -> None:
    assert house.raw(b"GET /hall HTTP/1.1\r\nX: " + b"x" * 9_000).startswith(b"HTTP/1.1 431 ")


def test_a_client_that_says_nothing_is_let_go(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as soon:
        soon.setattr(listener, "PATIENCE", 0.5)
        assert house.raw(b"GET /hall HTTP/1.1\r\n").startswith(b"HTTP/1.1 408 ")
    assert house.get("/hall")[0].status == 200


def test_a_fault_in_an_answer_is_told_and_the_next_question_answered(house: House) -> None:
    assert house.get("/cellar")[0].status == 500
    assert house.faults == ["'the stairs are gone'"]
    assert house.get("/hall")[0].status == 200


def test_of_many_at_once_some_are_told_to_come_back_and_none_waits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "LINGER", 100.0)  # a client of a busy machine reads its answer late
    slow = [threading.Thread(target=house.get, args=["/gate"]) for _ in range(listener.AT_ONCE)]
    for thread in slow:
        thread.start()
        assert house.waiting.acquire(timeout=30)
    assert house.raw(b"GET /hall HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 503 ")
    house.gate.set()
    for thread in slow:
        thread.join(30)
    assert house.raw(b"GET /hall HTTP/1.1\r\n\r\n").startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 503 "))


def test_when_it_ends_the_port_is_free_and_no_client_is_waited_for() -> None:
    house = House()
    with Listener(Address(host="127.0.0.1", port=free_port()), house.answer, house.fault) as address:
        client = socket.create_connection((address.host, address.port), timeout=30)
        client.sendall(b"GET /hall")
    with suppress(ConnectionResetError):
        assert client.recv(10) in {b"", b"HTTP/1.1 4"}
    client.close()
    with Listener(address, house.answer, house.fault) as again:
        assert again == address
    assert house.faults == []


def test_a_port_that_is_taken_is_one_clear_line(house: House) -> None:
    with (
        pytest.raises(SettingsError, match=rf"^SHAREBOT_HTTP: {house.address} cannot be listened to .*another port"),
        Listener(house.address, house.answer, house.fault),
    ):
        pass


def test_an_address_of_another_machine_is_told_as_such(house: House) -> None:
    elsewhere = Address(host="192.0.2.1", port=0)
    with (
        pytest.raises(
            SettingsError, match=r"^SHAREBOT_HTTP: 192\.0\.2\.1:0 cannot .*; name an address of this machine"
        ),
        Listener(elsewhere, house.answer, house.fault),
    ):
        pass


def test_an_address_in_brackets_is_listened_to_as_well() -> None:
    house = House()
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {os.strerror(error.errno or 0)}")
    with Listener(Address(host="::1", port=0), house.answer, house.fault) as house.address:
        assert house.get("/hall")[0].status == 200
