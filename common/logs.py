"""Log lines as JSON, with the request they belong to and without secrets or line breaks from outside."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

SECRET_PATH = re.compile(r"(/(?:invitations|setup|password/reset/key|c|r)/)[^/\s?\"]+")


def masked(text: str) -> str:
    """The text with personal links cut out and control characters made visible."""
    text = SECRET_PATH.sub(r"\1***", text)
    return "".join(char if char >= " " else repr(char)[1:-1] for char in text)


class RequestFilter(logging.Filter):
    """Puts the request's id on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
            "request": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
