"""What is timed: each operation with its address at the product, at the admin and in plain views, and its goals."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """The ratio of medians that the product should keep to, against one of the others or against its own page 1."""

    against: str
    most: float


@dataclass(frozen=True)
class Operation:
    """One thing that people do. `sides` maps who answers ("product", "reader", "admin", "plain") to the address.

    `reader` is the product again, asked by somebody of one department. `growth` is how much the product's median may
    grow from the smallest to the largest size; `times` how often it is asked against a page's once.
    """

    name: str
    sides: dict[str, str]
    goals: tuple[Goal, ...] = ()
    growth: float | None = None
    share: float = 1.0
    notes: str = ""
    posts: bool = field(default=False)


def operations(found: dict[str, str]) -> list[Operation]:
    """The list, with the addresses of this database (see `people.find`) filled in."""
    product_list = "/actions/"
    admin_list = "/admin/actions/correctiveaction/"
    late = found["after"]
    return [
        Operation(
            "my work",
            {"product": "/", "reader": "/", "admin": f"{admin_list}?owner__id__exact={found['owner']}"},
            (Goal("admin", 0.8),),
            1.5,
            notes="the admin lists one owner",
        ),
        Operation(
            "list, page 1",
            {"product": product_list, "reader": product_list, "admin": admin_list, "plain": "/plain/actions/"},
            (Goal("admin", 0.6), Goal("plain", 1.5)),
            1.3,
        ),
        Operation(
            "list, filtered",
            {
                "product": f"{product_list}?status=in_progress&department={found['department']}",
                "reader": f"{product_list}?status=in_progress&department={found['department']}",
                "admin": f"{admin_list}?state__exact=in_progress&department__id__exact={found['department']}",
                "plain": f"/plain/actions/?state=in_progress&department={found['department']}",
            },
            (Goal("admin", 0.6), Goal("plain", 1.5)),
            1.3,
        ),
        Operation(
            "list, at 90 %",
            {
                "product": f"{product_list}?page=21&after={late}",
                "admin": f"{admin_list}?p={found['late_page']}",
                "plain": f"/plain/actions/?after={found['plain_after']}",
            },
            (Goal("list, page 1", 1.2), Goal("admin", 0.6)),
            1.3,
        ),
        Operation(
            "one action",
            {
                "product": f"/actions/{found['action']}/",
                "reader": f"/actions/{found['own_action']}/",
                "admin": f"{admin_list}{found['action']}/change/",
                "plain": f"/plain/actions/{found['action']}/",
            },
            (Goal("admin", 0.5), Goal("plain", 4.0)),
            1.1,
        ),
        Operation(
            "scorecard",
            {"product": "/reports/", "reader": "/reports/", "plain": "/plain/dashboard/"},
            (Goal("plain", 2.5),),
            2.0,
        ),
        Operation(
            "search, rare word",
            {
                "product": f"/search/?q={found['rare']}",
                "reader": f"/search/?q={found['rare']}",
                "admin": f"{admin_list}?q={found['rare']}",
            },
            (Goal("admin", 0.3),),
            1.3,
        ),
        Operation(
            "post a check-in",
            {
                "product": "one action's own page",
                "admin": "/admin/actions/checkin/add/",
                "plain": f"/plain/actions/{found['action']}/",
            },
            (Goal("plain", 3.0),),
            1.2,
            posts=True,
        ),
        Operation(
            "export XLSX",
            {"product": f"{product_list}?export=xlsx", "plain": "/plain/actions.xlsx"},
            (Goal("plain", 1.4),),
            share=0.1,
        ),
    ]
