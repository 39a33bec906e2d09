from bot.knowledge.notice import Contact
from bot.reply import Button, Card, Copy, Document, Quotation, Reply, Rows, Text, joined_reply, plain

CONTACT = Contact("评价中心", "中心", "陈小海", "0999-1234567", "a@example.com", "灯塔路1号", "999000")
BUTTON, OTHER = Button("联系方式", "contact"), Button("全文", "entry:1")


def test_each_part_as_plain_text() -> None:
    parts = (
        Text("标题", strong=True),
        Quotation("第一条\n第二条"),
        Rows(("甲", "乙")),
        Card(CONTACT, ("电话：0999-1234567",), "先打电话"),
        Card(CONTACT, ("电话：0999-1234567",)),
        Document("结果.txt", "很长的内容", "自测结果"),
    )
    assert plain(Reply(parts, ((BUTTON,),))) == (
        "标题\n\n「第一条\n第二条」\n\n甲\n乙\n\n电话：0999-1234567\n先打电话\n\n电话：0999-1234567\n\n自测结果（结果.txt）"
    )


def test_empty_parts_leave_no_gap() -> None:
    assert plain(Reply((Text("一"), Rows(()), Text("二")))) == "一\n\n二"
    assert plain(Reply(())) == ""


def test_more_parts_and_buttons_come_last() -> None:
    reply = Reply((Text("一"),), ((BUTTON,),), ("faq:1",), confidence=0.5)
    longer = reply.with_parts(Text("二"), Text("三")).with_buttons((OTHER,))
    assert longer == Reply((Text("一"), Text("二"), Text("三")), ((BUTTON,), (OTHER,)), ("faq:1",), confidence=0.5)


def test_several_answers_in_one_say_everything_once() -> None:
    term = Text("有效期内")
    first = Reply((Quotation("甲"), term), ((OTHER,), (BUTTON,)), ("faq:1",), quotes=("甲",), confidence=0.9)
    second = Reply((Text("乙"), term), ((BUTTON,), (Copy("复制", "1"),)), ("contact",), quotes=("乙",), confidence=0.8)
    assert joined_reply(Text("两件事"), [first, second]) == Reply(
        (Text("两件事"), Quotation("甲"), term, Text("乙")),
        ((OTHER,), (BUTTON,), (Copy("复制", "1"),)),
        ("faq:1", "contact"),
        quotes=("甲", "乙"),
        confidence=0.8,
    )
