"""The product's own words for the self-test: what it understands as yes, no or all, and what it says by itself."""

from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.yaml_file import read_yaml
from bot.record import record

FILE = Path(__file__).with_name("words.yaml")


@record
class Heard:
    """Words that are understood in an answer, whatever the question is about. Written as `normalise` leaves them."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]
    every: tuple[str, ...]  # all of a list
    neither: tuple[str, ...]  # none of a list
    but: tuple[str, ...]  # all but
    lacking: tuple[str, ...]  # only this is missing
    only: tuple[str, ...]  # only this is there
    others: tuple[str, ...]  # the rest of the list, before `every` or `neither`
    done: tuple[str, ...]  # the list is complete
    nothing: tuple[str, ...]  # zero, in answer to "how many"
    enough: tuple[str, ...]  # the threshold is reached
    short: tuple[str, ...]  # it is not
    asking: tuple[str, ...]  # marks of a question, which is never an answer
    filler: tuple[str, ...]
    listing: tuple[str, ...]  # between the names of a list, beside punctuation
    each: tuple[str, ...]  # the figure that follows holds for every one
    around: tuple[str, ...]  # padding around an occupation's name
    kinds: tuple[str, ...]  # what is counted where occupations are: 职业, 工种
    removing: tuple[str, ...]  # before a name: it is taken off the list
    people: tuple[str, ...]  # units that count heads, so a figure bounds the 人次 from below
    turnout: tuple[str, ...]  # units that count 人次
    years: tuple[str, ...]
    months: tuple[str, ...]
    changing: tuple[str, ...]  # beside a figure: it is not the figure that is asked for
    outside: tuple[str, ...]  # beside a name: it is to be kept as one that has no row
    denying: tuple[str, ...]  # before a phrase of a story: the phrase is not said of the applicant
    line: int = 0


@record
class Problems:
    """Messages on what could not be taken as an answer; names in braces are filled in."""

    not_an_answer: str
    not_understood: str
    ambiguous: str  # {options}
    no_number: str
    several_numbers: str
    changed_number: str  # {word}
    several_figures: str  # {name} {figures}
    negative: str
    too_large: str  # {most} {unit}
    not_whole: str
    wrong_unit: str  # {unit}
    calendar_year: str
    below_sum: str  # {sum}
    no_occupation: str
    unknown_occupation: str  # {name}
    several_occupations: str  # {name} {options}
    nothing_ticked: str
    outdated: str
    line: int = 0


@record
class Labels:
    """Button labels, headings and marks."""

    unknown: str
    done: str
    all_ticked: str
    none_ticked: str
    outside: str  # {name}
    drop: str  # {name}
    keep: str
    enough: str  # {threshold} {unit}
    short: str
    there: str  # {names}
    missing: str  # {names}
    unsure: str
    former: str  # {answer}
    chosen: str  # {names}
    nothing_chosen: str
    more: str
    confirm: str
    check: str
    line: int = 0


@record
class Report:
    """Headings and frames of a verdict."""

    title: str
    as_of: str  # {date}
    organisation: str  # {name} {reason}
    unmet: str
    unknown: str
    met: str
    explained: str  # {mark} {label} {explanation}
    bare: str  # {mark} {label}
    cited: str  # {text} {place} {quote}
    mark_met: str
    mark_own_view: str  # met, but for experts to judge
    mark_unmet: str
    mark_unknown: str
    not_stated: str
    office_decides: str
    total_open: str  # {sum} {total}
    selection: str
    next_steps: str
    materials: str
    materials_former: str
    numbered: str  # {number} {text}
    clause: str  # {place} {text}
    process: str
    process_former: str
    remarks: str
    line: int = 0


@record
class Sheet:
    """Headings of the printed rules."""

    title: str
    intro: str
    conditions: str
    condition_columns: tuple[str, ...]
    questions: str
    question_columns: tuple[str, ...]
    flow: str
    flow_text: str
    everybody: str
    kinds: dict[str, str]
    judges: dict[str, str]
    question_kinds: dict[str, str]
    titled: str  # {title} {text}
    asks: str  # {question}
    some_occupation: str
    start: str
    check: str
    verdict: str
    asked_after: str  # {question} {answer}
    line: int = 0


@record
class Deadline:
    """Sentences about a time limit, the names in braces filled in."""

    counted: str  # {title} {date} {days} {last}
    beyond: str  # {title} {date} {days}
    assumption: str
    line: int = 0


@record
class Words:
    """Everything the self-test understands and says by itself; what is particular to a notice stands in its rules."""

    heard: Heard
    problems: Problems
    labels: Labels
    report: Report
    sheet: Sheet
    deadline: Deadline
    comma: str
    semicolon: str
    quoted: str  # {name}
    bracketed: str  # {text}
    at_least: str  # {number}
    at_most: str  # {number}
    number: str  # {number} {unit}
    outside: str  # {name} of an occupation without a row
    also_called: str  # {row} {names}
    with_figure: str  # {name} {figure}
    line: int = 0


def read_words(path: Path = FILE) -> Words:
    """The words of a file; KnowledgeError with every fault in it."""
    faults: list[Fault] = []
    words = read_yaml(path, Words, faults)
    if words is None:
        raise KnowledgeError(faults)
    return words
