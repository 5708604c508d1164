"""A revision is one transaction: who, when, why; numbered in the order in which changes become visible."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from treatytracker import freshness
from treatytracker.models import Revision
from treatytracker.prepared import Question
from treatytracker.revision import continuing, current, open_revision, recording

pytestmark = pytest.mark.django_db


def record(reason="a test"):
    with recording(None, reason) as revision:
        return revision


def fail():
    with recording(None, "half done"):
        raise ZeroDivisionError


def test_a_revision_has_an_author_a_moment_and_a_reason(clock, django_user_model):
    user = django_user_model.objects.create_user("ed")
    with recording(user, "because") as revision:
        assert open_revision.get() == revision
    stored = Revision.objects.get(pk=revision.pk)
    assert (stored.by, stored.at, stored.reason) == (user, clock, "because")
    assert str(stored) == f"revision {stored.pk}"
    assert current() == stored.pk


def test_an_error_takes_the_revision_back():
    before = current()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert current() == before
    assert open_revision.get() is None


def test_moments_rise_with_the_numbers_even_if_the_clock_does_not(clock):
    first, second = record(), record()
    assert second.pk > first.pk
    assert second.at == first.at + timedelta(microseconds=1)


def test_a_revision_can_be_continued():
    revision = record()
    assert open_revision.get() is None
    with continuing(revision):
        assert open_revision.get() == revision
    assert open_revision.get() is None


def test_revisions_inside_each_other_close_in_order():
    with recording(None, "outer") as outer:
        with recording(None, "inner") as inner:
            assert open_revision.get() == inner
        assert open_revision.get() == outer


def test_no_two_revisions_at_one_moment(clock):
    record()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(at=clock, reason="again")


def test_a_revision_costs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # with the savepoint around it
        record()


def test_an_empty_registry_has_number_0(monkeypatch):
    none = Question(lambda: Revision.objects.filter(pk=-1).values_list("pk", "at"))
    monkeypatch.setattr(freshness, "LAST", none)
    assert current() == 0
