"""How many statements a request costs, told in a header where it is asked for."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASK = "X-Bench-Count"
ANSWER = "X-Bench-Statements"
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK")


class CountStatements:
    """Counts only for who asks, so that what is timed is what runs in production."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return self.get_response(request)
        found = []

        def note(execute, sql, params, many, context):
            if not sql.startswith(NOT_COUNTED):
                found.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = self.get_response(request)
        response[ANSWER] = str(len(found))
        return response
