"""What the pages of participants show."""

from parties.pages.markup import table_body
from parties.pages.rows import proofs, rows_about_instruments, spells_on
from parties.pages.sources import Sources
from treatytracker.pages import day_of_page, frame


def list_context(request, query):
    title = "Participants"
    made = frame(request, title=title, description="Every State and organisation that can act.")
    made |= day_of_page(request, query.day, title=title)
    return made | {
        "participants": query.qs.existing_on(query.day).values("iso3", "name", "region", "group"),
        "filter_form": query.as_form(request),
    }


def context(request, participant, day):
    sources = Sources()
    spells = spells_on(day, participant=participant)
    table = rows_about_instruments(spells, day, proofs(participant=participant), sources)
    title = participant.name
    made = frame(request, title=title, description="", trail=[("Participants", "participant_list")])
    made |= day_of_page(request, day, title=title, sources=sources.notes())
    return made | {"participant": participant, "rows": table, "table_body": table_body(table)}
