"""A browser that only takes the time: one kept connection, one person's session."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.bench.counting import ANSWER, ASK

CSRF = "b" * 32


@dataclass
class Browser:
    """Asks one server as one person."""

    port: int
    session: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, address: str, data: dict[str, str] | None = None, *, count: bool = False) -> "Answer":
        """GET the address, or POST the data to it; all of the answer is read."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={CSRF}", "Host": "localhost"}
        if count:
            headers[ASK] = "1"
        body = None
        if data is not None:
            body = urlencode({**data, "csrfmiddlewaretoken": CSRF})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        try:
            self.connection.request("POST" if data is not None else "GET", address, body, headers)
            response = self.connection.getresponse()
            text = response.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            return Answer(0, (time.perf_counter() - begun) * 1000, b"", None)
        took = (time.perf_counter() - begun) * 1000
        counted = response.getheader(ANSWER)
        return Answer(response.status, took, text, int(counted) if counted else None)


@dataclass(frozen=True)
class Answer:
    """Status (0: none came), milliseconds, the page, and the statements where they were counted."""

    status: int
    ms: float
    text: bytes
    statements: int | None

    @property
    def ok(self) -> bool:
        return self.status in (200, 302, 303)


class Form(HTMLParser):
    """The fields of the page's forms with what they hold, as a browser would send them."""

    def __init__(self, text: bytes):
        super().__init__()
        self.fields: dict[str, str] = {}
        self.inside, self.tag = "", ""
        self.feed(text.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag in ("textarea", "select"):
            self.inside, self.tag = name, tag
            self.fields.setdefault(name, "")
        elif tag == "option" and self.inside and "selected" in found:
            self.fields[self.inside] = found.get("value") or ""
        elif tag == "input" and name and found.get("type") not in ("submit", "button"):
            ticks = found.get("type") in ("checkbox", "radio")
            if not ticks or "checked" in found:
                self.fields[name] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.inside, self.tag = "", ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.tag == "textarea" and data.strip():
            self.fields[self.inside] = data.strip()
