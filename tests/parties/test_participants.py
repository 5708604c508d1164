"""The participants of the registry: codes, names with their dates, groups, and States that are no more."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count

from parties.models import Participant, ParticipantName, PredecessorState
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def test_who_takes_part():
    counts = Participant.objects.order_by("kind").values_list("kind").annotate(Count("pk"))
    assert dict(counts) == {
        "member-state": 193,
        "observer-state": 2,
        "non-member-state": 2,
        "regional-organization": 1,
        "predecessor-state": 3,
    }


def test_codes_are_unique_and_complete():
    living = Participant.objects.exclude(kind="predecessor-state")
    for field in ("iso3", "iso2"):
        codes = list(living.values_list(field, flat=True))
        assert len(set(codes)) == len(codes) == 198
    assert not living.filter(kind="member-state", m49="").exists()


def test_every_member_state_has_a_region_and_its_group():
    assert not Participant.objects.filter(kind="member-state", region="").exists()
    # The depositary of groups: the United States belongs to none and sits with the Western European one.
    outside = Participant.objects.filter(kind="member-state", group="")
    assert {participant.iso3 for participant in outside} <= {"USA", "KIR"}


@pytest.mark.parametrize(
    ("iso3", "name", "until"),
    [
        ("TUR", "Turkey", date(2022, 5, 31)),
        ("SWZ", "Swaziland", date(2018, 5, 29)),
        ("MKD", "the former Yugoslav Republic of Macedonia", date(2019, 2, 13)),
    ],
)
def test_a_former_name_has_its_dates(iso3, name, until):
    former = ParticipantName.objects.get(participant__iso3=iso3, name=name)
    assert former.kind == "former"
    assert abs((former.used_until - until).days) <= 60


def test_no_name_means_two_participants():
    meanings = {}
    for participant in Participant.objects.prefetch_related("names"):
        for folded in {participant.folded_name, *(name.folded for name in participant.names.all())}:
            meanings.setdefault(folded, set()).add(participant.iso3)
    assert {name: sorted(codes) for name, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("name", "iso3", "last_day", "successors"),
    [
        ("Czechoslovakia", "CSK", date(1992, 12, 31), ["CZE", "SVK"]),
        ("German Democratic Republic", "DDR", date(1990, 10, 2), ["DEU"]),
        ("Yugoslavia (Socialist Federal Republic of)", "YUG", date(1992, 4, 26),
         ["BIH", "HRV", "MKD", "MNE", "SRB", "SVN"]),
    ],
)  # fmt: skip
def test_a_state_that_is_no_more_and_acted(name, iso3, last_day, successors):
    state = PredecessorState.objects.get(name=name)
    assert (state.participant.iso3, state.participant.kind) == (iso3, "predecessor-state")
    assert state.existed_until == state.participant.existed_until == last_day
    assert sorted(successor.iso3 for successor in state.successors.all()) == successors


def test_a_state_that_never_acted_has_no_row():
    silent = PredecessorState.objects.filter(participant=None)
    assert sorted(state.code for state in silent if state.code) == ["SCG", "SUN", "YMD"]
    assert silent.count() == 5


def test_lists_are_sorted_whatever_the_accents():
    names = [participant.name for participant in Participant.objects.all()]
    order = ["Costa Rica", "Côte d'Ivoire", "Croatia", "Timor-Leste", "Togo", "Türkiye", "Turkmenistan"]
    assert [name for name in names if name in order] == order


def test_saving_keeps_the_folded_names():
    participant = make_participant(name="Émirat de l’Été & Co")
    assert (participant.folded_name, participant.sort_name) == ("emirat de l ete and co", "emiratdeleteandco")
    other = ParticipantName.objects.create(participant=participant, name="L’ÉTÉ", kind="alias")
    assert other.folded == "l ete"


@pytest.mark.parametrize(
    ("used_from", "used_until", "allowed"),
    [
        (None, None, True),
        (date(2000, 1, 1), None, True),
        (None, date(2000, 1, 1), True),
        (date(2000, 1, 1), date(2000, 1, 1), True),
        (date(2000, 1, 2), date(2000, 1, 1), False),
    ],
)
def test_a_name_is_used_from_before_until(used_from, used_until, allowed):
    name = ParticipantName(
        participant=make_participant(), name="Old", kind="former", used_from=used_from, used_until=used_until
    )
    if allowed:
        name.full_clean(exclude=["folded"])
    else:
        with pytest.raises(ValidationError, match="cannot be before the first"):
            name.full_clean(exclude=["folded"])
