"""People who edit, and whether four eyes are asked for."""

import pytest


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser("editor", password="x")


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def one_pair_of_eyes(settings):
    settings.FOUR_EYES = False
