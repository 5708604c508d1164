"""Folding and sorting of names: the same on every database, whatever accents, case and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatytracker.text import fold, printable, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Côte d'Ivoire", "cote d ivoire"),
        ("CÔTE D’IVOIRE", "cote d ivoire"),
        ("Türkiye", "turkiye"),
        ("TÜRKİYE", "turkiye"),
        ("Antigua & Barbuda", "antigua and barbuda"),
        ("São Tomé and Príncipe", "sao tome and principe"),
        ("Bolivia (Plurinational State of)", "bolivia plurinational state of"),
        ("Færøerne, Łódź, Đakovo", "faeroerne lodz dakovo"),
        ("Straße", "strasse"),
        ("  Holy \t See ", "holy see"),
        ("U.S.A.", "u s a"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "key"), [("Côte d'Ivoire", "cotedivoire"), ("a_b c", "abc"), ("Guinea-Bissau", "guineabissau")]
)
def test_sort_key(text, key):
    assert sort_key(text) == key


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_case_never_matters_to_latin_names(text):
    assert fold(text.upper().lower()) == fold(text.lower())


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x00b\x0bc\x7f\ufffe", "abc"), ("two\nlines\tand \u00a0more", "two\nlines\tand \u00a0more"), ("Côte", "Côte")],
)
def test_printable(text, kept):
    assert printable(text) == kept
