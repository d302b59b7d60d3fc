"""What is served, and to whom: over real connections on loopback, with made answers."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager

import pytest

from simsocial.core.errors import ConfigError
from simsocial.core.language import VARIABLE, say
from simsocial.workshop.live.guard import Guard
from simsocial.workshop.live.server import LiveServer
from tests.unit.workshop.live.test_job import until

JSON = {"Content-Type": "application/json"}


class Answers:
    """Takes one setting."""

    language = "de"

    def __init__(self):
        self.asked = []

    def ask(self, sent):
        self.asked.append(sent)
        for name, value in sent["levers"].items():
            raise ConfigError(f"levers.{name}: {value}. Valid: whole numbers from 1 to 9.")
        return "kita"

    def answer(self, key):
        if key != "kita":
            raise ConfigError(say("key: '{key}' was not asked for.", key=key))
        return {"key": key, "runs": 1}


@contextmanager
def served(host="127.0.0.1", token=""):
    with LiveServer(Answers(), "<p>Seite ä</p>", host) as server:
        if token:
            server.guard = Guard(server.server_port, token, server.guard.local)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def server():
    with served() as one:
        yield one


def request(server, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=120)
    named = {"X-Token": server.guard.token} | {n.replace("_", "-"): value for n, value in headers.items()}
    try:
        connection.request(method, path, body, named)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8"), response.headers
    finally:
        connection.close()


def post(server, content, path="/setting", **headers):
    return request(server, "POST", path, content, **{"Content_Type": "application/json", **headers})


def test_the_page_and_its_answers(server):
    status, page, headers = request(server, "GET", "/")
    assert (status, page) == (200, "<p>Seite ä</p>")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    status, answer, _ = post(server, json.dumps({"option": "kita", "levers": {}}))
    assert (status, json.loads(answer)) == (200, {"key": "kita", "runs": 1})
    status, answer, _ = request(server, "GET", "/answer?key=kita")
    assert (status, json.loads(answer)["runs"]) == (200, 1)


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "headers"),
    [
        (404, "GET", "/secret", None, {}),
        (404, "GET", "/answer?key=other", None, {}),
        (404, "POST", "/other", "{}", JSON),
        (415, "POST", "/setting", "{}", {"Content-Type": "text/plain"}),
        (415, "POST", "/setting", "a=1", {"Content-Type": "application/x-www-form-urlencoded"}),
        (413, "POST", "/setting", "1" * 5000, JSON),
        (413, "POST", "/setting", "{}", {**JSON, "Content-Length": "9" * 5000}),
        (400, "POST", "/setting", "{", JSON),
        (400, "POST", "/setting", "[" * 4000, JSON),
        (400, "POST", "/setting", '{"option": "kita", "levers": {"places": 999}}', JSON),
        (400, "POST", "/setting", '{"option": "kita", "levers": {"\\ud800": 1}}', JSON),
        (501, "PUT", "/setting", "{}", JSON),
        (501, "OPTIONS", "/setting", None, {}),
    ],
)
def test_what_is_not_understood_is_told(server, status, method, path, body, headers):
    found, told, _ = request(server, method, path, body, **headers)
    assert found == status
    if status == 400 and "999" in str(body):
        assert json.loads(told) == {"error": "levers.places: 999. Valid: whole numbers from 1 to 9."}


def test_a_fault_of_the_program_is_an_answer_too(server, monkeypatch, capsys):
    def fails(sent):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(server.live, "ask", fails)
    status, told, _ = request(server, "POST", "/setting", "{}", **JSON)
    assert (status, json.loads(told)) == (500, {"error": "ZeroDivisionError: by nought"})
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
    ],
)
def test_other_sites_in_the_same_browser_start_nothing(server, headers):
    before = len(server.live.asked)
    assert request(server, "GET", "/", **headers)[0] == 403
    assert post(server, json.dumps({"option": "kita", "levers": {}}), **headers)[0] == 403
    assert len(server.live.asked) == before


def test_the_page_itself_may_ask(server):
    port = server.server_port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        asked = json.dumps({"option": "kita", "levers": {}})
        assert post(server, asked, Host=host, Origin=f"http://{host}")[0] == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_nobody_gets_anything_without_the_token(host):
    """Other users of this machine reach its ports, too."""
    with served(host, token="geheim") as server:
        asked = json.dumps({"option": "kita", "levers": {}})
        for path in ("/", "/?token=", "/?token=falsch", "/answer?key=kita"):
            status, told, _ = request(server, "GET", path, X_Token="")
            assert status == 403
            assert "Seite" not in told
        assert post(server, asked, X_Token="")[0] == 403
        assert post(server, asked, path="/setting?token=geheim", X_Token="")[0] == 403
        assert post(server, asked, X_Token="gehei")[0] == 403
        assert server.live.asked == []
        away = request(server, "GET", "/?token=geheim", Host="kreis.example", X_Token="")
        assert away[0] == (403 if server.guard.local else 200)
        assert post(server, asked, X_Token="geheim", Origin="http://evil.example")[0] == 403
        assert post(server, asked, X_Token="geheim")[0] == 200
        assert request(server, "GET", "/answer?key=kita", X_Token="geheim")[0] == 200


def test_each_server_has_a_token_of_its_own():
    local, away = Guard.of("127.0.0.1", 1), Guard.of("0.0.0.0", 1)
    assert (local.local, away.local) == (True, False)
    assert len(local.token) >= 32
    assert local.token != away.token


def test_errors_speak_the_language_of_the_page(server, monkeypatch):
    """Whoever started it in English serves a German page."""
    monkeypatch.setenv(VARIABLE, "en")
    assert json.loads(request(server, "GET", "/answer?key=x")[1]) == {
        "error": "key: 'x' wurde nicht verlangt."
    }
    assert json.loads(post(server, "{")[1]) == {"error": "kein JSON"}
    assert "Adresse" in json.loads(request(server, "GET", "/", X_Token="")[1])["error"]


def test_connections_beyond_those_it_holds_are_hung_up_on(monkeypatch):
    monkeypatch.setattr("simsocial.workshop.live.server._MOST_AT_ONCE", 1)
    with served() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=120)
        connection.request("GET", "/", headers={"X-Token": server.guard.token})
        assert connection.getresponse().read()
        with pytest.raises(ConnectionError):
            request(server, "GET", "/")
        connection.close()
        until(lambda: server._free._value == 1)
        assert request(server, "GET", "/")[0] == 200


def test_the_address_has_the_token_and_is_refused_without():
    with served("0.0.0.0") as server:
        assert server.is_open
        assert f"?token={server.guard.token}" in server.address
        assert request(server, "GET", "/", X_Token="")[0] == 403
        assert request(server, "GET", f"/?token={server.guard.token}")[0] == 200


def test_a_port_that_is_taken_is_told(server):
    with pytest.raises(
        ConfigError, match=rf"--port {server.server_port}: cannot listen there .*a port that is free"
    ):
        LiveServer(Answers(), "", "127.0.0.1", server.server_port)
