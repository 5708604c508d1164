"""The door: bytes in, a page of claims out, whatever their form."""

import hashlib
import re

from editing.depositary.claims import NotAStatusPage, Page
from editing.depositary.mtdsg import read_xml
from editing.depositary.page import read_html

LARGEST = 30_000_000


def read_page(data: bytes, name: str) -> Page:
    """Return the claims of a status page (HTML) or an MTDSG file (XML); ``name`` is the file's.

    Raise NotAStatusPage, with a sentence that says what the bytes are, for anything else.
    """
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not beginning:
        raise NotAStatusPage("It is empty.")
    if len(data) > LARGEST:
        raise NotAStatusPage(f"It is larger than {LARGEST // 1_000_000} MB, which no page of the depositary is.")
    sha256 = hashlib.sha256(data).hexdigest()
    # A missing XML document comes as an HTML page with status 200, so the name proves nothing.
    if beginning.startswith(b"<?xml") and b"<html" not in beginning:
        return read_xml(data, name, sha256)
    if beginning.startswith(b"%pdf"):
        raise NotAStatusPage("It is a PDF. Save the page itself (HTML), or the XML file that it links to.")
    if not beginning.startswith(b"<"):
        raise NotAStatusPage("It is neither an HTML page nor an XML file.")
    return read_html(_decoded(data).replace("\0", "\ufffd"), name, sha256)  # as browsers do: no database keeps it


def _decoded(data: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    for encoding in ("utf-8-sig", declared[1].decode() if declared else "", "cp1252"):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8")
        except (UnicodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")
