"""The tables: times, statements, ratios and goals."""

from tests.bench.operations import Goal, Operation

SIDES = ("product", "reader", "admin", "plain")
WORDS = {
    "product": "leader",
    "reader": "department",
    "admin": "Django admin",
    "plain": "plain views",
}


def times(actions: int, found: dict) -> str:
    """p50, p95 and statements of each operation and side."""
    lines = [
        f"\n{actions:,} actions: p50 / p95 in ms (statements)",
        f"{'':<20}" + "".join(f"{WORDS[side]:>24}" for side in SIDES),
    ]
    for name, sides in found["pages"].items():
        cells = []
        for side in SIDES:
            each = sides.get(side)
            text = f"{each['p50']:.1f} / {each['p95']:.1f} ({each['statements']})" if each else "–"
            cells.append(f"{text:>24}")
        lines.append(f"{name:<20}" + "".join(cells))
    crowd = found["at_once"]
    cells = [
        f"{name} p95 {crowd[side]['p95']:.0f} ms, {crowd[side]['failed']} of {crowd[side]['requests']} failed"
        for side, name in (("product", "product"), ("admin", "admin"))
    ]
    verdict = crowd["product"]["p95"] <= crowd["admin"]["p95"] and not crowd["product"]["failed"]
    lines.append(
        f"8 users at once: {'; '.join(cells)} · goal: p95 as the admin's at most, none failed: {said(verdict)}"
    )
    parts = ", ".join(f"{name} {each['ms']:.1f} ms ({each['statements']})" for name, each in found["schedule"].items())
    total = sum(each["ms"] for each in found["schedule"].values())
    lines.append(f"The minute with nothing due: {total:.0f} ms; {parts}")
    return "\n".join(lines)


def said(met: bool) -> str:
    return "met" if met else "MISSED"


def ratio(found: dict, name: str, goal: Goal) -> float | None:
    """The product's median over the other's."""
    pages = found["pages"]
    own = pages[name]["product"]["p50"]
    other = pages[name].get(goal.against) or pages.get(goal.against, {}).get("product")
    return own / other["p50"] if other else None


def goals(every: list[Operation], results: dict[int, dict]) -> str:
    """Each goal with the ratio of medians at each size, and the growth from the smallest to the largest."""
    sizes = sorted(results)
    head = f"\n{'ratio of medians':<38}{'goal':>8}" + "".join(f"{size:>20,}" for size in sizes)
    lines = [head]
    for operation in every:
        for goal in operation.goals:
            cells = []
            for size in sizes:
                value = ratio(results[size], operation.name, goal)
                cells.append(f"{f'{value:.2f} {said(value <= goal.most)}' if value else '–':>20}")
            lines.append(f"{f'{operation.name} / {goal.against}':<38}{f'≤ {goal.most:g}':>8}" + "".join(cells))
    if len(sizes) > 1:
        lines.append(f"\n{f'growth of the median, {sizes[0]:,} to {sizes[-1]:,}':<38}{'goal':>8}")
        for operation in every:
            medians = {
                side: [results[size]["pages"][operation.name][side]["p50"] for size in (sizes[0], sizes[-1])]
                for side in results[sizes[0]]["pages"][operation.name]
            }
            cells = [f"{WORDS[side]} {after / before:.2f}" for side, (before, after) in medians.items()]
            before, after = medians["product"]
            goal = f"≤ {operation.growth:g}" if operation.growth else ""
            verdict = said(after / before <= operation.growth) if operation.growth else ""
            lines.append(f"{operation.name:<38}{goal:>8}  {verdict:<8}{', '.join(cells)}")
    return "\n".join(lines)
