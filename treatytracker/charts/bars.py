"""Small drawings for lists and legends: a share of a whole, and a sample of a status."""

from collections.abc import Sequence

from .svg import check_status, drawing, fill, number, patterns

HATCH = 5


def share_bar(
    parts: Sequence[tuple[str, int]], total: int, *, title: str, description: str = "", prefix: str = "share"
) -> str:
    """Draw how many of ``total`` have each status, such as 161 parties of 198; the rest stays empty.

    ``parts`` is painted from the left in the order given.  The style sheet sets the size.
    Raises ValueError for an unknown status, a negative count, or parts that exceed the total.
    """
    if any(count < 0 for _, count in parts) or sum(count for _, count in parts) > total:
        raise ValueError(f"The parts {list(parts)} do not fit into a total of {total}.")
    body, left = '<rect class="track" width="100%" height="100%"/>', 0.0
    for status, count in parts:
        if not count:
            continue
        width = 100 * count / total
        body += (
            f'<rect class="s-{check_status(status)}"{fill(status, prefix)} x="{number(left)}%" '
            f'width="{number(width)}%" height="100%"/>'
        )
        left += width
    return drawing(
        patterns([status for status, _ in parts], prefix, HATCH) + body,
        kind="share",
        size='width="100%" height="10"',
        title=title,
        description=description,
        prefix=prefix,
    )


def swatch(status: str, *, prefix: str = "key") -> str:
    """Draw the sample of a status, or of ``"none"``, for a legend; the words beside it say what it means.

    Raises ValueError for an unknown status.
    """
    name = status if status == "none" else check_status(status)
    own = f"{prefix}-swatch"
    return (
        '<svg class="swatch" width="18" height="14" aria-hidden="true" xmlns="http://www.w3.org/2000/svg">'
        f'{patterns([name], own, HATCH)}<rect class="s-{name}"{fill(name, own)} width="18" height="14" rx="2"/></svg>'
    )
