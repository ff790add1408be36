"""Small helpers for words on the page."""

from collections.abc import Sequence


def listed(words: Sequence[str], last: str = "and") -> str:
    """As in "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_word(number: int) -> str:
    """As in "five", and "15" beyond twelve."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def counted(number: int, one: str, many: str = "") -> str:
    """As in "one plan", "five plans", "15 plans"."""
    return f"{number_word(number)} {one if number == 1 else many or one + 's'}"


def cut(text: str, length: int) -> str:
    """The text, shortened to the length with an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
