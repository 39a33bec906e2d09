import pytest

from bot.dialogue.ordinals import page_said, place_said


@pytest.mark.parametrize(
    ("said", "count", "place"),
    [
        ("第二个", 3, 1),
        ("2号", 3, 1),
        ("那第2个呢", 3, 1),
        ("我要第十个", 10, 9),
        ("第两个", 3, 1),
        ("第三个的代码", 3, 2),
        ("第三个的职业代码是多少", 3, 2),
        ("前者", 2, 0),
        ("头一个是什么", 5, 0),
        ("最后一个", 5, 4),
        ("后者呢", 2, 1),
        ("后者呢", 3, None),  # of two only
        ("第四个", 3, None),
        ("第0个", 3, None),
        ("前者", 0, None),
        ("第二步", 3, None),  # of a process, not of what is shown
        ("第二批什么时候报", 3, None),
        ("2", 3, None),
        ("", 3, None),
    ],
)
def test_the_place_that_words_name(said: str, count: int, place: int | None) -> None:
    assert place_said(said, count) == place


@pytest.mark.parametrize(
    ("said", "page"),
    [("第5页", 4), ("翻到第三页", 2), ("首页", 0), ("最后一页", 99), ("第0页", -1), ("第五个", None), ("页", None)],
)
def test_the_page_that_words_name(said: str, page: int | None) -> None:
    assert page_said(said) == page
