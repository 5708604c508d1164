"""Finds the instruments that a page is about; one that the registry lacks is made of what the page says."""

import re
from dataclasses import dataclass, field

from editing.depositary.claims import Header, Page, Vehicle
from editing.facts import shortened
from editing.models import Operation, Proposal, State, Subject
from instruments.importers import Instruments
from instruments.models import Instrument, InstrumentKind
from instruments.rules import Anchor
from parties.terms import ActionKind
from treatytracker.cells import as_cell
from treatytracker.dates import display
from treatytracker.tables import Row
from treatytracker.terms import Confidence
from treatytracker.text import fold

ADDRESS = "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no={reference}&chapter={chapter}&clang=_en"
DEPOSITARY = "Secretary-General of the United Nations"
_NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass
class Treaties:
    """The page's own instrument, under "", and those that travel with it, under their headings."""

    instruments: dict[str, Instrument] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def find_treaties(page: Page, source: str) -> Treaties:
    """Return the instruments that the page is about, those that are new as proposals."""
    found = Treaties()
    header = page.header
    own = Instrument.objects.filter(reference__iexact=header.reference).first()
    if own:
        found.remarks += differences(own, header)
    else:
        own = _propose(found, _values(page, source, found))
    found.instruments[""] = own
    for vehicle in page.vehicles:
        known = _travelling_with(own, vehicle.heading)
        found.instruments[vehicle.heading] = known or _propose(found, _vehicle_values(own, vehicle, header, source))
    return found


def source_of(page: Page) -> str:
    """Return where the page's facts can be checked: the page, its stamp, its address."""
    reference = page.header.reference
    chapter = _number(reference.split("-")[0])
    stamp = f", status as at {display(page.as_of)}" if page.as_of else ""
    return f"UNTC status page {reference}{stamp} {ADDRESS.format(reference=reference, chapter=chapter)}"


def differences(instrument: Instrument, header: Header) -> list[str]:
    """Return where the page says something else of the treaty than the registry, in sentences."""
    said = (
        ("Adoption", header.adopted_on, instrument.adopted_on),
        ("Entry into force", header.in_force_on, instrument.in_force_on),
        ("Registration", header.registration, instrument.unts_registration),
        ("UNTS volume", header.volume, instrument.unts_volume),
    )
    return [
        f"{what}: the page has “{as_cell(theirs)}”, the registry “{as_cell(ours)}”."
        for what, theirs, ours in said
        if theirs and theirs != ours
    ]


def slug_of(reference: str, heading: str = "") -> str:
    """Return the slug that an instrument has until an editor names it: its reference, ``iv-4``."""
    return re.sub(r"[^a-z0-9]+", "-", f"{reference} {heading}".lower()).strip("-")


def _propose(found: Treaties, values: dict[str, str]) -> Instrument:
    """Add the proposal of a new instrument; return the instrument as it would be."""
    proposal = Proposal(
        subject=Subject.INSTRUMENT, operation=Operation.RECORD, values=values, row=shortened(values["title"], 200)
    )
    found.proposals.append(proposal)
    instrument = Instrument()
    table = Instruments()
    table.fill(instrument, Row("", 1, dict.fromkeys(table.columns, "") | values | {"parent": ""}))
    instrument.parent = Instrument.objects.filter(slug=values["parent"]).first() if values["parent"] else None
    return instrument


def _values(page: Page, source: str, found: Treaties) -> dict[str, str]:
    header = page.header
    parent = _parent(header.reference)
    if _is_part(header.reference) and not parent:
        found.remarks.append(
            f"{header.reference} belongs to {_parent_reference(header.reference)}, which the registry does not have; "
            "import that page first, or enter the parent afterwards."
        )
    return {
        **_known(header, source),
        "slug": slug_of(header.reference),
        "kind": _kind(header),
        "parent": parent,
        "reference": header.reference,
        "title": header.title,
        "short_title": shortened(header.title, 120),
        "in_force_article": header.in_force_article,
        "action_kinds": as_cell(_kinds(page)),
        "note": shortened(f"Entry into force, as published: {header.in_force_text}", 2000)
        if header.in_force_text
        else "",
    }


def _vehicle_values(own: Instrument, vehicle: Vehicle, header: Header, source: str) -> dict[str, str]:
    return {
        **_known(header, source),
        "slug": slug_of(header.reference, vehicle.heading),
        "kind": InstrumentKind.PROTOCOL,
        "parent": own.slug,
        "title": vehicle.title,
        "short_title": shortened(f"{vehicle.heading} ({header.reference})", 120),
        # By this name it is found again when the page is next imported.
        "popular_names": vehicle.heading,
        "adopted_on": as_cell(vehicle.adopted_on or header.adopted_on),
        "action_kinds": as_cell([ActionKind.CONSENT_TO_BE_BOUND, ActionKind.SUCCESSION, ActionKind.WITHDRAWAL]),
        "note": "No reference of its own: its consents are recorded on the page of its convention.",
    }


def _known(header: Header, source: str) -> dict[str, str]:
    """Return what holds for all instruments of a page.  The rules stay empty: a page does not give them."""
    return {
        "adopted_on": as_cell(header.adopted_on),
        "adopted_at": header.place[:80],
        "in_force_on": as_cell(header.in_force_on),
        "unts_registration": header.registration,
        "unts_volume": header.volume,
        "unts_page": header.page,
        "general_anchor": Anchor.DAY,
        "party_anchor": Anchor.DAY,
        "withdrawal_conflict_clause": "no",
        "depositary": DEPOSITARY,
        "source": source,
        "confidence": Confidence.HIGH,
    }


def _kinds(page: Page) -> list[ActionKind]:
    # Whether a treaty can be left, no heading says; to refuse a withdrawal later would be a guess.
    return list(dict.fromkeys([*page.kinds, ActionKind.WITHDRAWAL]))


def _kind(header: Header) -> InstrumentKind:
    title = header.title.casefold()
    if title.startswith("amendment"):
        return InstrumentKind.AMENDMENT
    return InstrumentKind.PROTOCOL if _is_part(header.reference) else InstrumentKind.CONVENTION


def _is_part(reference: str) -> bool:
    return bool(re.search(r"-\d+-", reference))


def _parent_reference(reference: str) -> str:
    return reference.rsplit("-", 1)[0]


def _parent(reference: str) -> str:
    """Return the slug of the treaty that ``XXVI-2-a`` belongs to, in the registry or proposed for it."""
    if not _is_part(reference):
        return ""
    parent = Instrument.objects.filter(reference__iexact=_parent_reference(reference)).first()
    if parent:
        return parent.slug
    slug = slug_of(_parent_reference(reference))
    proposed = Proposal.objects.filter(subject=Subject.INSTRUMENT, state=State.OPEN, values__slug=slug)
    return slug if proposed.exists() else ""


def _travelling_with(own: Instrument, heading: str) -> Instrument | None:
    if own.pk is None:
        return None
    for child in own.children.filter(reference=""):
        if fold(heading) in map(fold, [child.title, child.short_title, *child.popular_names]):
            return child
    return None


def _number(numeral: str) -> int:
    values = [_NUMERALS[letter] for letter in numeral]
    return sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))
