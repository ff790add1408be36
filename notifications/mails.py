"""Mails from templates in threes: templates/emails/<name>/{subject.txt,body.txt,body.html}."""

from typing import Any, NamedTuple

from django.template import Context, engines
from django.template.loader import render_to_string

from notifications.services import one_line


class Mail(NamedTuple):
    """A mail's three parts, as `put` takes them."""

    subject: str
    text: str
    html: str


def render_mail(name: str, context: dict[str, Any]) -> Mail:
    """The mail of that name: the subject on one line, the text as typed, only the HTML escaped."""
    folder = f"emails/{name}"
    subject = one_line(plain_text(f"{folder}/subject.txt", context))
    return Mail(
        subject=subject,
        text=plain_text(f"{folder}/body.txt", context).strip() + "\n",
        html=render_to_string(f"{folder}/body.html", {**context, "subject": subject}),
    )


def plain_text(template: str, context: dict[str, Any]) -> str:
    """The template rendered for a text, where nothing is escaped."""
    return engines["django"].engine.get_template(template).render(Context(context, autoescape=False))  # type: ignore[attr-defined]
