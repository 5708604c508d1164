"""The roles of the people who edit: groups with exactly these permissions, made by migration.

Permissions come into being after all migrations, so the groups get theirs at each ``post_migrate``.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate
from django.dispatch import receiver

APPS = ("instruments", "parties", "agencies", "editing", "treatytracker")
EDITED = (
    "instruments.instrument", "parties.action", "parties.statement", "parties.participant",
    "parties.participantname", "agencies.agency", "agencies.mandate",
)  # fmt: skip

VIEWER, EDITOR, REVIEWER, ADMINISTRATOR = "Viewers", "Editors", "Reviewers", "Administrators"


def permissions_of(role: str) -> set[str]:
    """Return what a role may do, as ``app.codename``.

    Viewers read the admin; editors also enter and correct, which four eyes may turn into a proposal;
    reviewers also publish and reject proposals; administrators also manage people.
    """
    allowed = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.filter(
            content_type__app_label__in=APPS, codename__startswith="view_"
        ).values_list("content_type__app_label", "codename")
    }
    if role in (EDITOR, REVIEWER, ADMINISTRATOR):
        for name in EDITED:
            app, model = name.split(".")
            allowed |= {f"{app}.add_{model}", f"{app}.change_{model}"}
        allowed.add("editing.import_page")
    if role in (REVIEWER, ADMINISTRATOR):
        allowed.add("editing.publish_proposal")
    if role == ADMINISTRATOR:
        allowed |= {f"auth.{verb}_user" for verb in ("view", "add", "change")} | {"auth.view_group"}
    return allowed


@receiver(post_migrate)
def grant(sender, **kwargs):
    """Give each group what its role may do; other groups and personal permissions are left alone."""
    if sender.name != "editing":
        return
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in (VIEWER, EDITOR, REVIEWER, ADMINISTRATOR):
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(permissions[name] for name in permissions_of(role) if name in permissions)
