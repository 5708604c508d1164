"""Makes small pages in the form of the depositary's: the same ids, the same padding, the same slips."""

from collections.abc import Mapping, Sequence

PREFIX = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"
PROVISIONAL = "Declarations made under article 18 (1) (Declaration of provisional application)"
SIGNED = ("Participant", "Signature", "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)")


def mark(*numbers: int) -> str:
    """Return the call of footnotes as the pages have it after a name."""
    links = ",".join(
        f"<A onclick='ShowNoteAll()' href='#{number}' class='noteIndex'>{number}</A>" for number in numbers
    )
    return f" <SUP>{links} </SUP>"


def status_page(
    rows: Sequence[Sequence[str]] = (),
    columns: Sequence[str] = SIGNED,
    *,
    reference: str = "X-1",
    title: str = "Convention on the Testing of Importers",
    conclusion: str = "Geneva, 10 October 1980",
    eif: str = "2 December 1983, in accordance with article 5 (1) and (3).",
    registration: str = "2 December 1983, No. 22495",
    status: str = "",
    text: str = "United Nations, <i>Treaty Series </i>, vol. 1342, p. 137.",
    stamp: str = "03-02-2026 10:16:18 EDT",
    notes: Mapping[int, str] | None = None,
    declarations: Mapping[str, str] | None = None,
    objections: Mapping[str, str] | None = None,
    provisional: Sequence[str] = (),
    protocols: tuple[str, Sequence[str], Sequence[Sequence[str]]] | None = None,
    territories: Sequence[Sequence[str]] = (),
) -> bytes:
    """Return a status page as a browser saves it."""
    return f"""

<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>UNTC</title>
<script>if (1 < 2) {{ document.write("<td>not a cell</td>"); }}</script></head>
<body><form name="aspnetForm" method="post"
 action="./ViewDetails.aspx?src=TREATY&amp;mtdsg_no={reference}&amp;chapter=10&amp;clang=_en" id="aspnetForm">
<table><tr><td><a href="ParticipationStatus.aspx">Status of Treaties</a><select><option>CHAPTER I</option></select>
<div id="{PREFIX}div3" class="heading-three">STATUS AS AT : {stamp}</div>
<div id="{PREFIX}rptHead_ctl00_tcHead">CHAPTER X</div>
<div id="{PREFIX}rptHead_ctl00_tcText">INTERNATIONAL TRADE</div>
{_block("rptTreaty_ctl00_tcTreaty", f"1. <br/> {title}")}
{_block("rptTreaty_ctl00_tcText", conclusion)}
{_block("rptEIF_ctl00_tcText", f"{eif}<SUP><A onclick='ShowNoteAll()' href='#' class='noteIndex'></A> </SUP>")}
{_block("rptRegistration_ctl00_tcText", registration)}
{_block("rptStatus_ctl00_tcText", status)}
{_block("rptText_ctl00_tcText", f"<Text>{text}</text><br></text><br>")}
</td></tr>
<tr><td><table id="{PREFIX}tblgrid" class="table">
{_row(columns, "thead-one")}{"".join(_row(row, "trBWhite") for row in rows)}</table></td></tr>
<tr><td>{_protocols(protocols)}</td></tr>
<tr><td><div id="{PREFIX}tblMain">
{_section("dgDec", "divMainDecTilte", "Declarations and Reservations", declarations)}
{_section("dgObj", "divMainObjTitle", "Objections", objections)}
{_section("dgDecUnderArticle", "divMainDecArt", PROVISIONAL, dict.fromkeys(provisional, ""))}
{_territories(territories)}
</div><div id="{PREFIX}divNotes">{_notes(notes or {})}</div></td></tr></table></form></body></html>
""".encode()


def _block(name: str, content: str) -> str:
    return f'<table><tr><td><div id="{PREFIX}{name}">\n   {content}\n</div></td></tr></table>'


def _row(cells: Sequence[str], style: str) -> str:
    return (
        f'\t<tr class="{style}">' + "".join(f"\n\t\t<td>{cell or '&nbsp;'}<br></td>" for cell in cells) + "\n\t</tr>\n"
    )


def _protocols(protocols) -> str:
    if not protocols:
        return f'<table id="{PREFIX}Table1" style="Display:none;"></table>'
    title, columns, rows = protocols
    # In this table the element Column is opened in each cell and never closed.
    body = "".join("\t<tr>" + "".join(f"<td><Column>{cell}<br></td>" for cell in row) + "</tr>\n" for row in rows)
    heading = f'<div id="{PREFIX}Repeater1_ctl00_tcText"><div align=center>{title}{mark(8)} <br></div></div>'
    return (
        f'<table id="{PREFIX}Table2"><tr><td id="{PREFIX}Td2">{heading}</td></tr></table>'
        f'<table id="{PREFIX}Table1">{_row(columns, "thead-one")}{body}</table>'
    )


def _section(grid: str, title_id: str, title: str, parts: Mapping[str, str] | None) -> str:
    if not parts:
        return ""
    blocks = "".join(
        f"<tr><td>"
        f'<div id="{PREFIX}{grid}_ctl{i:02}_divMainText"></div>'
        f'<div id="{PREFIX}{grid}_ctl{i:02}_divParticipant" class="heading-two">{name}</div>'
        f'<div id="{PREFIX}{grid}_ctl{i:02}_divText" class="content-two">'
        f"<p class='invisible'>{name}</p>{text}<br></div>"
        f"</td></tr>"
        for i, (name, text) in enumerate(parts.items(), 2)
    )
    return f'<div id="{PREFIX}{title_id}" class="bold">{title}</div><table id="{PREFIX}{grid}">{blocks}</table>'


def _territories(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = ("Participant", "Date of receipt of the notification", "Territories")
    return f'<table id="{PREFIX}tblDec">{_row(head, "thead-one")}{"".join(_row(row, "") for row in rows)}</table>'


def _notes(notes: Mapping[int, str]) -> str:
    blocks = "".join(
        f'<tr><td><div id="{PREFIX}dgNotesAll_ctl{number:02}_divNote"></div>'
        f'<div id="{PREFIX}dgNotesAll_ctl{number:02}_divNotesAll" class="divNotesAll">'
        f"<a name='{number}'>{number}</a><index></index>{text}<br><br></div></td></tr>"
        for number, text in notes.items()
    )
    return f'<table id="{PREFIX}dgNotesAll">{blocks}</table>'


def heading(words: str) -> str:
    """Return a heading in a State's declarations; the stray end tags are the pages' own."""
    return f"<p align=left><i>{words}<br></n></i></p>"


def mtdsg_file(
    rows: Sequence[Sequence[str]], columns: Sequence[str] = SIGNED, *, notes: str = "", more: str = ""
) -> bytes:
    """Return an MTDSG file; cells are given as they stand in the file, markup escaped."""

    def row(cells):
        return "<Row>" + "".join(f"<Entry>{cell}</Entry>" for cell in cells) + "</Row>"

    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<Document><Treaty><Header><Chapter><Header>CHAPTER X</Header><Name>INTERNATIONAL TRADE</Name></Chapter></Header>
<ExternalData><No>7</No><Letter>b</Letter><Titlesect>Protocol on the Testing of &lt;i&gt;Importers&lt;/i&gt;</Titlesect>
<Conclusion>Dublin, 30 May 2008&lt;superscript&gt;1&lt;/superscript&gt;</Conclusion>
<EIF><Label>Entry into force</Label><Labeltext>1 August 2010, in accordance with article 17(1).</Labeltext></EIF>
<Registration><Label>Registration</Label><Labeltext>1 August 2010, No. 47713</Labeltext></Registration>
<Status><Signatories>2</Signatories><Parties>2</Parties></Status>
<TreatyText><Text>United Nations, &lt;i&gt;Treaty Series&lt;/i&gt;, vol. 2688, p. 39</Text></TreatyText></ExternalData>
<Participants><Table><TGroup><Thead>{row(columns)}</Thead>
<Tbody><Rows>{"".join(map(row, rows))}</Rows></Tbody></TGroup></Table></Participants>
{more}<EndNotes>{notes}</EndNotes></Treaty></Document>""".encode("iso-8859-1")
