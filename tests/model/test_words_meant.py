from __future__ import annotations

from congvan.i18n import using_language
from congvan.model.words_meant import in_words, meant_key, meant_value


def test_a_vietnamese_key_is_the_first_that_may_stand_there() -> None:
    with using_language("vi"):
        assert str(meant_key("ngày", ["day", "month", "year"])) == "có phải là “day” không?"
        assert str(meant_key("Ngày", ["id", "date"])) == "có phải là “date” không?"
    assert meant_key("ngày", ["id"]) is None
    assert meant_key("qqq", ["id"]) is None


def test_a_vietnamese_value_is_one_of_the_choices() -> None:
    with using_language("vi"):
        assert str(meant_value("trước", ["before", "after"])) == "có phải là “before” không?"
        assert str(in_words(["before", "x"])) == "before (lùi về trước), x"
    assert meant_value("trước", ["x"]) is None
    with using_language("en"):
        assert str(in_words(["before", "x"])) == "before, x"
