"""What every test needs; fixtures of one subject stay in that subject's folder."""

from django.conf import settings


def pytest_configure() -> None:
    """Leave out what makes production safe and tests slow: hashed file names, costly passwords."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
