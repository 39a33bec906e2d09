"""Writes docs/evaluation.md: the scoreboard and the learning curve as they are now. `make evaluation`; takes long."""

import sys
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bot.evaluation.report import printed, printed_curve  # noqa: E402
from bot.evaluation.scoreboard import learn, run  # noqa: E402

PAGE = """# Evaluation

What `make eval` and `.venv/bin/python -m bot eval --curve` print on the question set of `knowledge/checks/`, which is
never learnt from; `make evaluation` writes this page. Date and hash of the knowledge stand in the first line of each;
run the commands to see where the product is now.

```text
{scoreboard}
```

## Learning curve

Fits with a share of the examples; and for each voice (`knowledge/voices/`), measured on its own questions, which none
of the fits has learnt: what 500 more examples of another voice change.

```text
{curve}
```
"""


def page(scoreboard: str, curve: str) -> str:
    """The page that holds both outputs."""
    return PAGE.format(scoreboard=scoreboard.strip(), curve=curve.strip())


def main() -> None:
    """Measures and writes."""
    where = PROJECT / "knowledge", PROJECT / "build" / "cache", date.today()
    told = lambda step: print(step, file=sys.stderr, flush=True)  # noqa: E731
    text = page(printed(run(*where, tell=told)), printed_curve(learn(*where, tell=told)))
    (PROJECT / "docs" / "evaluation.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
