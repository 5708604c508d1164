"""What the pages of agencies show: who they are, what became of them, and what each advocates."""

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from agencies.desk import desk
from agencies.filters import AgencyFilter
from agencies.models import Agency, Mandate, Theme
from instruments.models import Instrument
from treatytracker.filters import DayQuery
from treatytracker.pages import address, cited, day_of_page, formats, frame, json_ld
from treatytracker.schema_org import dataset, organisation

LIST_TITLE = "Agencies"
LIST_DESCRIPTION = (
    "The 14 United Nations entities that supported mine action in the mid-2000s: "
    "what each advocated, and what became of it."
)
# The parts of the UN system, as the registry's data name them.
PARENTS = {
    "un-secretariat": "United Nations Secretariat",
    "un-funds-and-programmes": "United Nations funds and programmes",
    "un-specialized-agencies": "United Nations specialized agencies",
    "un-research-institutes": "United Nations research institutes",
    "dpo": "Department of Peace Operations",
}


class ListFilter(AgencyFilter):
    """Which agencies are listed: those that advocate a theme or an instrument."""

    agency = kind = of_the_14 = None
    shown_on_pages = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        instruments = list(Instrument.objects.values_list("slug", "short_title"))
        self._offer("theme", Theme.choices)
        self._offer("instrument", instruments)
        for field in self.form.fields.values():
            field.help_text = ""

    def _offer(self, name, options):
        field = self.form.fields[name]
        field.words = [word for word, _ in options]
        field.widget = forms.Select(choices=[("", "Any"), *options])

    @property
    def asked(self) -> dict[str, str]:
        """The filters that are set, as they stand in the address."""
        return {name: self.data[name] for name in self.form.fields if self.data.get(name)}


def list_context(request: HttpRequest, query: ListFilter) -> dict:
    """Return the list: the 14 first, the others apart; a fixed number of queries."""
    agencies = [card(agency) for agency in query.qs.prefetch_related("mandates__instruments")]
    made = frame(request, title=LIST_TITLE, description=LIST_DESCRIPTION)
    made |= cited(request, LIST_TITLE, address=address(request))
    return made | {
        "json_ld": json_ld(
            dataset("Mine-action mandates of UN entities", LIST_DESCRIPTION, request.path, rows="mandates")
        ),
        "of_the_14": [entry for entry in agencies if entry["of_the_14"]],
        "others": [entry for entry in agencies if not entry["of_the_14"]],
        "found": len(agencies),
        "narrowed": bool(query.asked),
        "filter_form": {
            "form": query.form,
            "action": request.path,
            "label": "Filter the agencies",
            "clear_url": request.path if query.asked else "",
        },
        "formats": formats("mandates/", {name: query.asked.get(name, "") for name in ("theme", "instrument")}),
        "formats_what": "All mandates" if not query.asked else "These mandates",
    }


def card(agency: Agency) -> dict:
    """Return an agency as the list shows it."""
    mandates = list(agency.mandates.all())
    instruments = {i.position: i for mandate in mandates for i in mandate.instruments.all()}
    return {
        "name": agency.name,
        "acronym": agency.acronym,
        "url": agency.get_absolute_url(),
        "of_the_14": agency.of_the_14,
        "formerly": called_in_2005(agency) if agency.renamed_since_2005 else "",
        "note": agency.note,
        "mandates": len(mandates),
        "themes": list(dict.fromkeys(mandate.get_theme_display() for mandate in mandates)),
        "instruments": [_tag(instruments[position]) for position in sorted(instruments)],
    }


def called_in_2005(agency: Agency) -> str:
    """Return its name in 2005, with the acronym."""
    return agency.name_in_2005 + (f" ({agency.acronym_in_2005})" if agency.acronym_in_2005 else "")


def _tag(instrument: Instrument) -> dict[str, str]:
    return {"url": reverse("instrument_detail", args=[instrument.slug]), "name": instrument.short_title}


def detail_context(request: HttpRequest, agency: Agency, query: DayQuery) -> dict:
    """Return one agency, its mandates by theme, and its desk on a day."""
    day = query.day
    mandates = list(agency.mandates.order_by("theme", "slug").prefetch_related("instruments__parent"))
    advocated = {i.pk: i for mandate in mandates for i in mandate.instruments.all()}
    instruments = sorted(advocated.values(), key=lambda instrument: instrument.position)
    made = frame(
        request,
        title=agency.name,
        description=f"What {agency.name} advocates in mine action, for whom, and which States are not yet bound.",
        trail=[(LIST_TITLE, "agency_list")],
    )
    made |= day_of_page(request, day, title=f"{agency.name}: mandates and States not yet bound")
    return made | {
        "json_ld": json_ld(organisation(agency)),
        "agency": agency,
        "kind": agency.get_kind_display(),
        "parent": PARENTS.get(agency.parent, agency.parent),
        "called_in_2005": called_in_2005(agency) if agency.name_in_2005 else "",
        "mandates": [described(mandate) for mandate in mandates],
        "mandate_formats": formats("mandates/", {"agency": agency.slug}),
        "desk": desk(instruments, day, query.data.get("as_of", "")),
    }


def described(mandate: Mandate) -> dict:
    """Return a mandate as its agency's page shows it."""
    return {
        "slug": mandate.slug,
        "theme": mandate.get_theme_display(),
        "summary": mandate.summary,
        "beneficiaries": mandate.beneficiaries,
        "instruments": [_tag(instrument) for instrument in mandate.instruments.all()],
        "source": mandate.source,
    }
