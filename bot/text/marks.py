"""The characters that stand for hidden names: private-use ones, which the normaliser never lets through."""

FIRST, LAST = 0xE000, 0xE0FF
MARKS = frozenset(map(chr, range(FIRST, LAST + 1)))
