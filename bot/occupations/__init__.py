"""Question -> rows of the catalogue: by code, name, everyday name, typo, pinyin; lists; what is not there."""
