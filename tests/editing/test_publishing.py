"""Publishing: all or nothing, in one revision, by another person, and only against the version that was seen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from editing.models import Batch, Operation, Origin, Proposal, State
from editing.publishing import CannotPublish, publish, reject
from instruments.models import Instrument
from parties.models import Action, Participation, Statement
from parties.recording import editing
from tests.factories import make_action, make_instrument, make_participant, make_statement
from treatytracker import dates
from treatytracker.models import Revision
from treatytracker.revision import current

pytestmark = pytest.mark.django_db
ACCESSION = {
    "instrument": "xt", "party_iso3": "XAA", "party_name": "State XAA", "action": "accession", "date": "2010-01-15",
    "source": "C.N.1.2010", "confidence": "high",
}  # fmt: skip


@pytest.fixture(autouse=True)
def treaty_and_state(settings):
    settings.FOUR_EYES = True
    make_instrument()
    make_participant()


@pytest.fixture
def author(django_user_model):
    return django_user_model.objects.create_user("Edith")


@pytest.fixture
def reviewer(django_user_model):
    return django_user_model.objects.create_user("Rex")


@pytest.fixture
def batch(author):
    return Batch.objects.create(
        origin=Origin.EDITOR, title="a test", source="C.N.1.2010", reason="r", made_by=author, made_at=dates.now()
    )


@pytest.fixture
def propose(batch):
    def make(operation=Operation.RECORD, fact=None, *, changes=None, **more):
        key = {"key": fact.key, "base": fact.pk} if fact else {}
        values = {} if operation == Operation.RETRACT else {**ACCESSION, **(changes or {})}
        return Proposal.objects.create(
            batch=batch, position=batch.proposals.count() + 1, subject=more.pop("subject", "action"),
            operation=operation, values=values, row="a row", **{**key, **more},
        )  # fmt: skip

    return make


def status(on, slug="xt"):
    return (
        Participation.objects.as_of(date.fromisoformat(on)).get(instrument__slug=slug, participant__iso3="XAA").status
    )


def test_a_new_fact(propose, reviewer):
    proposal = propose()
    before = Revision.objects.count()
    revision = publish([proposal], reviewer, "checked")
    assert revision.pk == current()
    assert Revision.objects.count() == before + 1
    assert (revision.by, revision.reason) == (reviewer, "checked")
    action = Action.objects.current().get(key="xt-xaa-accession-2010-01-15")
    assert (action.recorded_in, action.source) == (revision, "C.N.1.2010")
    assert status("2010-07-15") == "party"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.decided_at) == (State.PUBLISHED, reviewer, dates.now())
    assert (proposal.decision_reason, proposal.revision, proposal.key) == ("checked", revision, action.key)


def test_a_correction_supersedes_what_was_seen(propose, reviewer):
    action = make_action()
    publish([propose(Operation.CORRECT, action, changes={"date": "2010-02-01"})], reviewer, "checked")
    assert [str(version.date) for version in Action.objects.filter(key=action.key).order_by("pk")] == [
        "2010-01-15",
        "2010-02-01",
    ]
    assert status("2010-01-31") == "no-action"
    assert status("2010-02-01") == "contracting-state"


def test_a_retraction(propose, reviewer):
    action = make_action()
    publish([propose(Operation.RETRACT, action)], reviewer, "checked")
    assert not Action.objects.current().filter(key=action.key).exists()
    assert status("2020-01-01") == "no-action"


def test_a_statement_keeps_its_words(propose, reviewer):
    statement = make_statement(text="The Government declares ...")
    changes = {"action": "declaration", "note": "a gist"}
    publish([propose(Operation.CORRECT, statement, changes=changes, subject="statement")], reviewer, "checked")
    corrected = Statement.objects.current().get(key=statement.key)
    assert (corrected.text, corrected.note) == ("The Government declares ...", "a gist")


def test_acts_that_are_published_together_support_each_other(propose, reviewer):
    ratification = propose(changes={"action": "ratification"})
    signature = propose(changes={"action": "signature", "date": "2009-01-01"})
    publish([ratification, signature], reviewer, "checked")
    assert status("2010-07-15") == "party"


# Who ----------------------------------------------------------------------------------------------


def test_nobody_publishes_what_they_proposed(propose, author):
    with pytest.raises(PermissionDenied, match="Another person must publish"):
        publish([propose()], author, "checked")
    assert Proposal.objects.get().state == State.OPEN


def test_one_pair_of_eyes_is_enough_where_the_setting_says_so(propose, author, settings):
    settings.FOUR_EYES = False
    publish([propose()], author, "checked")
    assert status("2010-07-15") == "party"


@pytest.mark.parametrize(("decider", "state"), [("Edith", State.WITHDRAWN), ("Rex", State.REJECTED)])
def test_the_author_takes_back_and_others_reject(propose, author, reviewer, decider, state):
    before = current()
    proposal = propose()
    reject([proposal], {"Edith": author, "Rex": reviewer}[decider], "no")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by.username, proposal.revision) == (state, decider, None)
    assert current() == before


# All or nothing -----------------------------------------------------------------------------------


def overtaken(propose):
    action = make_action()
    proposal = propose(Operation.CORRECT, action, changes={"note": "mine"})
    with editing(None, "somebody was faster") as edit:
        edit.correct(action, note="theirs")
    return proposal


def taken_out(propose):
    action = make_action()
    proposal = propose(Operation.RETRACT, action)
    with editing(None, "somebody was faster") as edit:
        edit.retract(action)
    return proposal


def already_there(propose):
    return propose(key=make_action("accession", "2010-01-15").key, changes={"note": "unseen"})


def published(propose):
    proposal = propose()
    Proposal.objects.filter(pk=proposal.pk).update(state=State.PUBLISHED, decided_at=dates.now())
    return proposal


CANNOT = {
    "an error": (lambda propose: propose(error="The name is not known."), "The name is not known."),
    "a warning that nobody confirmed": (
        lambda propose: propose(warnings=["It is doubtful."]),
        "say why it is right. It is doubtful.",
    ),
    "a value that cannot be": (
        lambda propose: propose(changes={"date": "2010-02-30"}),
        "“2010-02-30” is not a day of the calendar.",
    ),
    "no source": (lambda propose: propose(changes={"source": ""}), "This field cannot be blank."),
    "an unknown treaty": (lambda propose: propose(changes={"instrument": "zz"}), "there is no instrument “zz”"),
    "an impossible act": (
        lambda propose: propose(changes={"action": "withdrawal"}),
        "so there is nothing to withdraw from",
    ),
    "an act in the future": (lambda propose: propose(changes={"date": "2026-11-25"}), "is in the future"),
    "overtaken by a correction": (overtaken, "was made against a version that no longer stands"),
    "overtaken by a retraction": (taken_out, "was made against a version that no longer stands"),
    "a new fact whose key is taken": (already_there, "was made against a version that no longer stands"),
    "published already": (published, "is published already"),
}


@pytest.mark.parametrize(("make", "said"), CANNOT.values(), ids=CANNOT)
def test_what_cannot_be_published_stops_all(propose, reviewer, make, said):
    good = propose(changes={"action": "signature", "date": "2009-01-01"})
    bad = make(propose)
    before, facts = current(), Action.objects.count()
    with pytest.raises(CannotPublish) as refused:
        publish([good, bad], reviewer, "checked")
    assert said in str(refused.value)
    assert (current(), Action.objects.count()) == (before, facts)
    good.refresh_from_db()
    assert good.state == State.OPEN


def test_a_change_that_leaves_another_act_without_ground_is_refused(propose, reviewer):
    make_action("signature", "1999-01-01", key="signed")
    make_action("ratification", "2010-01-15")
    signature = Action.objects.get(key="signed")
    with pytest.raises(CannotPublish, match="State XAA has not signed before"):
        publish([propose(Operation.RETRACT, signature)], reviewer, "checked")
    assert Action.objects.current().filter(key="signed").exists()


def test_a_confirmed_warning_is_published_with_its_reason(propose, reviewer):
    publish([propose(warnings=["Doubtful."], warnings_confirmed="The notification says so.")], reviewer, "checked")
    assert Action.objects.current().get(instrument__slug="xt").confirmation == "The notification says so."


def test_a_new_treaty_is_published_before_its_acts(propose, reviewer):
    act = propose(changes={"instrument": "new"})
    row = {"slug": "new", "kind": "convention", "title": "New", "short_title": "New", "depositary": "SG", "source": "x",
           "confidence": "high", "withdrawal_conflict_clause": "no", "general_anchor": "day", "party_anchor": "day",
           "action_kinds": "accession"}  # fmt: skip
    treaty = propose(changes=row, subject="instrument", key="new")
    Proposal.objects.filter(pk=treaty.pk).update(values=row)
    publish([act, treaty], reviewer, "checked")
    assert Instrument.objects.get(slug="new").rules.joining is None
    assert status("2020-01-01", "new") == "contracting-state"
