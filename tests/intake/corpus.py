"""The samples of the import: those that are text lie in tests/data/intake, the others are built here."""
# ruff: noqa: E501 - the samples are data

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import typst
import xlsxwriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from .helpers import DATA
from .scoring import Wanted, read_wanted

TEXTS = DATA / "intake"


def texts() -> list[Path]:
    """The samples that lie there as files."""
    return sorted(path.with_suffix("") for path in TEXTS.glob("*.want"))


def built(folder: Path) -> Iterator[tuple[Path, Wanted]]:
    """Each sample that is made by code, written into the folder, with its right answer."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (write, wanted) in BUILT.items():
        path = folder / name
        write(path)
        yield path, read_wanted(wanted)


# Word


def _table(word: Any, rows: list[list[str]], style: str = "Table Grid") -> Any:
    table = word.add_table(rows=0, cols=len(rows[0]), style=style)
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            first, *more = text.split("\n")
            cell.text = first
            for line in more:
                cell.add_paragraph(line)
    return table


def capa_with_merges(path: Path) -> None:
    """A plan of corrective action: merged cells, a footer, and a table inside a cell."""
    word = docx.Document()
    word.sections[0].footer.paragraphs[0].text = "Lakeside Labs – controlled copy"
    word.add_paragraph("Corrective Action Plan – Lakeside Laboratories", style="Title")
    word.add_paragraph("Prepared by: Quality Assurance Unit        Date: 16 June 2026")
    word.add_paragraph("This plan answers the inspection of May.")
    table = _table(
        word,
        [
            ["Finding ID", "Section", "Finding", "Severity", "Root cause", "Corrective action", "Responsible", "Deadline", "Evidence of completion"],
            ["N-01", "Chemistry", "Balances were used after their calibration had expired", "Major", "The calendar of calibrations is kept by one person", "Put all calibrations into the shared calendar", "Metrology Officer", "30/06/2026", "Calendar with reminders"],
            ["", "", "", "", "", "Calibrate the four balances", "Metrology Officer", "24/06/2026", "Four certificates"],
            ["N-02", "Microbiology", "Room temperature was not recorded on 9 of 30 days", "Minor", "The logger had no battery", "Replace the battery every quarter", "Bench Supervisor", "01/07/2026", "Complete log for July"],
            ["N-03", "Reception", "Samples wait 5 hours instead of 2 hours", "Major", "Couriers arrive together at noon", "Agree staggered arrival with the couriers", "Reception Lead", "15/07/2026", "New timetable"],
        ],
    )  # fmt: skip
    for column in range(5):
        table.cell(1, column).merge(table.cell(2, column))
    inner = table.cell(3, 8).add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text = "Form"
    inner.rows[0].cells[1].text = "T-11"
    word.save(str(path))


CAPA_WITH_MERGES = """
title: Corrective Action Plan – Lakeside Laboratories
date: 2026-06-16
by: Quality Assurance Unit
U Chemistry
G Balances were used after their calibration had expired | sev=Major
C The calendar of calibrations is kept by one person
A Put all calibrations into the shared calendar | Metrology Officer | 2026-06-30 | Calendar with reminders
A Calibrate the four balances | Metrology Officer | 2026-06-24 | Four certificates
U Microbiology
G Room temperature was not recorded on 9 of 30 days | free | sev=Minor
C The logger had no battery
A Replace the battery every quarter | Bench Supervisor | 2026-07-01 | Complete log for July
U Reception
G Samples wait 5 hours instead of 2 hours | target=2 hours | actual=5 hours | sev=Major
C Couriers arrive together at noon
A Agree staggered arrival with the couriers | Reception Lead | 2026-07-15 | New timetable
? This plan answers the inspection of May.
"""


def _numbered(word: Any, text: str) -> None:
    paragraph = word.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", "1")):
        one = OxmlElement(tag)
        one.set(qn("w:val"), value)
        numbering.append(one)
    properties.append(numbering)


def _bold(word: Any, text: str) -> None:
    word.add_paragraph().add_run(text).bold = True


def bold_headings(path: Path) -> None:
    """No heading styles at all: bold lines, automatic numbers and a text box."""
    word = docx.Document()
    _bold(word, "Half-year performance review of the Harbour Authority")
    word.add_paragraph("Compiled by Performance Desk, 20 July 2026")
    _bold(word, "Findings by department")
    for name, gap, causes, actions in (
        ("Pilotage", "Ships wait 7 hours for a pilot, against a standard of 3 hours.",
         ["Two pilots retired in March", "The roster ignores the tide table"],
         ["Train two pilots (Owner: Harbour Master, due 31 December 2026)", "Plan the roster by the tide table (Owner: Pilot Station, due 31 August 2026)"]),
        ("Dredging", "The channel is 0.8 m shallower than the licence requires.",
         ["Survey data reach the dredger six weeks late"],
         ["Send survey data within two days (Owner: Survey Office, due 15 August 2026)"]),
    ):  # fmt: skip
        _bold(word, name)
        _bold(word, "Observation")
        word.add_paragraph(gap)
        _bold(word, "What lies behind it")
        for cause in causes:
            _numbered(word, cause)
        _bold(word, "What will be done")
        for action in actions:
            _numbered(word, action)
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>Tides are taken from the national table.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    _bold(word, "Background")
    word.add_paragraph("The review uses the log books of both stations.")._p.append(parse_xml(box))
    word.save(str(path))


BOLD_HEADINGS = """
title: Half-year performance review of the Harbour Authority
date: 2026-07-20
by: Performance Desk
U Pilotage
G Ships wait 7 hours for a pilot, against a standard of 3 hours. | target=3 hours | actual=7 hours
C Two pilots retired in March
C The roster ignores the tide table
A Train two pilots | Harbour Master | 2026-12-31
A Plan the roster by the tide table | Pilot Station | 2026-08-31
U Dredging
G The channel is 0.8 m shallower than the licence requires. | free
C Survey data reach the dredger six weeks late
A Send survey data within two days | Survey Office | 2026-08-15
? The review uses the log books of both stations.
? Tides are taken from the national table.
"""


def table_per_finding(path: Path) -> None:
    """One table of labels and values for each finding."""
    word = docx.Document()
    word.add_heading("Audit of Vehicle Management", 0)
    word.add_paragraph("Report date: 2 February 2026")
    word.add_paragraph("Lead auditor: Internal Audit Service")
    word.add_heading("Findings", 1)
    for unit, rows in (
        ("Fuel", [["Criteria", "Fuel use is to stay within 12 litres per 100 km."], ["Condition", "The fleet used 15.5 litres per 100 km on average."],
                  ["Cause", "Tyres are not checked\nDrivers warm up engines for half an hour"], ["Effect", "Fuel money ran out in October."],
                  ["Risk level", "High"], ["Recommendation", "Check tyres every Monday"], ["Management response", "Accepted"],
                  ["Responsible officer", "Transport Supervisor"], ["Implementation date", "1 March 2026"]]),
        ("Log books", [["Criteria", "Every trip is entered in the log book."], ["Condition", "A quarter of the trips has no entry."],
                       ["Cause", "Log books are kept in the office"], ["Effect", "Private trips cannot be told from official ones."],
                       ["Risk level", "Medium"], ["Recommendation", "Keep the log book in the vehicle"], ["Management response", "Accepted in part"],
                       ["Responsible officer", "Head of Administration"], ["Implementation date", "15 March 2026"]]),
    ):  # fmt: skip
        word.add_heading(unit, 2)
        _table(word, rows)
    word.save(str(path))


TABLE_PER_FINDING = """
title: Audit of Vehicle Management
date: 2026-02-02
by: Internal Audit Service
U Fuel
G The fleet used 15.5 litres per 100 km on average. | free | sev=High | impact=Fuel money ran out in October.
C Tyres are not checked
C Drivers warm up engines for half an hour
A Check tyres every Monday | Transport Supervisor | 2026-03-01
U Log books
G A quarter of the trips has no entry. | sev=Medium | impact=Private trips cannot be told from official ones.
C Log books are kept in the office
A Keep the log book in the vehicle | Head of Administration | 2026-03-15
? Fuel use is to stay within 12 litres per 100 km.
? Every trip is entered in the log book.
"""


# Excel


def two_heads_and_notes(path: Path) -> None:
    """Title rows, a head of two rows, merged units, a hidden row and sheet, serial dates, percentages and notes below."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Tracker")
        day, share = book.add_format({"num_format": "dd mmm yyyy"}), book.add_format({"num_format": "0 %"})
        sheet.write("A1", "Performance tracker – Sunrise Schools")
        sheet.write("A2", "Report date:")
        sheet.write_datetime("B2", _moment(date(2026, 4, 7)), day)
        sheet.write("A3", "Prepared by:")
        sheet.write("B3", "Monitoring Team")
        for column, (upper, lower) in enumerate(
            [("", "Department"), ("", "Indicator"), ("Performance", "Target"), ("", "Actual"), ("Analysis", "Root cause"),
             ("Follow-up", "Corrective action"), ("", "Responsible"), ("", "Due date")]
        ):  # fmt: skip
            sheet.write(4, column, upper)
            sheet.write(5, column, lower)
        rows: list[list[Any]] = [
            ["Primary", "Pupils present each day", 0.95, 0.83, "Rain cuts two roads", "Move lessons to the church hall", "Head Teacher", date(2026, 5, 4)],
            ["", "Pupils with a desk", 0.9, 0.72, "The carpenter was not paid\nDesks break at the hinge", "1. Pay the carpenter\n2. Weld the hinges", "Bursar", date(2026, 4, 30)],
            ["Secondary", "Lessons held", 0.98, 0.98, "", "", "", ""],
            ["Secondary", "Hidden row", 1.0, 0.1, "x", "y", "z", date(2026, 1, 1)],
            ["Secondary", "Teachers trained in science", 24, 15, "The course is only in the capital", "Hold the course in Mbale", "Training Officer", date(2026, 8, 31)],
        ]  # fmt: skip
        for number, row in enumerate(rows, start=6):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, _moment(value), day)
                else:
                    sheet.write(number, column, value, share if isinstance(value, float) else None)
        sheet.merge_range("A7:A8", "Primary")
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.write("A13", "Note: figures are those of the last school day of March.")
        hidden = book.add_worksheet("Lists")
        hidden.write("A1", "Department")
        hidden.hide()


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


TWO_HEADS_AND_NOTES = """
title: Performance tracker – Sunrise Schools
date: 2026-04-07
by: Monitoring Team
U Primary
G Pupils present each day | kpi=Pupils present each day | target=95% | actual=83%
C Rain cuts two roads
A Move lessons to the church hall | Head Teacher | 2026-05-04
G Pupils with a desk | kpi=Pupils with a desk | target=90% | actual=72%
C The carpenter was not paid
C Desks break at the hinge
A Pay the carpenter | Bursar | 2026-04-30
A Weld the hinges | Bursar | 2026-04-30
U Secondary
G Teachers trained in science | kpi=Teachers trained in science | target=24 | actual=15
C The course is only in the capital
A Hold the course in Mbale | Training Officer | 2026-08-31
? Secondary | Lessons held | 98% | 98%
? Note: figures are those of the last school day of March.
"""


def linked_sheets(path: Path) -> None:
    """Findings, causes and actions on three sheets, linked by the finding's ID."""
    sheets = {
        "Findings": [["Finding ID", "Department", "Finding", "Severity", "Impact"],
                     ["F-1", "Wards", "Meals are served cold", "Medium", "Patients leave a third of their food"],
                     ["F-2", "Theatre", "Operations start 50 minutes late on average", "High", "Two lists were cut short in May"],
                     ["F-3", "Wards", "Call bells are out of order in 6 of 40 rooms", "High", ""]],
        "Causes": [["Cause ID", "Finding ID", "Root cause"],
                   ["C-1", "F-1", "Trolleys do not keep heat"], ["C-2", "F-2", "Consent forms are missing in the morning"],
                   ["C-3", "F-2", "Porters begin at eight"], ["C-4", "F-3", "The maker went out of business"]],
        "Actions": [["Action ID", "Finding ID", "Action", "Owner", "Deadline", "Success measure", "Status"],
                    ["A-1", "F-2", "Let porters begin at seven", "Facilities", date(2026, 6, 15), "First operation at 8:00", "Open"],
                    ["A-2", "F-1", "Buy insulated trolleys", "Catering Manager", date(2026, 8, 31), "", "Open"],
                    ["A-3", "F-3", "Fit bells of another maker", "Biomedical Engineer", date(2026, 7, 31), "All 40 rooms tested", "Open"],
                    ["A-4", "F-2", "Collect consent on the day before", "Ward Managers", date(2026, 6, 1), "", "Open"]],
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, _moment(value), day)
                    else:
                        sheet.write(number, column, value)


LINKED_SHEETS = """
U Wards
G Meals are served cold | sev=Medium | impact=Patients leave a third of their food
C Trolleys do not keep heat
A Buy insulated trolleys | Catering Manager | 2026-08-31
U Theatre
G Operations start 50 minutes late on average | var=50 minutes | sev=High | impact=Two lists were cut short in May
C Consent forms are missing in the morning
C Porters begin at eight
A Let porters begin at seven | Facilities | 2026-06-15 | First operation at 8:00
A Collect consent on the day before | Ward Managers | 2026-06-01
U Wards
G Call bells are out of order in 6 of 40 rooms | free | sev=High
C The maker went out of business
A Fit bells of another maker | Biomedical Engineer | 2026-07-31 | All 40 rooms tested
"""


# PDF


def _pdf(path: Path, source: str) -> None:
    path.with_suffix(".typ").write_text(source, encoding="utf-8")
    typst.compile(str(path.with_suffix(".typ")), output=str(path))


HEAD = """#set page(paper: "a4", margin: 2.2cm, header: [Green Valley Irrigation Board], footer: context [Page #counter(page).display() of 2])
#set text(size: 10.5pt, hyphenate: true)
#set par(justify: true)
"""


def wrapped_narrative(path: Path) -> None:
    """A justified and hyphenated report, narrow enough that every sentence is wrapped."""
    _pdf(
        path,
        HEAD.replace("2.2cm", "(x: 5.2cm, y: 2.2cm)")
        + """
= Review of irrigation services in the dry season
Date: 11 September 2026 \\
Prepared by: Performance and Learning Section

== Scope
This review was carried out in August. It covers the upper and the lower scheme, and it draws on the registers of the water guards.

== Water Distribution
*Key finding:* Tail-end farmers received water on only 9 of the 20 agreed days, which is 55 % below the schedule.

*Contributing factors:*
- Unauthorised withdrawals at the upper canal are not reported by the water guards
- Sluice gates number four and seven cannot be closed completely any more

*Recommended measures:*
+ Introduce a telephone number for reporting unauthorised withdrawals (Responsible: Water Guard Coordinator; Deadline: 15 October 2026)
+ Replace the seals of both sluice gates (Responsible: Maintenance Unit; Deadline: 30 November 2026)

#pagebreak()
== Fee Collection
*Key finding:* Collected fees amount to 62 % of the planned amount.

*Contributing factors:*
- Bills are issued after the harvest money has been spent

*Recommended measures:*
+ Issue bills in the week of the harvest (Responsible: Accounts Office; Deadline: 31 October 2026)
""",
    )


WRAPPED_NARRATIVE = """
title: Review of irrigation services in the dry season
date: 2026-09-11
by: Performance and Learning Section
U Water Distribution
G Tail-end farmers received water on only 9 of the 20 agreed days, which is 55 % below the schedule. | var=55 %
C Unauthorised withdrawals at the upper canal are not reported by the water guards
C Sluice gates number four and seven cannot be closed completely any more
A Introduce a telephone number for reporting unauthorised withdrawals | Water Guard Coordinator | 2026-10-15
A Replace the seals of both sluice gates | Maintenance Unit | 2026-11-30
U Fee Collection
G Collected fees amount to 62 % of the planned amount. | free
C Bills are issued after the harvest money has been spent
A Issue bills in the week of the harvest | Accounts Office | 2026-10-31
? This review was carried out in August. It covers the upper and the lower scheme, and it draws on the registers of the water guards.
"""

ROWS = [
    ("Sewing", "Orders leave the workshop 6 days late", "Zips are bought in small lots", "Buy zips for a quarter", "Buyer", "15 May 2026"),
    ("Sewing", "Returns stand at 7 % against a limit of 3 %", "Seams are not checked before packing", "Check ten seams in each lot", "Line Leader", "1 May 2026"),
    ("Dyeing", "Water use is 18 % above the permit", "Rinsing baths are emptied after each colour", "Use rinsing baths twice", "Dye Master", "30 June 2026"),
    ("Dyeing", "Two skin burns were reported in March", "Gloves are not worn in the heat", "Order thin heat-proof gloves", "Safety Officer", "20 April 2026"),
    ("Sales", "Quotations take 8 days instead of 3 days", "Prices are asked for by telephone", "Keep a price list for dealers", "Sales Manager", "31 May 2026"),
    ("Stores", "Stock cards are wrong for 40 % of the items", "Goods are taken out at night without a slip", "Lock the store at night", "Store Keeper", "10 May 2026"),
]  # fmt: skip
COLUMNS = ("Department", "Shortcoming", "Cause", "Corrective measure", "Responsible", "Deadline")


def _table_of(rows: list[tuple[str, ...]], options: str) -> str:
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    heads = ", ".join(f"[{head}]" for head in COLUMNS)
    return f"#table(columns: (1.1fr, 2fr, 2fr, 2fr, 1.2fr, 1.2fr), {options} table.header({heads}), {cells})\n"


def ruled_table_over_pages(path: Path) -> None:
    """A table with drawn cells that goes on over two pages and repeats its head."""
    source = (
        HEAD.replace('"a4"', '"a5", flipped: true')
        + "= Plan of measures of the textile works\nDate: 2 April 2026\n\nPrepared by: Works Council\n\n"
    )
    _pdf(path, source + _table_of(ROWS, ""))


def table_without_rules(path: Path) -> None:
    """The same columns with nothing drawn at all."""
    _pdf(
        path,
        HEAD + "= Plan of measures of the textile works\nDate: 2 April 2026\n\nPrepared by: Works Council\n\n"
        "#set par(justify: false)\n#set text(size: 8.5pt, hyphenate: false)\n"
        + _table_of(ROWS, "stroke: none, row-gutter: 4pt, column-gutter: 8pt,"),
    )


TABLE_WANTED = """
title: Plan of measures of the textile works
date: 2026-04-02
by: Works Council
U Sewing
G Orders leave the workshop 6 days late | var=6 days
C Zips are bought in small lots
A Buy zips for a quarter | Buyer | 2026-05-15
G Returns stand at 7 % against a limit of 3 % | target=3 % | actual=7 %
C Seams are not checked before packing
A Check ten seams in each lot | Line Leader | 2026-05-01
U Dyeing
G Water use is 18 % above the permit | free
C Rinsing baths are emptied after each colour
A Use rinsing baths twice | Dye Master | 2026-06-30
G Two skin burns were reported in March
C Gloves are not worn in the heat
A Order thin heat-proof gloves | Safety Officer | 2026-04-20
U Sales
G Quotations take 8 days instead of 3 days | target=3 days | actual=8 days
C Prices are asked for by telephone
A Keep a price list for dealers | Sales Manager | 2026-05-31
U Stores
G Stock cards are wrong for 40 % of the items | free
C Goods are taken out at night without a slip
A Lock the store at night | Store Keeper | 2026-05-10
"""


def two_columns(path: Path) -> None:
    """A newsletter-like report set in two columns."""
    _pdf(
        path,
        """#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt)
#set par(justify: true)
= Service review of the municipal swimming pools
Date: 8 June 2026 – Prepared by: Sports Office

#columns(2)[
== Safety
Finding: Lifeguards were absent for 14 % of the opening hours, although the rules allow no absence at all.

Causes:
- Shift plans are made only a week in advance
- Sick leave is reported by text message to a private telephone

Actions:
- Make shift plans for a whole month (Owner: Pool Manager, due 31 July 2026)
- Give the pool a duty telephone of its own (Owner: Sports Office, due 30 June 2026)

== Cleanliness
Finding: Visitors rate the changing rooms at 2.9 out of 5 against a goal of 4.

Causes:
- Cleaners come once a day, before the opening
- Drains are blocked for days at a time

Actions:
- Add a round of cleaning at three in the afternoon (Owner: Cleaning Contractor, due 15 July 2026)
- Clear all drains every Monday (Owner: Caretaker, due 22 June 2026)
]
""",
    )


TWO_COLUMNS = """
title: Service review of the municipal swimming pools
date: 2026-06-08
by: Sports Office
U Safety
G Lifeguards were absent for 14 % of the opening hours, although the rules allow no absence at all. | free
C Shift plans are made only a week in advance
C Sick leave is reported by text message to a private telephone
A Make shift plans for a whole month | Pool Manager | 2026-07-31
A Give the pool a duty telephone of its own | Sports Office | 2026-06-30
U Cleanliness
G Visitors rate the changing rooms at 2.9 out of 5 against a goal of 4. | target=4 | actual=2.9 out of 5
C Cleaners come once a day, before the opening
C Drains are blocked for days at a time
A Add a round of cleaning at three in the afternoon | Cleaning Contractor | 2026-07-15
A Clear all drains every Monday | Caretaker | 2026-06-22
"""


# More kinds


def _sheets(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, _moment(value), day)
                    else:
                        sheet.write(number, column, value)


def sheet_per_department(path: Path) -> None:
    """A cover sheet, then one sheet for each department."""
    heads = ["Gap", "Root cause", "Corrective action", "Responsible", "Deadline"]
    _sheets(
        path,
        {
            "Cover": [["Title", "Gap analysis of the hotel group"], ["Date", date(2026, 3, 30)], ["Prepared by", "Quality Circle"]],
            "Front office": [heads, ["Guests queue 14 minutes at check-in against a standard of 5 minutes", "One desk is used for parcels", "Move parcels to the back office", "Front Office Manager", date(2026, 4, 30)]],
            "Kitchen": [heads, ["Breakfast costs are 11 % over budget", "Bread is thrown away each day", "Bake half of the bread to order", "Head Chef", date(2026, 5, 15)],
                        ["Allergens are not shown on the buffet", "Labels are printed in another town", "Buy a label printer", "Purchasing", date(2026, 4, 20)]],
        },
    )  # fmt: skip


SHEET_PER_DEPARTMENT = """
title: Gap analysis of the hotel group
date: 2026-03-30
by: Quality Circle
U Front office
G Guests queue 14 minutes at check-in against a standard of 5 minutes | target=5 minutes | actual=14 minutes
C One desk is used for parcels
A Move parcels to the back office | Front Office Manager | 2026-04-30
U Kitchen
G Breakfast costs are 11 % over budget | var=11 %
C Bread is thrown away each day
A Bake half of the bread to order | Head Chef | 2026-05-15
G Allergens are not shown on the buffet
C Labels are printed in another town
A Buy a label printer | Purchasing | 2026-04-20
"""


def styled_report(path: Path) -> None:
    """Heading styles, a table of recommendations at the end that names each finding."""
    word = docx.Document()
    word.add_heading("Evaluation of the Mobile Library", 0)
    word.add_paragraph("Submitted by Lantern Evaluations on 12 March 2026")
    word.add_heading("Methodology", 1)
    word.add_paragraph("The team rode along on eleven tours.")
    word.add_heading("Key findings", 1)
    word.add_heading("Tours", 2)
    word.add_paragraph("F1: The bus missed 23 of 120 stops in the school year.")
    word.add_paragraph("Underlying causes: The bus is nineteen years old. Drivers are hired by the day.")
    word.add_heading("Collection", 2)
    word.add_paragraph("F2: Only 6 % of the books are in the local language, against a target of 30 %.")
    word.add_paragraph("Underlying causes: No local publisher is in the framework contract.")
    word.add_heading("Recommendations", 1)
    _table(
        word,
        [
            ["No.", "Finding", "Recommendation", "Addressed to", "Timeframe"],
            ["R1", "F1", "Lease a new bus", "City Council", "by September 2026"],
            ["R2", "F1", "Employ two drivers for the school year", "Library Director", "August 2026"],
            ["R3", "F2", "Add three local publishers to the framework contract", "Procurement", "30 June 2026"],
        ],
    )
    word.save(str(path))


STYLED_REPORT = """
title: Evaluation of the Mobile Library
date: 2026-03-12
by: Lantern Evaluations
U Tours
G The bus missed 23 of 120 stops in the school year. | free
C The bus is nineteen years old
C Drivers are hired by the day
A Lease a new bus | City Council | 2026-09-30
A Employ two drivers for the school year | Library Director | 2026-08-31
U Collection
G Only 6 % of the books are in the local language, against a target of 30 %. | target=30 % | actual=6 %
C No local publisher is in the framework contract.
A Add three local publishers to the framework contract | Procurement | 2026-06-30
? The team rode along on eleven tours.
"""


def table_with_level_rules(path: Path) -> None:
    """A table as books set it: rules above and below, none between the columns."""
    _pdf(
        path,
        HEAD + "= Plan of measures of the textile works\nDate: 2 April 2026\n\nPrepared by: Works Council\n\n"
        "#set par(justify: false)\n#set text(size: 9pt, hyphenate: false)\n"
        + _table_of(ROWS, "stroke: (x, y) => (bottom: 0.4pt), align: left, column-gutter: 6pt,"),
    )


def numbered_paragraphs(path: Path) -> None:
    """An audit in numbered paragraphs, as text set in PDF."""
    _pdf(
        path,
        """#set page(paper: "a4", margin: 2.4cm, numbering: "1 / 1")
#set text(size: 11pt)
#text(size: 16pt, weight: "bold")[Audit report on the district registry]

Issued on 5 May 2026 by the Provincial Audit Office

#text(size: 13pt, weight: "bold")[1. Introduction]

1.1 The audit took place in March 2026 and looked at all registers that were opened since 2024.

#text(size: 13pt, weight: "bold")[2. Findings]

#text(weight: "bold")[2.1 Birth registration]

Condition: Certificates are handed out 41 days after the application, while the charter allows 15 days.

Cause: Forms are sent to the capital for a second stamp.

Effect: Children start school without a certificate.

Recommendation: Delegate the second stamp to the district officer.

Responsible: Registrar General #h(1cm) Deadline: 31 August 2026

#text(weight: "bold")[2.2 Archive]

Condition: One in six files could not be found on the day of the visit.

Cause: Shelves carry no numbers, and files are put back by anybody who happens to be there.

Effect: Land cases are postponed.

Recommendation: Number the shelves and name one keeper of the archive.

Responsible: District Secretary #h(1cm) Deadline: 30 June 2026

#text(size: 13pt, weight: "bold")[3. Acknowledgement]

The auditors thank the registry for its open doors.
""",
    )


NUMBERED_PARAGRAPHS = """
title: Audit report on the district registry
date: 2026-05-05
by: Provincial Audit Office
U Birth registration
G Certificates are handed out 41 days after the application, while the charter allows 15 days. | target=15 days | actual=41 days | impact=Children start school without a certificate.
C Forms are sent to the capital for a second stamp.
A Delegate the second stamp to the district officer | Registrar General | 2026-08-31
U Archive
G One in six files could not be found on the day of the visit. | impact=Land cases are postponed.
C Shelves carry no numbers, and files are put back by anybody who happens to be there.
A Number the shelves and name one keeper of the archive | District Secretary | 2026-06-30
? 1.1 The audit took place in March 2026 and looked at all registers that were opened since 2024.
? The auditors thank the registry for its open doors.
"""


BUILT: dict[str, tuple[Any, str]] = {
    "capa-with-merges.docx": (capa_with_merges, CAPA_WITH_MERGES),
    "bold-headings.docx": (bold_headings, BOLD_HEADINGS),
    "table-per-finding.docx": (table_per_finding, TABLE_PER_FINDING),
    "two-heads-and-notes.xlsx": (two_heads_and_notes, TWO_HEADS_AND_NOTES),
    "linked-sheets.xlsx": (linked_sheets, LINKED_SHEETS),
    "wrapped-narrative.pdf": (wrapped_narrative, WRAPPED_NARRATIVE),
    "ruled-table-over-pages.pdf": (ruled_table_over_pages, TABLE_WANTED),
    "table-without-rules.pdf": (table_without_rules, TABLE_WANTED),
    "two-columns.pdf": (two_columns, TWO_COLUMNS),
    "sheet-per-department.xlsx": (sheet_per_department, SHEET_PER_DEPARTMENT),
    "styled-report.docx": (styled_report, STYLED_REPORT),
    "table-with-level-rules.pdf": (table_with_level_rules, TABLE_WANTED),
    "numbered-paragraphs.pdf": (numbered_paragraphs, NUMBERED_PARAGRAPHS),
}
