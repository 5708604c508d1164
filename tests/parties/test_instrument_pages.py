"""The pages of instruments: who participates on a day, who is missing, what follows from the rules."""

import re
from datetime import date

import html5lib
import pytest

from instruments.models import Instrument
from parties.models import Participant, Participation, Statement
from parties.recording import editing
from tests.factories import make_instrument
from tests.parties.reading import get, row_of, text_of

pytestmark = pytest.mark.django_db


def figures(html):
    """Return the key figures as numbers by label."""
    found = re.findall(r'figure-n">(\d+)</span> <span class="figure-label">([^<]+)<', html)
    return {label: int(number) for number, label in found}


def test_list_counts_every_instrument(client):
    html = get(client, "/instruments/?as_of=2026-02-03")
    text = text_of(html)
    assert "Anti-Personnel Mine Ban Convention XXVI-5 anti-personnel mines" in text
    for slug, bound in {"apmbc": 162, "ccw": 128, "ccm": 112, "crpd": 193, "ccw-ap2": 107, "ccw-a1": 90}.items():
        link = re.escape(f'<a href="/instruments/{slug}/?bound=true&amp;as_of=2026-02-03#participation"')
        assert re.search(rf"{link}[^>]*>{bound}</a>", html), slug


def test_list_says_which_instruments_did_not_exist_yet(client):
    html = get(client, "/instruments/?as_of=1996-01-01")
    assert html.count("Did not exist: adopted on") == 6


def test_list_costs_the_same_whatever_the_day(client, django_assert_num_queries):
    for day in ("1950-01-01", "2026-02-03"):
        with django_assert_num_queries(4):
            client.get(f"/instruments/?as_of={day}")


@pytest.mark.parametrize(
    ("path", "bound", "former"),
    [
        ("/instruments/apmbc/?as_of=2026-02-03", 162, 4),
        ("/instruments/apmbc/?as_of=2026-11-23", 161, 5),
        ("/instruments/ccm/?as_of=2026-02-03", 112, 1),
        ("/instruments/ccw-p5/?as_of=2026-02-03", 99, 0),
    ],
)
def test_key_figures(client, path, bound, former):
    shown = figures(get(client, path))
    assert (shown["bound"], shown["former parties"]) == (bound, former)
    assert shown["bound"] == shown["parties"] + shown["contracting States"]


def test_every_figure_leads_to_the_list_that_it_counts(client):
    html = get(client, "/instruments/ccm/?as_of=2025-10-01")
    links = re.findall(r'<a href="([^"]+)"><span class="figure-n">(\d+)</span>', html)
    assert len(links) == 6
    for link, number in links:
        listed = get(client, link.replace("&amp;", "&").split("#")[0])
        assert len(re.findall(r'<tr><th scope="row">', listed)) == int(number), link


def test_row_reads_as_the_depositary_prints_it(client):
    html = get(client, "/instruments/apmbc/?as_of=2026-02-03")
    row = row_of(html, "Afghanistan")
    assert row.startswith(
        "Afghanistan 11 Sep 2002 a 1 Mar 2003 Party Party since 1 Mar 2003: acceded 11 Sep 2002; art. 17(2)"
    )
    assert row_of(html, "Japan").startswith("Japan 3 Dec 1997 30 Sep 1998 A 1 Mar 1999 Party")
    assert row_of(html, "Armenia") == "Armenia No action"
    assert "a accession" in text_of(html)


def test_row_refers_to_its_source_which_stands_once_on_the_page(client):
    html = get(client, "/instruments/apmbc/?as_of=2026-02-03")
    assert html.count('id="source-1"') == 1
    assert html.count('href="#source-1"') > 150
    numbers = set(re.findall(r'href="#source-(\d+)"', html))
    assert numbers == set(re.findall(r'id="source-(\d+)"', html))
    assert "suspension declared 18 Jul 2025" in row_of(html, "Ukraine")
    assert "medium confidence" in row_of(html, "Ukraine")


@pytest.mark.parametrize(
    ("slug", "day", "who", "status"),
    [
        ("apmbc", "2011-07-08", "South Sudan", "No action"),
        ("apmbc", "2011-07-09", "South Sudan", "Party"),
        ("apmbc", "2011-07-10", "South Sudan", "Party"),
        ("ccm", "2025-03-05", "Lithuania", "Party"),
        ("ccm", "2025-03-06", "Lithuania", "Former party"),
        ("ccm", "2025-03-07", "Lithuania", "Former party"),
        ("apmbc", "2026-02-19", "Poland", "Party"),
        ("apmbc", "2026-02-20", "Poland", "Former party"),
        ("apmbc", "2026-02-21", "Poland", "Former party"),
        ("ccw", "1992-12-31", "Czechoslovakia", "Party"),
        ("ccw", "1993-01-01", "Czechia", "Party"),
        ("ccw", "1992-12-31", "Slovakia", "No action"),
        ("ccw", "1993-01-01", "Slovakia", "Party"),
    ],
)
def test_status_on_the_day_before_the_day_and_the_day_after(client, slug, day, who, status):
    row = row_of(get(client, f"/instruments/{slug}/?as_of={day}"), who)
    assert status in re.findall(r"No action|Former party|Party", row)[0]


def test_predecessor_state_is_gone_the_day_after_its_last(client):
    assert ">Czechoslovakia</a></th>" in get(client, "/instruments/ccw/?as_of=1992-12-31")
    assert ">Czechoslovakia</a></th>" not in get(client, "/instruments/ccw/?as_of=1993-01-01")


def test_withdrawal_counts_down_to_its_effect(client):
    html = get(client, "/instruments/apmbc/?as_of=2026-02-08")
    assert "leaves 20 Feb 2026, in 12 days" in row_of(html, "Poland")
    assert "About to take effect" in html
    assert "leaves 20 Feb 2026, in 1 day " in text_of(get(client, "/instruments/apmbc/?as_of=2026-02-19"))
    gone = get(client, "/instruments/apmbc/?as_of=2026-02-20")
    assert "About to take effect" not in gone
    assert "left 20 Feb 2026" in row_of(gone, "Poland")


def test_consent_that_is_about_to_take_effect(client):
    html = get(client, "/instruments/ccm/?as_of=2026-02-27")
    assert "in force 1 Mar 2026, in 2 days" in row_of(html, "Vanuatu")
    assert "Contracting State" in row_of(html, "Vanuatu")


def test_signatories_that_never_joined_stand_with_their_years(client):
    text = text_of(get(client, "/instruments/apmbc/?as_of=2025-03-01"))
    assert "Signed and never joined (1)" in text
    assert "Marshall Islands , signed 4 Dec 1997, 27 years before" in text


def test_absent_participants_stand_by_region(client):
    text = text_of(get(client, "/instruments/apmbc/?as_of=2026-02-03"))
    assert "Neither signed nor joined" in text
    assert "Americas (2) Cuba , United States of America" in text


@pytest.mark.parametrize(
    ("slug", "sentences"),
    [
        (
            "apmbc",
            [
                "Art. 17(1): first day of the sixth month after the month of the 40th deposit.",
                "Art. 17(2): first day of the sixth month after the month of deposit.",
                "Art. 20: six months after receipt of the notice, but not before the end of an armed conflict",
                "Prohibited (art. 19).",
                "Consent number 40 that counts was received on 16 Sep 1998, which gives 1 Mar 1999: the published day.",
            ],
        ),
        ("crpd", ["Art. 45(2): thirtieth day after deposit.", "Art. 48: one year after receipt of the notice."]),
        (
            "ccw-ap2",
            [
                "Consent number 20 that counts was received on 20 Apr 1998, which gives 20 Oct 1998:",
                "not the published 3 Dec 1998.",
                "The published date stands.",
            ],
        ),
    ],
)
def test_rules_stand_in_words_with_their_articles(client, slug, sentences):
    text = text_of(get(client, f"/instruments/{slug}/"))
    for sentence in sentences:
        assert sentence in text


def test_statements_made_by_the_day(client):
    assert "Reservations (25)" in text_of(get(client, "/instruments/crpd/"))
    early = text_of(get(client, "/instruments/crpd/?as_of=2007-03-30"))
    assert "Reservations (3)" in early
    assert "None is recorded by 18 Sep 1997." in text_of(get(client, "/instruments/apmbc/?as_of=1997-09-18"))


def test_what_several_said_alike_stands_once(client):
    text = text_of(get(client, "/instruments/crpd/"))
    assert "Objections (88)" in text
    assert text.count("Objects to Thailand's interpretative declaration on article 18.") < 5
    assert "Likewise Sweden (28 Jul 2009)" in text


def test_protocols_and_their_convention_lead_to_each_other(client):
    parent, child = get(client, "/instruments/ccw/"), get(client, "/instruments/ccw-p4/")
    for slug in ("ccw-p1", "ccw-ap2", "ccw-a1"):
        assert f'href="/instruments/{slug}/"' in parent
        assert f'href="/instruments/{slug}/"' in child
    assert 'One of the instruments of the <a href="/instruments/ccw/">' in " ".join(child.split())
    assert "The Convention, its protocols" not in get(client, "/instruments/ccm/")


def test_page_is_machine_readable_and_can_be_cited(client):
    html = get(client, "/instruments/apmbc/?as_of=2026-02-03&region=Europe")
    assert '"@type":"Legislation"' in html
    assert '"@type":"Dataset"' in html
    assert re.search(
        r'href="/api/v1/participations/\?instrument=apmbc&amp;as_of=2026-02-03&amp;region=Europe&amp;format=csv"', html
    )
    assert "“Anti-Personnel Mine Ban Convention”, status as of 3 Feb 2026, revision" in html
    assert 'href="https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&amp;mtdsg_no=XXVI-5' in html


# The day ------------------------------------------------------------------------------------------------


def test_other_day_says_that_it_is_not_today_and_what_changed(client):
    html = get(client, "/instruments/apmbc/?as_of=2025-12-20")
    assert "This is the status as of 20 Dec 2025, not of today." in text_of(html)
    assert "166 were bound, 161 are today" in text_of(html)
    assert 'href="/compare/?from=2025-12-20&amp;to=2026-11-24&amp;instrument=apmbc"' in html


def test_today_says_up_to_when_the_sources_were_read(client):
    assert "The sources were read up to 3 Feb 2026" in text_of(get(client, "/instruments/apmbc/"))


def test_future_day_says_so(client):
    text = text_of(get(client, "/instruments/apmbc/?as_of=2100-01-01"))
    assert "This day is in the future: the page shows what the acts known today lead to." in text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("1997-09-17", "On 17 Sep 1997 this treaty did not exist yet."),
        ("1997-09-18", "was not yet open for signature. It opened on 3 Dec 1997."),
        ("1997-12-02", "was not yet open for signature. It opened on 3 Dec 1997."),
        ("1997-12-03", "was not yet in force. It entered into force on 1 Mar 1999."),
        ("1999-02-28", "was not yet in force. It entered into force on 1 Mar 1999."),
    ],
)
def test_stage_of_the_treaty(client, day, sentence):
    assert sentence in text_of(get(client, f"/instruments/apmbc/?as_of={day}"))


def test_day_before_the_treaty_has_no_table_and_no_figures(client):
    html = get(client, "/instruments/apmbc/?as_of=1990-01-01")
    assert "participation-table" not in html
    assert figures(html) == {}
    assert "was not yet in force" not in text_of(get(client, "/instruments/apmbc/?as_of=1999-03-01"))


# Filters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("status=former-party", 5),
        ("status=signatory,former-party", 5),
        ("bound=false&region=Americas", 2),
        ("q=swaziland", 1),
        ("q=cote d'ivoire", 1),
        ("consent=succession", None),
        ("group=GRULAC&status=no-action", 1),
    ],
)
def test_filters(client, query, rows):
    html = get(client, f"/instruments/apmbc/?as_of=2026-11-23&{query}")
    shown = html.count('<tr><th scope="row">')
    assert f"{shown} of 198 participants match, on 23 Nov 2026" in text_of(html)
    assert shown == rows if rows is not None else 0 < shown < 198
    assert 'href="/instruments/apmbc/?as_of=2026-11-23">Clear filters' in html


def test_filter_that_nobody_meets_says_so(client):
    text = text_of(get(client, "/instruments/apmbc/?q=zzz"))
    assert "No participant matches these filters on 24 Nov 2026. Show all 198" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_of=12.3.2025", "Write it as YYYY-MM-DD, for example 2025-03-12."),
        ("as_of=2025-02-30", "is not a day of the calendar."),
        ("status=member", "Allowed: no-action, signatory, contracting-state, party, former-party."),
        ("region=Europa", "Allowed: Africa, Americas, Asia, Europe, Oceania."),
        ("bound=maybe", "should be true or false."),
        ("colour=red", "There is no parameter “colour”."),
    ],
)
def test_bad_query_is_refused_with_a_sentence(client, query, sentence):
    for path in ("/instruments/apmbc/", "/matrix/", "/participants/"):
        if "status" in query or "bound" in query:
            path = "/instruments/apmbc/"
        assert sentence in text_of(get(client, f"{path}?{query}", status=400))


def test_unknown_instrument(client):
    get(client, "/instruments/ottawa/", status=404)


# Cost and form ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "number"),
    [
        (["/instruments/apmbc/", "/instruments/ccm/?as_of=2009-01-01", "/instruments/crpd/"], 7),
        (["/instruments/apmbc/?status=party", "/instruments/apmbc/?q=zzz"], 8),
        # A convention with protocols counts theirs too, and a protocol names its convention.
        (["/instruments/ccw/", "/instruments/ccw/?as_of=1997-01-01"], 8),
        (["/instruments/ccw-p1/", "/instruments/ccw-p4/?as_of=1997-01-01"], 9),
    ],
)
def test_page_costs_the_same_whatever_its_length(client, django_assert_num_queries, remembering, paths, number):
    client.get("/instruments/ccm/")
    for path in paths:
        with django_assert_num_queries(number):
            client.get(path)


def test_instrument_of_which_little_is_known(client):
    make_instrument("bare", adopted_on=None, in_force_on=None, threshold=None, general_delay="", party_delay="",
                    withdrawal_delay="", title="Treaty on <b>Tests</b>", action_kinds=[])  # fmt: skip
    html = get(client, "/instruments/bare/")
    assert "Treaty on &lt;b&gt;Tests&lt;/b&gt;" in html
    assert "The rule is not recorded." in html
    assert not Participation.objects.filter(instrument__slug="bare").exists()


@pytest.mark.parametrize(
    "path",
    ["/instruments/", "/instruments/apmbc/", "/instruments/crpd/", "/instruments/ccw/?as_of=1980-01-01",
     "/instruments/ccw/?q=zzz", "/participants/", "/participants/SRB/", "/participants/CSK/", "/matrix/",
     "/matrix/?as_of=1990-01-01&q=zz", "/compare/?from=1990-01-01&to=1995-01-01", "/instruments/ccw/?x=1"],
)  # fmt: skip
def test_html_is_valid(client, path):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(client.get(path).content)
    assert parser.errors == []
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    anchors = {href[1:] for element in document.iter("a") if (href := element.get("href", "")).startswith("#")}
    assert anchors - {"content"} <= set(ids)


def test_every_instrument_has_a_page(client):
    for slug in Instrument.objects.values_list("slug", flat=True):
        get(client, f"/instruments/{slug}/")


def test_a_statement_is_shown_in_its_own_words_where_they_are_recorded(client):
    with editing(None, "From the depositary's page") as edit:
        edit.record(
            Statement(
                instrument=Instrument.objects.get(slug="apmbc"),
                participant=Participant.objects.get(iso3="FRA"),
                kind="declaration",
                date=date(2026, 1, 5),
                source="C.N.998.2026",
                text="The Government declares <nothing>.\nIt says so twice.",
            )
        )
    html = client.get("/instruments/apmbc/").content.decode()
    assert "<p>The Government declares &lt;nothing&gt;.</p><p>It says so twice.</p>" in html
