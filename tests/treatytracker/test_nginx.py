"""The nginx configuration of deploy/: what it keeps, for how long, and what it passes on."""

import getpass
import http.server
import subprocess
import threading
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from tests import services
from tests.browser.serving import HOST, free_port, wait_until_it_answers

FRAME = """
user {user}; daemon off; error_log {folder}/error.log; pid {folder}/nginx.pid; events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  {site}
}}
"""
ETAG = 'W/"7-abc"'


class Registry(http.server.BaseHTTPRequestHandler):
    """Answers as the registry does and remembers what it was asked."""

    protocol_version = "HTTP/1.1"
    asked: list = []
    broken = False

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        unchanged = self.headers.get("If-None-Match") == ETAG
        self.send_response(500 if self.broken else 304 if unchanged else 200)
        body = b"" if unchanged else f"{self.path} {self.headers.get('Accept-Encoding', '')}".encode()
        for name, value in (
            ("ETag", ETAG),
            ("Cache-Control", "public, max-age=0, must-revalidate"),
            ("Vary", "Accept, Accept-Encoding"),
            ("X-Request-ID", "of-the-first-caller"),
            ("Content-Length", str(len(body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(Registry, "asked", [])
    server = http.server.ThreadingHTTPServer((HOST, 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture
def site(registry, tmp_path):
    """Run nginx before the registry; yield its address."""
    program, port = services.find("nginx"), free_port()
    configuration = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    for shipped, here in (
        ("/var/cache/nginx/treatytracker", f"{tmp_path}/cache"),
        ("server 127.0.0.1:8000;", f"server {HOST}:{registry};"),
        ("listen 80;", f"listen {HOST}:{port};"),
    ):
        assert shipped in configuration
        configuration = configuration.replace(shipped, here)
    file = tmp_path / "nginx.conf"
    file.write_text(FRAME.format(user=getpass.getuser(), folder=tmp_path, site=configuration))
    nginx = subprocess.Popen([program, "-c", file, "-e", tmp_path / "error.log"])
    try:
        wait_until_it_answers(nginx, port, tmp_path / "error.log")
        Registry.asked.clear()
        yield f"http://{HOST}:{port}"
    finally:
        nginx.terminate()
        nginx.wait(10)


def fetch(address, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urllib.request.urlopen(urllib.request.Request(address, headers=named), timeout=10)


def test_one_request_is_enough_for_many_callers(site):
    replies = [fetch(f"{site}/instruments/apmbc/") for _ in range(5)]
    assert len({reply.read() for reply in replies}) == 1
    assert len(Registry.asked) == 1
    assert len({reply.headers["X-Request-ID"] for reply in replies}) == 5
    assert all(reply.headers.get_all("X-Request-ID") != ["of-the-first-caller"] for reply in replies)
    assert replies[0].headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_callers_own_id_is_kept(site):
    reply = fetch(f"{site}/", X_Request_ID="complaint-2026")
    assert reply.headers.get_all("X-Request-ID") == ["complaint-2026"]
    assert Registry.asked[0][1]["X-Request-ID"] == "complaint-2026"


def test_whoever_has_the_answer_gets_304(site):
    fetch(f"{site}/").close()
    with pytest.raises(urllib.error.HTTPError, match="304"):
        fetch(f"{site}/", If_None_Match=ETAG)
    assert len(Registry.asked) == 1


def test_after_a_second_only_the_etag_is_asked_for(site):
    fetch(f"{site}/").close()
    threading.Event().wait(2.1)
    assert fetch(f"{site}/").read() == b"/ "
    assert [headers.get("If-None-Match") for _, headers in Registry.asked] == [None, ETAG]


def test_encodings_and_formats_are_told_apart(site):
    for encoding in ("gzip, deflate, br, zstd", "br", "gzip;q=1.0", "identity"):
        fetch(f"{site}/", Accept_Encoding=encoding, Accept="text/html").close()
    assert [headers.get("Accept-Encoding") for _, headers in Registry.asked] == ["br", "gzip", None]
    Registry.asked.clear()
    for accepted in ("text/html", "application/json", "text/html"):
        fetch(f"{site}/api/v1/actions/?kind=accession", Accept=accepted).close()
    assert [headers["Accept"] for _, headers in Registry.asked] == ["text/html", "application/json"]


@pytest.mark.parametrize(
    ("path", "headers"), [("/", {"Cookie": "sessionid=1"}), ("/", {"Authorization": "x"}), ("/admin/", {})]
)
def test_editors_ask_the_registry_itself(site, path, headers):
    fetch(site + path).close()
    for _ in range(2):
        fetch(site + path, **headers).close()
    assert len(Registry.asked) == 3


def test_the_last_answer_stands_while_the_registry_is_away(site, monkeypatch):
    fetch(f"{site}/").close()
    threading.Event().wait(1.1)
    monkeypatch.setattr(Registry, "broken", True)
    assert fetch(f"{site}/").status == 200


def test_the_registry_learns_who_asks_and_how(site):
    fetch(f"{site}/").close()
    headers = Registry.asked[0][1]
    assert headers["Host"] == site.removeprefix("http://")
    assert headers["X-Forwarded-For"] == HOST
    assert headers["X-Forwarded-Proto"] == "http"
