"""What people do in a private chat, and what they see."""

import pytest

from tests.fake_telegram import Person, media
from tests.handlers.conftest import Stage


def test_start_greets_with_the_four_jobs(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.start()
        assert alice.last.text.startswith("您好！我是海人社发〔2024〕7号")
        assert alice.last.labels == [stage.say(f"job.{job}") for job in ("policy", "occupations", "quiz", "contact")]

    stage.play(scene)


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        ("entry_2", "政策问答第2条"),
        ("code_4-10-01-02", "育婴员（4-10-01-02）"),
        ("list_industry-1_0", "家政服务业：3个职业"),
        ("quiz", "您代表哪种单位"),
        ("contact", "0999-1234567"),
        ("entry_99", "直接用一句话问就行"),
        ("nonsense", "您好！我是"),
        ("quiz_restart", "您好！我是"),
        ("pick_quiz", "您好！我是"),
        ("none", "您好！我是"),
    ],
)
def test_deep_links(stage: Stage, alice: Person, payload: str, seen: str) -> None:
    async def scene() -> None:
        await alice.start(payload)
        assert seen in alice.replies[0]

    stage.play(scene)


def test_every_command_of_the_menu_is_answered_in_its_own_way(stage: Stage, alice: Person) -> None:
    seen: dict[str, str] = {}

    async def scene() -> None:
        for command in stage.world.profile.commands['{"type": "default"}', ""]:
            before = len(alice.replies)
            await alice.send(f"/{command['command']}")
            seen[command["command"]] = alice.replies[before]

    stage.play(scene)
    assert len(seen) == 15
    assert seen.pop("human") == seen["contact"]  # nothing was asked yet that people could be told
    assert len(set(seen.values())) == len(seen)
    assert stage.say("telegram.unknown_command") not in seen.values()


def test_an_unknown_command_gets_a_reply(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/frobnicate now")
        assert alice.last.text == stage.say("telegram.unknown_command")

    stage.play(scene)


def test_a_whole_entry_can_be_unfolded(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/faq")
        await alice.tap("办法")
        assert alice.last.styled("bold") == ["政策问答第2条：怎样参加遴选？"]
        assert "向评价中心提交申请书" in alice.last.styled("expandable_blockquote")[0]
        assert "出处：海人社发〔2024〕7号" in alice.last.text

    stage.play(scene)


def test_a_code_can_be_copied_and_sent_on(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("4-10-01-02")
        assert alice.button("复制4-10-01-02")["copy_text"] == {"text": "4-10-01-02"}
        assert alice.button(stage.say("telegram.share"))["switch_inline_query"] == "4-10-01-02"
        await alice.send("4-10-01-99")
        assert stage.say("telegram.share") not in alice.last.labels

    stage.play(scene)


def test_the_contact_comes_as_text_and_as_a_card(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/contact")
        text, card = alice.screen[-2:]
        assert "地址：海湾市灯塔路1号" in text.text
        assert [button["copy_text"]["text"] for row in text.message["reply_markup"]["inline_keyboard"] for button in row
                if "copy_text" in button] == ["0999-1234567", "pjzx@example.com", "海湾市灯塔路1号"]  # fmt: skip
        contact = card.message["contact"]
        assert (contact["first_name"], contact["phone_number"]) == ("陈小海", "0999-1234567")
        assert "EMAIL:pjzx@example.com" in contact["vcard"].splitlines()

    stage.play(scene)


def test_the_whole_notice_and_the_catalogue_come_as_files(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/notice")
        await alice.send("/code")
        notice, table = (item for item in alice.screen if "document" in item.message)
        assert notice.text == "<document 海人社发〔2024〕7号.txt>通告全文"
        words = stage.world.files[notice.message["document"]["file_id"]].content.decode("utf-8")
        assert "向评价中心提交申请书" in words
        rows = stage.world.files[table.message["document"]["file_id"]].content
        assert rows.startswith(b"\xef\xbb\xbf")  # spreadsheets need the mark to read Chinese
        assert rows.decode("utf-8-sig").splitlines()[1:] == [
            "1,4-10-01-06,家政服务员,家政服务业,紧缺职业",
            "2,4-10-01-02,育婴员,家政服务业,紧缺职业",
            "3,4-09-08-01,保洁员,家政服务业,紧缺职业",
        ]

    stage.play(scene)


@pytest.mark.parametrize(
    ("send", "key"),
    [
        ("send_photo", "photo"),
        ("send_voice", "voice"),
        ("send_sticker", "sticker"),
        ("send_document", "file"),
        ("send_video", "file"),
        ("send_contact", "other"),
        ("send_location", "other"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(stage: Stage, alice: Person, send: str, key: str) -> None:
    async def scene() -> None:
        await getattr(alice, send)()
        assert alice.last.text == stage.say(f"telegram.{key}")

    stage.play(scene)


def test_words_below_a_picture_and_forwarded_words_are_read(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send_photo("4-10-01-02")
        assert "4-10-01-02" in alice.last.text
        await alice.forward("4-09-08-01")
        assert "4-09-08-01" in alice.last.text

    stage.play(scene)


def test_an_edited_question_is_answered_anew(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("4-10-01-02")
        await alice.edit("4-09-08-01")
        assert alice.last.text.startswith(stage.say("telegram.edited"))
        assert "4-09-08-01" in alice.last.text

    stage.play(scene)


def test_an_edit_does_not_answer_another_question_of_the_self_test(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        await alice.send("家政培训机构")
        await alice.edit("个人")
        assert alice.last.text == stage.say("telegram.stale_question")
        await alice.send("5")
        assert "想评价哪些职业" in alice.last.text

    stage.play(scene)


def test_an_inline_result_in_the_private_chat_is_no_question(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        choices = await alice.inline("育婴员")
        assert choices
        await alice.choose(choices[0])
        assert alice.replies == []

    stage.play(scene)


def test_feedback_is_taken_once(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("4-10-01-02")
        rated = alice.last
        toast = await alice.tap(stage.say("telegram.not_helpful"))
        assert toast
        assert toast.text == stage.say("telegram.thanks_not_helpful", office="评价中心")
        assert stage.say("telegram.helpful") not in alice.last.labels
        assert "复制4-10-01-02" in alice.last.labels
        again = await alice.tap(stage.say("telegram.helpful"), rated)
        assert again

    stage.play(scene)
    assert [row["helpful"] for row in stage.talks.database.table("feedback").rows] == [0]


@pytest.mark.parametrize("text", ["/help", "/start", "?!", "/contact", "/about", "/notice"])
def test_there_is_nothing_to_rate_where_nothing_was_asserted(stage: Stage, alice: Person, text: str) -> None:
    async def scene() -> None:
        await alice.send(text)
        assert stage.say("telegram.helpful") not in [label for item in alice.screen for label in item.labels]

    stage.play(scene)


def test_everything_kept_of_a_person_is_deleted_on_request(stage: Stage, alice: Person) -> None:
    def kept(table: str) -> int:
        return stage.talks.database.table(table).count

    async def scene() -> None:
        for _ in range(2):
            await alice.send("4-10-01-02")
        await alice.tap(stage.say("telegram.helpful"))
        await alice.send("/quiz")
        await alice.send("家政培训机构")
        assert (kept("conversations"), kept("feedback")) == (1, 1)
        await alice.send("删除我的记录")
        asked = len(alice.screen)
        await alice.tap(stage.say("telegram.delete_yes"))
        assert len(alice.screen) == asked
        assert alice.last.text == stage.say("delete.done")
        assert alice.last.labels == []
        await alice.send("/back")
        assert alice.last.text == stage.say("quiz.none")
        toast = await alice.tap(stage.say("telegram.helpful"))
        assert toast
        assert toast.text == stage.say("telegram.stale")

    stage.play(scene)
    assert [kept(table) for table in ("conversations", "feedback", "outbox")] == [0, 0, 0]


def test_a_deep_link_does_nothing_to_a_self_test(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        await alice.send("家政培训机构")
        before = stage.talks.conversation(alice.user.id, alice.user.id).quiz
        for payload in ("quiz_cancel", "quiz_restart", "quiz_back"):
            await alice.start(payload)
        assert stage.talks.conversation(alice.user.id, alice.user.id).quiz == before

    stage.play(scene)


@pytest.mark.parametrize("action", ["rate:1:abc", f"rate:1:{10**25}", "rate:2:5", "rate:1", f"list:all:{10**25}"])
def test_a_crafted_press_is_answered_as_any_other(stage: Stage, alice: Person, action: str) -> None:
    async def scene() -> None:
        await alice.send("4-10-01-02")
        assert await alice.press(alice.last.message, f"1:{action}")
        assert stage.say("error", office="评价中心", phone="0999-1234567") not in alice.replies

    stage.play(scene)
    assert stage.talks.database.table("feedback").count == 0


def test_an_album_is_answered_once(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        for album in ("1", "2"):
            for _ in range(3):
                await alice.post({**media.photo(stage.world), "media_group_id": album})
        assert alice.replies == [stage.say("telegram.photo")] * 2
        await alice.post({**media.photo(stage.world, "4-10-01-02"), "media_group_id": "2"})
        assert "4-10-01-02" in alice.last.text

    stage.play(scene)


def test_nothing_is_deleted_by_mistake(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/quiz")
        await alice.send("/delete")
        await alice.tap(stage.say("telegram.delete_no"))
        assert alice.last.text == stage.say("delete.declined")
        await alice.send("家政培训机构")
        assert "注册几年" in alice.last.text

    stage.play(scene)


def test_privacy_says_how_long(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("/privacy")
        assert "最多保留30天" in alice.last.text

    stage.play(scene)


def test_words_that_look_like_markup_are_shown_as_they_are(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("<b>&amp;厨师</i> 的代码 <script>")
        assert alice.last.by_bot

    stage.play(scene)


def test_a_very_long_message_is_declined(stage: Stage, alice: Person) -> None:
    async def scene() -> None:
        await alice.send("请问" * 2000)
        assert alice.last.by_bot

    stage.play(scene)
