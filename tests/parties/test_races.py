"""Two editors at once, in processes of their own: the second is told, nothing is lost, the status is right."""

import pytest

from instruments.models import Instrument
from parties.models import Action, Participation
from parties.rebuild import differences
from parties.recording import overlapping_versions
from tests.factories import make_action, make_instrument, make_participant
from tests.processes import SharedDatabase, race
from treatytracker.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)

CORRECTS = """
from parties.models import Action
from parties.recording import Superseded, editing
key, note = sys.argv[1:]
action = Action.objects.current().get(key=key)
print("ready", flush=True)
sys.stdin.readline()
try:
    with editing(None, note) as edit:
        edit.correct(action, note=note)
        time.sleep(0.3)
    print("saved")
except Superseded:
    print("superseded")
"""
RECORDS = """
from datetime import date
from instruments.models import Instrument
from parties.models import Action, Participant
from parties.recording import editing
treaty = Instrument.objects.get(slug="race")
state = Participant.objects.get(iso3=sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
with editing(None, state.iso3) as edit:
    edit.record(Action(instrument=treaty, participant=state, kind="accession", date=date(2010, 1, 15), source="x"))
    time.sleep(0.3)
print("saved")
"""


@pytest.fixture
def treaty():
    """A treaty that two consents bring into force."""
    make_participant("XRA")
    make_participant("XRB")
    return make_instrument("race", in_force_on=None)


def check(instrument):
    assert overlapping_versions() == []
    assert not differences(Instrument.objects.get(pk=instrument.pk))
    moments = list(Revision.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_the_second_to_correct_the_same_act_is_told(treaty, tmp_path):
    action = make_action("accession", instrument=treaty, participant="XRA")
    revisions = Revision.objects.count()
    shared = SharedDatabase(tmp_path)
    said = race(*(shared.start(CORRECTS, action.key, name) for name in ("Ada", "Ben")))
    shared.take_back()
    assert sorted(said) == ["saved", "superseded"]
    winner = ("Ada", "Ben")[said.index("saved")]
    assert [version.note for version in Action.objects.filter(key=action.key).order_by("pk")] == ["", winner]
    assert Revision.objects.count() == revisions + 1
    check(treaty)


def test_two_acts_that_together_bring_a_treaty_into_force(treaty, tmp_path):
    shared = SharedDatabase(tmp_path)
    assert race(*(shared.start(RECORDS, iso3) for iso3 in ("XRA", "XRB"))) == ["saved", "saved"]
    shared.take_back()
    now = Participation.objects.as_of("2026-01-01").filter(instrument=treaty, participant__iso3__startswith="XR")
    assert dict(now.values_list("participant__iso3", "status")) == {"XRA": "party", "XRB": "party"}
    check(treaty)
