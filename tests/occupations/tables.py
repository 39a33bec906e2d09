"""Tables of examples as text, which keeps them readable."""


def words(table: str) -> list[str]:
    """The words of a table, cut at white space."""
    return table.split()


def pairs(table: str) -> list[tuple[str, list[str]]]:
    """The lines of a table: what is asked -> the words expected."""
    lines = (line.split(" -> ") for line in table.strip().splitlines())
    return [(text.strip(), names.split()) for text, names in lines]
