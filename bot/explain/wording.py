"""An explanation in words for editors, from the phrases explain.*."""

from collections.abc import Iterable, Iterator

from bot.explain.explanation import Candidate, Explained, Explanation, Feature, NameRead
from bot.matching.nearest import Near
from bot.phrases import Phrases

_END = ("^", "$")  # marks of the beginning and the end of a question among the characters


def worded(explanation: Explanation, phrases: Phrases) -> str:
    """The explanation as plain text, a line a piece of evidence."""
    blocks = [[phrases("explain.result", labels="、".join(explanation.answer or explanation.choices) or "-")]]
    blocks += [list(_ask(ask, phrases)) for ask in explanation.asks]
    blocks.append([phrases("explain.nearest"), *(_near(near, phrases) for near in explanation.nearest)])
    blocks.append(list(_advice(explanation, phrases)))
    return "\n\n".join("\n".join(block) for block in blocks)


def _ask(ask: Explained, phrases: Phrases) -> Iterator[str]:
    yield phrases("explain.text", text=ask.text)
    yield phrases("explain.words", words=" | ".join(ask.words) or "-")
    if ask.named:
        named = "、".join(phrases("explain.entity", text=named.text, entity=named.entity) for named in ask.named)
        yield phrases("explain.named", named=named)
    for candidate in ask.labels:
        yield from _candidate(candidate, phrases)
    zone, reason = phrases(f"explain.zone.{ask.zone}"), phrases(f"explain.reason.{ask.reason}")
    yield phrases("explain.zone", zone=zone, label=ask.label, reason=reason)
    if ask.threshold:
        yield phrases("explain.threshold", name=ask.threshold, value=f"{ask.value:g}")
    if ask.refusal:
        yield phrases("explain.refusal", kind=ask.refusal)
    yield from (_name(name, phrases) for name in ask.names)
    if ask.quotes:
        yield phrases("explain.clause", places="、".join(ask.clauses), text="".join(ask.quotes))
        if ask.clause_features:
            yield phrases("explain.because", features=_features(ask.clause_features, phrases))
    elif ask.zone == "answer" and ask.label.startswith("faq:"):
        yield phrases("explain.whole")


def _candidate(candidate: Candidate, phrases: Phrases) -> Iterator[str]:
    share = f"{100 * candidate.probability:.1f}"
    yield phrases("explain.candidate", label=candidate.label, share=share)
    if candidate.features:
        yield phrases("explain.because", features=_features(candidate.features, phrases))


def _features(features: Iterable[Feature], phrases: Phrases) -> str:
    return "、".join(
        phrases(
            "explain.feature",
            kind=phrases(f"explain.feature.{feature.kind}"),
            text=_without_ends(feature, phrases),
            weight=f"{feature.weight:+.2f}",
        )
        for feature in features
    )


def _without_ends(feature: Feature, phrases: Phrases) -> str:
    """The text with the marks of beginning and end in words."""
    text = feature.text
    if feature.kind == "c":
        for mark, key in zip(_END, ("explain.beginning", "explain.end"), strict=True):
            text = text.replace(mark, phrases(key))
    return text


def _name(name: NameRead, phrases: Phrases) -> str:
    return phrases(
        "explain.name",
        said=name.said,
        read_as=name.read_as,
        kind=name.kind,
        how=name.how,
        source=name.source or "-",
        rows="、".join(name.rows) or "-",
    )


def _near(near: Near, phrases: Phrases) -> str:
    return phrases(
        "explain.near",
        likeness=f"{near.likeness:.0f}",
        label=near.label,
        question=near.text,
        file=near.file,
        line=near.line,
    )


def _advice(explanation: Explanation, phrases: Phrases) -> Iterator[str]:
    """Where to add or change what, if the answer is not as it should be."""
    yield phrases("explain.advice")
    files = {c.label: c.file for ask in explanation.asks for c in ask.labels[:3] if c.file}
    yield from (phrases("explain.advice.example", label=label, file=file) for label, file in files.items())
    if any(ask.names for ask in explanation.asks):
        yield phrases("explain.advice.name")
    if any(ask.reason == "smalltalk" for ask in explanation.asks):
        yield phrases("explain.advice.smalltalk")
    yield phrases("explain.advice.check")
