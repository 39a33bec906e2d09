"""Loads a knowledge folder: every file, what the files cite of one another, and all that is wrong at once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.knowledge import faq as faq_file
from bot.knowledge import notice as notice_file
from bot.knowledge.calibration import Calibration, read_calibration
from bot.knowledge.catalog import Catalog, check_catalog, read_catalog
from bot.knowledge.clause import Clause
from bot.knowledge.eligibility import Eligibility, read_eligibility
from bot.knowledge.eligibility_checks import check_eligibility
from bot.knowledge.examples import ExampleFile, check_examples, example_files, read_examples
from bot.knowledge.faq import Faq, check_faq, read_faq
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.lexicon import Lexicon, check_lexicon, read_lexicon
from bot.knowledge.notice import Notice, check_notice, read_notice, with_whole_quotes
from bot.knowledge.overlay import taught_catalog, taught_examples, usable
from bot.knowledge.talk import Refusals, Smalltalk, check_refusals, check_smalltalk, read_refusals, read_smalltalk
from bot.knowledge.taught import NOTHING, Taught
from bot.record import record

_FILES = (
    "absent.yaml", "calibration.yaml", "catalog.yaml", "eligibility.yaml", "faq.yaml", "lexicon.yaml", "notice.yaml",
    "phrases.yaml", "refusals.yaml", "smalltalk.yaml",
)  # fmt: skip


@record
class Knowledge:
    """All that is known of one notice; `clauses` holds the clauses of `notice` and `faq` by their place."""

    notice: Notice
    faq: Faq
    clauses: Mapping[str, Clause]
    catalog: Catalog
    eligibility: Eligibility
    smalltalk: Smalltalk
    refusals: Refusals
    lexicon: Lexicon
    calibration: Calibration
    examples: tuple[ExampleFile, ...]


def load(folder: Path, with_examples: bool = True, taught: Taught = NOTHING) -> Knowledge:
    """The checked content of `folder`; KnowledgeError with every fault of every file when anything is wrong.

    The teachings of `taught` are laid over it; those that do not fit (see `overlay.set_aside`) are left out.

    What one file cites of another is checked as soon as both have the right shape. The examples, most of the work, are
    for fitting: without them `examples` is empty and their files are not looked at.
    """
    if not folder.is_dir():
        raise KnowledgeError([Fault(str(folder), 1, "folder", "is no folder" if folder.exists() else "is missing")])
    faults: list[Fault] = []
    notice = read_notice(folder, faults)
    faq = read_faq(folder, faults)
    catalog = read_catalog(folder, faults)
    eligibility = read_eligibility(folder, faults)
    smalltalk = read_smalltalk(folder, faults)
    refusals = read_refusals(folder, faults)
    lexicon = read_lexicon(folder, faults)
    calibration = read_calibration(folder, faults)
    examples = read_examples(folder, faults) if with_examples else ()
    clauses: dict[str, Clause] = {}
    if catalog:
        check_catalog(catalog, faults)
    if smalltalk:
        check_smalltalk(smalltalk, faults)
    if lexicon:
        check_lexicon(lexicon, faults)
    if faq:
        check_faq(faq, faults)
    if faq and refusals:
        check_refusals(refusals, [entry.number for entry in faq.entries], faults)
    if faq and refusals and catalog:
        codes = {row.code for row in catalog.occupations}
        check_examples(examples, _answers(faq), {kind.id for kind in refusals.kinds}, codes, faults)
    if faq and notice:
        clauses = _by_place(notice, faq, faults)
        check_notice(notice, clauses, faults)
    if faq and notice and eligibility:
        check_eligibility(eligibility, clauses, faults)
    if faults or not (notice and faq and catalog and eligibility and smalltalk and refusals and lexicon):
        raise KnowledgeError(faults)
    plain = Knowledge(
        notice=with_whole_quotes(notice, clauses),
        faq=faq,
        clauses=clauses,
        catalog=catalog,
        eligibility=eligibility,
        smalltalk=smalltalk,
        refusals=refusals,
        lexicon=lexicon,
        calibration=calibration,
        examples=examples,
    )
    return laid_over(plain, taught)


def laid_over(knowledge: Knowledge, taught: Taught) -> Knowledge:
    """The knowledge with the teachings that fit it; one without examples gets none."""
    fitting = usable(taught, knowledge.faq, knowledge.catalog, knowledge.refusals)
    return replace(
        knowledge,
        catalog=taught_catalog(knowledge.catalog, fitting),
        examples=taught_examples(knowledge.examples, fitting) if knowledge.examples else (),
    )


def files_in(folder: Path) -> list[Path]:
    """The files of a folder that say what is answered: those that `load` reads, and its own phrases."""
    return [path for path in (folder / name for name in _FILES) if path.is_file()] + example_files(folder)


def content_hash(folder: Path) -> str:
    """Hex SHA-256 of the names and bytes of `files_in` the folder: what is made from it is kept under this name."""
    digest = hashlib.sha256()
    for path in files_in(folder):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _answers(faq: Faq) -> dict[str, str]:
    """Label -> the words of the entry it stands for."""
    return {f"faq:{entry.number}": "\n".join(clause.printed for clause in entry.clauses) for entry in faq.entries}


def _by_place(notice: Notice, faq: Faq, faults: list[Fault]) -> dict[str, Clause]:
    """Place -> clause; a place that stands twice is a fault, as a citation of it would be ambiguous."""
    clauses: dict[str, Clause] = {}
    owners: dict[str, str] = {}
    for file, field, clause in _clauses(notice, faq):
        if clause.place in clauses:
            problem = f"{clause.place} stands in {owners[clause.place]} as well"
            faults.append(Fault(file, clause.line, f"{field}.place", problem))
        else:
            clauses[clause.place] = clause
            owners[clause.place] = f"{file}:{clause.line}"
    return clauses


def _clauses(notice: Notice, faq: Faq) -> Iterator[tuple[str, str, Clause]]:
    """File, field and clause of every clause there is."""
    for position, entry in enumerate(faq.entries):
        for index, clause in enumerate(entry.clauses):
            yield faq_file.FILE, f"Faq.entries[{position}].clauses[{index}]", clause
    for position, clause in enumerate(notice.clauses):
        yield notice_file.FILE, f"Notice.clauses[{position}]", clause
