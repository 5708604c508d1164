"""UN entities that support mine action, and what each of them advocates."""

from django.db import models
from django.urls import reverse

from instruments.models import Instrument
from treatytracker.history import history
from treatytracker.terms import Confidence


class AgencyKind(models.TextChoices):
    OFFICE = "office", "office"
    DEPARTMENT = "department", "department"
    PROGRAMME = "programme", "programme"
    FUND = "fund", "fund"
    AGENCY = "agency", "agency"
    SPECIALIZED_AGENCY = "specialized-agency", "specialized agency"
    INTER_AGENCY_MECHANISM = "inter-agency-mechanism", "inter-agency mechanism"


class Theme(models.TextChoices):
    """What a mandate is about."""

    CLEARANCE_OPERATIONS = "clearance-operations", "Clearance operations"
    COORDINATION = "coordination", "Coordination"
    DEVELOPMENT = "development", "Development"
    DISABILITY_RIGHTS = "disability-rights", "Disability rights"
    FINANCE = "finance", "Finance"
    FOOD_AND_AGRICULTURE = "food-and-agriculture", "Food and agriculture"
    GENDER = "gender", "Gender"
    HEALTH = "health", "Health"
    HUMANITARIAN_ACCESS = "humanitarian-access", "Humanitarian access"
    NORM_DEVELOPMENT = "norm-development", "Development of norms"
    PEACE_OPERATIONS = "peace-operations", "Peace operations"
    PUBLIC_INFORMATION = "public-information", "Public information"
    REFUGEES_AND_DISPLACED = "refugees-and-displaced", "Refugees and displaced people"
    RIGHTS_OF_AFFECTED_PEOPLE = "rights-of-affected-people", "Rights of affected people"
    TREATY_COMPLIANCE = "treaty-compliance", "Compliance with treaties"
    UNIVERSALIZATION = "universalization", "Universalization"
    VICTIM_ASSISTANCE = "victim-assistance", "Victim assistance"
    WEAPONS_BAN = "weapons-ban", "Bans on weapons"
    WOMEN_AND_CHILDREN = "women-and-children", "Women and children"


class Agency(models.Model):
    """A UN department, agency, programme or fund that supports mine action, as it is called now and was in 2005."""

    slug = models.SlugField(unique=True, help_text="Permanent: part of every address that people cite.")
    position = models.PositiveSmallIntegerField(help_text="Order in lists.")
    acronym = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=160, help_text="Its present name.")
    kind = models.CharField(max_length=24, choices=AgencyKind)
    parent = models.CharField(max_length=60, blank=True, help_text="The part of the UN system that it belongs to.")
    name_in_2005 = models.CharField(max_length=160, blank=True)
    acronym_in_2005 = models.CharField(max_length=20, blank=True)
    website = models.URLField(blank=True)
    of_the_14 = models.BooleanField(
        "one of the 14", default=False, help_text="One of the 14 entities of the mid-2000s."
    )
    note = models.TextField(blank=True)
    source = models.TextField(help_text="Where these facts come from.")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.UNSTATED)

    history = history()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "agencies"

    def __str__(self):
        return self.acronym or self.name

    def get_absolute_url(self):
        return reverse("agency_detail", args=[self.slug])

    @property
    def renamed_since_2005(self) -> bool:
        return bool(self.name_in_2005) and self.name_in_2005 != self.name


class Mandate(models.Model):
    """One thing an agency advocates: a theme, for whom, for which instruments, with its source."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Permanent: names the mandate in the API.")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="mandates")
    theme = models.CharField(max_length=30, choices=Theme)
    summary = models.TextField(help_text="What it advocates or does, in the registry's own words.")
    beneficiaries = models.CharField(max_length=200, blank=True, help_text="For whom; several apart by semicolons.")
    instruments = models.ManyToManyField(Instrument, blank=True, related_name="mandates")
    source = models.TextField(help_text="Where this can be checked.")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.UNSTATED)

    history = history(m2m_fields=[instruments])

    class Meta:
        ordering = ["agency__position", "theme", "slug"]

    def __str__(self):
        return f"{self.agency}: {self.get_theme_display()}"
