"""Folding of names, so that searching and sorting do not depend on accents, case or the database."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_UNDECOMPOSED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})


# What XML cannot hold; word processors leave some of it in what is pasted from them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text without control characters."""
    return _UNPRINTABLE.sub("", text)


def fold(text: str) -> str:
    """Return the text in lower case, without accents, punctuation as single spaces: ``cote d ivoire``."""
    # "&" is how people write "and" in names of States.
    lowered = text.casefold().replace("&", " and ")
    decomposed = unicodedata.normalize("NFKD", lowered).translate(_UNDECOMPOSED)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters))


def sort_key(text: str) -> str:
    """Return a key that sorts names alike on every database: letters and digits only, ``cotedivoire``."""
    return fold(text).replace(" ", "").replace("_", "")
