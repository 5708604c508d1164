"""Reads a page as its reader does."""

import re


def get(client, path, status=200):
    """Return the page's HTML; its status must be as expected."""
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def text_of(html):
    """Return what a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").replace("&amp;", "&").split())


def row_of(html, name, table="participation-table"):
    """Return what a table says of the participant or instrument that heads a row."""
    found = re.search(rf'<table id="{table}".*?</table>', html, re.DOTALL)[0]
    return next(text_of(row) for row in found.split("<tr>") if f">{name}</a></th>" in row)
