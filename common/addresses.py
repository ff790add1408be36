"""Addresses of pages: worked out once for each page, since a list asks for the same one in row after row."""

from functools import lru_cache
from typing import Any

from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import escape

ANY = 970_000_001  # stands for a number while the pattern is worked out


def to(name: str, *numbers: int) -> str:
    """The page's address, as `reverse` gives it; numbers only, as in `to("action", 12)`."""
    pattern = pattern_of(name, len(numbers), get_script_prefix())
    return pattern.format(*numbers) if pattern else reverse(name, args=numbers)


@lru_cache(maxsize=512)
def pattern_of(name: str, count: int, prefix: str) -> str:
    """The address with a place for each number, escaped for a page; empty where it has none that is so simple."""
    marks = [ANY + place for place in range(count)]
    try:
        address = reverse(name, args=marks)
    except NoReverseMatch:
        return ""
    pattern = escape(address).replace("{", "{{").replace("}", "}}")
    for place, mark in enumerate(marks):
        pattern = pattern.replace(str(mark), f"{{{place}}}")
    return pattern


class QuickUrl(URLNode):
    """`{% url %}`; where it names a page and gives only numbers, without going through all patterns."""

    def render(self, context: Context) -> str:
        if self.asvar or self.kwargs:
            return super().render(context)
        numbers: list[Any] = [each.resolve(context) for each in self.args]
        if not all(type(each) is int and each >= 0 for each in numbers):
            return super().render(context)
        return to(self.view_name.resolve(context), *numbers)


def url(parser: Parser, token: Token) -> URLNode:
    """The tag, under Django's own name."""
    node = django_url(parser, token)
    return QuickUrl(node.view_name, node.args, node.kwargs, node.asvar)
