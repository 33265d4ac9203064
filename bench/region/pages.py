"""The pages of the follow-up that are asked for, by whom, and which of them must be quick."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAD, COORDINATOR, DELEGATE, SCREEN = "lead", "coordinator", "delegate", "screen"


@dataclass(frozen=True)
class Page:
    """`address` may name what stands in a region's `names`. A file is fetched seldom and may take its time."""

    name: str
    address: str
    who: str
    is_file: bool = False

    def at(self, names: Mapping[str, str]) -> str:
        return self.address.format_map(names)

    @property
    def title(self) -> str:
        return f"{self.name} ({self.who})"


def _for(name: str, address: str, *people: str) -> list[Page]:
    return [Page(name, address, who) for who in people]


PAGES: tuple[Page, ...] = (
    Page("how the actions go", "/followup", LEAD),
    Page("… its last rows", "/followup?page=9999", LEAD),
    Page("… of a municipality", "/followup?municipality={municipality}", LEAD),
    Page("… from a gathering", "/followup?gathering={past}", LEAD),
    Page("… of a goal, silent for 8 weeks", "/followup?goal=2a&silent=8", LEAD),
    Page("… stuck", "/followup?state=stuck", LEAD),
    Page("… past the deadline", "/followup?state=overdue", LEAD),
    *_for("a municipality", "/municipalities/{municipality}", LEAD, COORDINATOR, DELEGATE),
    *_for("my actions", "/actions", COORDINATOR, DELEGATE),
    *_for("an action with its history", "/actions/{point}", LEAD, COORDINATOR, DELEGATE),
    *_for("the record of a day", "/gatherings/{past}/record", LEAD, COORDINATOR, DELEGATE),
    Page("the wall “Last time”", "/skjerm", SCREEN),
    Page("the control page, with the wall", "/gatherings/{today}/control", LEAD),
    Page("the programme, with what is stuck", "/gatherings/{today}/programme", LEAD),
    *_for("the front page", "/", LEAD, COORDINATOR, DELEGATE),
    *_for("the gatherings", "/gatherings", LEAD, COORDINATOR, DELEGATE),
    *_for("a gathering that is over", "/gatherings/{past}", LEAD, COORDINATOR, DELEGATE),
    Page("how people found the day", "/gatherings/{past}/evaluation/results", LEAD),
    Page("the briefings of a day", "/gatherings/{past}/briefings", LEAD),
    Page("a briefing", "/briefings/{briefing}", DELEGATE),
    Page("your day", "/gatherings/{past}/mine", DELEGATE),
)
FILES: tuple[Page, ...] = (
    Page("all actions as CSV", "/followup/tiltak.csv", LEAD, is_file=True),
    Page("all actions as XLSX", "/followup/tiltak.xlsx", LEAD, is_file=True),
    Page("the record as DOCX", "/gatherings/{past}/record.docx", LEAD, is_file=True),
)
