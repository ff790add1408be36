"""Measures one seeded database, the one of DATABASE_URL, and prints what was found as JSON: run by `python -m tests.bench`."""

import json
import statistics
import sys
import threading
import time

import django

django.setup()

from accounts.models import User  # noqa: E402
from tests.bench import people  # noqa: E402
from tests.bench.browsing import Answer, Browser, Form  # noqa: E402
from tests.bench.operations import Operation, operations  # noqa: E402
from tests.bench.schedule import idle  # noqa: E402
from tests.bench.serving import serving  # noqa: E402

PRODUCT, PEERS = "tests.bench.settings_product", "tests.bench.settings_peers"
AT_ONCE = 8
WARM = 3


class Asker:
    """Asks each side of an operation in turn."""

    def __init__(self, product: int, peers: int):
        self.ports = {"product": product, "reader": product, "admin": peers, "plain": peers}
        leader, reader = people.session_of(people.leader()), people.session_of(people.reader())
        at_peers = people.session_of(people.leader(), people.PEERS_BACKEND)
        self.sessions = {"product": leader, "reader": reader, "admin": at_peers, "plain": at_peers}
        self.browsers = {side: Browser(port, self.sessions[side]) for side, port in self.ports.items()}
        found = people.open_requests(3000)
        # A page of the product holds all questions of a person, so its people are not the others'.
        self.requests = {
            "product": [each for each in found if each["round__person"] % 2],
            "others": [each for each in found if not each["round__person"] % 2],
        }
        self.owners: dict[int, str] = {}

    def ask(self, operation: Operation, side: str, *, count: bool = False) -> Answer:
        answer = self.post(side, operation, count) if operation.posts else self.get(side, operation, count)
        if not answer.ok:
            raise SystemExit(f"{operation.name}: {side} answered {answer.status}.")
        return answer

    def get(self, side: str, operation: Operation, count: bool) -> Answer:
        return self.browsers[side].ask(operation.sides[side], count=count)

    def post(self, side: str, operation: Operation, count: bool) -> Answer:
        """Each check-in answers another question; in the product it is its owner who does."""
        found = self.requests["product" if side == "product" else "others"].pop()
        if side == "product":
            owner = found["round__person"]
            if owner not in self.owners:
                self.owners[owner] = people.session_of(User.objects.get(pk=owner))
            browser = self.browsers["product"]
            browser.session, kept = self.owners[owner], browser.session
            prefix, address = f"r{found['pk']}", f"/check-ins/{found['round']}/?action={found['action']}"
            said = {f"{prefix}-health": "on_track", f"{prefix}-happened": "Half is done."}
            data = Form(browser.ask(address).text).fields | said
            answer = browser.ask(address, data, count=count)
            browser.session = kept
            return answer
        if side == "plain":
            data = {"request": str(found["pk"]), "health": "on_track", "happened": "Half is done."}
        else:
            data = {
                "request": str(found["pk"]),
                "health": "on_track",
                "computed": "unknown",
                "happened": "Half is done.",
                "reached": "[]",
                "answered_by": str(found["round__person"]),
                "answered_at_0": "2026-01-05",
                "answered_at_1": "09:00:00",
            }
        answer = self.browsers[side].ask(operation.sides[side], data, count=count)
        if answer.status == 200:
            raise SystemExit(f"{operation.name}: {side} showed the form again.")
        return answer


def percentiles(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(times), sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def timed(asker: Asker, every: list[Operation], rounds: int) -> dict:
    """All operations and all sides in turn, again and again, so that what disturbs one disturbs all."""
    times: dict[tuple[str, str], list[float]] = {}
    counted: dict[tuple[str, str], int | None] = {}
    for operation in every:
        for side in operation.sides:
            for _ in range(0 if operation.share < 1 else WARM):
                asker.ask(operation, side)
            counted[operation.name, side] = asker.ask(operation, side, count=True).statements
    for number in range(rounds):
        for operation in every:
            if operation.share < 1 and number % round(1 / operation.share):
                continue
            for side in operation.sides:
                times.setdefault((operation.name, side), []).append(asker.ask(operation, side).ms)
    found: dict = {}
    for (name, side), each in times.items():
        p50, p95 = percentiles(each)
        found.setdefault(name, {})[side] = {"p50": p50, "p95": p95, "statements": counted[name, side], "n": len(each)}
    return found


def at_once(asker: Asker, every: list[Operation], seconds: float) -> dict:
    """Eight people at once read lists, one action and one owner's work; first at the product, then at the admin, and again."""
    names = ("my work", "list, page 1", "list, filtered", "one action")
    some = [each for each in every if each.name in names]
    found: dict = {side: {"times": [], "failed": 0} for side in ("product", "admin")}
    for _ in range(2):
        for side in found:
            crowd(asker, side, [each.sides[side] for each in some], seconds / 2, found[side])
    return {
        side: {
            "p50": percentiles(each["times"])[0],
            "p95": percentiles(each["times"])[1],
            "failed": each["failed"],
            "requests": len(each["times"]),
        }
        for side, each in found.items()
    }


def crowd(asker: Asker, side: str, addresses: list[str], seconds: float, found: dict) -> None:
    until = time.monotonic() + seconds

    def browse(number: int) -> None:
        browser, turn = Browser(asker.ports[side], asker.sessions[side]), number
        while time.monotonic() < until:
            answer = browser.ask(addresses[turn % len(addresses)])
            turn += 1
            found["times"].append(answer.ms)
            found["failed"] += not answer.ok

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def main(rounds: int, seconds: float) -> None:
    every = operations(people.find())
    with serving(PRODUCT) as product, serving(PEERS) as peers:
        asker = Asker(product, peers)
        found = {"pages": timed(asker, every, rounds), "at_once": at_once(asker, every, seconds)}
    found["schedule"] = idle()
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
