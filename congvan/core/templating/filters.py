"""Filters of all templates and of the texts of the data: numbers, days, names, lists. Each is pure.

`TABLE` is the list; docs/templates.md is written from it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2 import Undefined, nodes
from jinja2.filters import do_float, do_int, do_join, do_selectattr, make_attrgetter
from jinja2.runtime import Context
from jinja2.utils import pass_context, pass_eval_context

from congvan.core.messages import Message
from congvan.core.templating import growth
from congvan.core.templating.numbers import grouped, in_words, money, number_of, plain_number
from congvan.core.templating.pictures import picture
from congvan.core.text import did_you_mean, slug, upper
from congvan.core.text.ordering import given_name_key

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_EQUAL = ("equalto", "eq", "==")
_AS_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def first_upper(text: str) -> str:
    """Return the text with its first letter in capitals: xã Cao Lộc → Xã Cao Lộc."""
    return upper(text[:1]) + text[1:]


def short_day(value: Any) -> str:
    """Return a day as 05/3/2026, with the leading zeros that the decree asks for."""
    return "{}/{}/{}".format(*_day(value))


def long_day(value: Any) -> str:
    """Return a day as ngày 05 tháng 3 năm 2026 (Decree 30, Appendix I, II.4)."""
    return "ngày {} tháng {} năm {}".format(*_day(value))


def _day(value: Any) -> tuple[str, str, str]:
    """Return day, month and year of 2026-03-05, 5/3/2026 or a point in time; days below 10 and months 1 and 2 with
    their zero.
    """
    import datetime  # hardly any template asks for a day

    of_time = isinstance(value, datetime.datetime) and value == value  # pandas' NaT is one and equals nothing
    text = str(value.date() if of_time else value).strip()
    found, written = _ISO.fullmatch(text), _AS_WRITTEN.fullmatch(text)
    year, month, day = found.groups() if found else reversed(written.groups()) if written else ("0", "0", "0")
    try:
        known = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(Message("filter-value.day", value=text[:60])) from None
    return f"{known.day:02d}", f"{known.month:02d}" if known.month < 3 else str(known.month), f"{known.year:04d}"


def total(values: Any, key: str = "") -> int | float:
    """Return the sum of numbers, or of one value of each entry."""
    return plain_number(sum((number_of(_of(each, key)) for each in _listed(values)), Decimal(0)))


def whole(value: Any, *instead: Any, **named: Any) -> Any:
    """Return the whole part of a number as Jinja's `int` does, and read a text as `number_of`.

    Why: for Jinja “1.500.000” is 0. ValueError: it is no number, and nothing is given that stands for it.
    """
    return _converted(do_int, value, instead, named)


def fractional(value: Any, *instead: Any) -> Any:
    """Return a number as Jinja's `float` does, and read a text as `number_of`. ValueError as `whole`."""
    return _converted(do_float, value, instead, {})


def _converted(jinjas: Callable[..., Any], value: Any, instead: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    if isinstance(value, int | float | Decimal | Undefined) or named.get("base", 10) != 10 or len(instead) > 1:
        return jinjas(value, *instead, **named)
    try:
        return jinjas(number_of(value))
    except ValueError:
        if not instead and "default" not in named:
            raise
        return instead[0] if instead else named["default"]


def by_given_name(values: Any, key: str = "name") -> list[Any]:
    """Return names, or entries with a name, in the order of Vietnamese given names: An, Ân, Bình, Đức."""
    return sorted(
        _listed(values), key=lambda each: given_name_key(str(_of(each, "" if isinstance(each, str) else key)))
    )


def groups(values: Any, key: str) -> list[dict[str, Any]]:
    """Return the entries by one of their values, groups in the order of their first entries."""
    found: dict[Any, list[Any]] = {}
    for each in _listed(values):
        of = _of(each, key)
        if not isinstance(of, str | int | float):
            raise ValueError(Message("filter-value.group", key=key))
        found.setdefault(of, []).append(each)
    return [{"ten": of, "muc": entries} for of, entries in found.items()]


def otherwise(value: Any, instead: Any = "") -> Any:
    """Return the value, or another where it is missing or empty."""
    return instead if isinstance(value, Undefined) or value is None or value == "" else value


def _listed(values: Any) -> list[Any]:
    if isinstance(values, Undefined):
        list(values)  # tells that it is missing
    if not isinstance(values, list | tuple):
        raise ValueError(Message("filter-value.list"))
    return list(values)


def _of(entry: Any, key: str) -> Any:
    """Return a value of an entry: `so_tien`, `xa.name`; the entry itself without a key."""
    for step in key.split(".") if key else ():
        if not isinstance(entry, Mapping) or step not in entry:
            raise ValueError(Message("filter-value.key", key=key))
        entry = entry[step]
    return entry


@pass_eval_context
def joined(context: nodes.EvalContext, value: Any, between: str = "", attribute: str | int | None = None) -> str:
    """Jinja's `join`. ValueError: the entries have values of their own, and none of them is named."""
    entries = list(value)
    if attribute is None and any(isinstance(entry, Mapping) for entry in entries):
        raise ValueError(Message("filter-join-rows"))
    growth.check_joined(between, entries)
    shown: str = growth.bounded(do_join(context, entries, between, attribute))
    return shown


@pass_context
def picked(context: Context, rows: Any, *arguments: Any, **named: Any) -> Iterator[Any]:
    """Jinja's `selectattr`. The rows of a second list that belong to a record (`'ho.id', 'equalto', ho.id`) come from
    the list's own index where it has one, and else without a call of a test for each row, five times as fast.
    """
    if len(arguments) != 3 or not isinstance(rows, list) or arguments[1] not in _EQUAL or type(arguments[2]) is not str:
        yield from do_selectattr(context, rows, *arguments, **named)
        return
    key, _, wanted = arguments
    value, steps = make_attrgetter(context.environment, key), str(key).split(".")
    index = rows.by(tuple(steps)) if hasattr(rows, "by") else {}
    for row in index.get(wanted, ()) if index and "" not in index else rows:  # an empty cell has to be told
        try:
            found = row
            for step in steps:
                found = found[step]
        except (TypeError, LookupError):
            found = value(row)
        if found == wanted:
            yield row


class Filter(NamedTuple):
    """A filter: its name in templates, its function, an example with its result, and its meaning in two languages."""

    name: str
    function: Callable[..., Any]
    example: str
    result: str
    vi: str
    en: str


TABLE = (
    Filter(
        "tien",
        money,
        "{{ 1500000|tien }}",
        "1.500.000",
        "số có dấu chấm phân nhóm; `tien('đồng')` thêm đơn vị",
        "points between groups; `tien('đồng')` adds the unit",
    ),
    Filter(
        "thap_phan",
        grouped,
        "{{ 1234.5|thap_phan(2) }}",
        "1.234,50",
        "số có dấu phẩy thập phân; trong ngoặc: làm tròn đến mấy chữ số",
        "decimal comma; in brackets: rounded to how many digits",
    ),
    Filter(
        "bang_chu",
        in_words,
        "{{ '1.500.000'|bang_chu('đồng')|hoa_dau }}",
        "Một triệu năm trăm nghìn đồng",
        "số viết bằng chữ; 105 đọc “linh”, muốn đọc “lẻ”: `bang_chu(zero_tens='lẻ')`",
        "a number in words; 105 reads linh, `bang_chu(zero_tens='lẻ')` reads lẻ",
    ),
    Filter("ngay", short_day, "{{ '2026-03-05'|ngay }}", "05/3/2026", "ngày viết gọn", "a day, short"),
    Filter(
        "ngay_thang",
        long_day,
        "{{ '5/3/2026'|ngay_thang }}",
        "ngày 05 tháng 3 năm 2026",
        "ngày viết đủ theo Nghị định 30",
        "a day as Decree 30 writes it",
    ),
    Filter(
        "tong",
        total,
        "{{ [{'tien': '1.000'}, {'tien': 500}]|tong('tien')|tien }}",
        "1.500",
        "tổng các số, hoặc tổng một mục của từng dòng",
        "the sum of numbers, or of one value of each entry",
    ),
    Filter(
        "int",
        whole,
        "{{ '1.500,75'|int + 1 }}",
        "1501",
        "phần nguyên của một số",
        "the whole part of a number",
    ),
    Filter(
        "float",
        fractional,
        "{{ ('1.500,75'|float * 2)|tien }}",
        "3.001,5",
        "một số, cả phần thập phân, để tính tiếp",
        "a number with its fraction, to compute with",
    ),
    Filter(
        "theo_ten",
        by_given_name,
        "{{ ['Lê Thị Bình', 'Đỗ Văn Ân', 'Vũ An']|theo_ten|join(', ') }}",
        "Vũ An, Đỗ Văn Ân, Lê Thị Bình",
        "xếp theo tên gọi rồi họ, đệm, theo vần tiếng Việt; `theo_ten('ho_ten')`: tên ở mục ho_ten, không ghi thì name",
        "sorted by given name, then family and middle names; `theo_ten('ho_ten')`: by that value (default: name)",
    ),
    Filter(
        "nhom",
        groups,
        "{% for n in [{'xa': 'A'}, {'xa': 'B'}, {'xa': 'A'}]|nhom('xa') %}{{ n.ten }}: {{ n.muc|length }} {% endfor %}",
        "A: 2 B: 1",
        "gom các dòng theo một mục; mỗi nhóm có `ten` và `muc`",
        "entries by one of their values; each group has `ten` and `muc`",
    ),
    Filter(
        "mac_dinh",
        otherwise,
        "{{ ''|mac_dinh('không có') }}",
        "không có",
        "giá trị thay khi thiếu hoặc để trống",
        "what stands where a value is missing or empty",
    ),
    Filter(
        "hoa_dau", first_upper, "{{ 'xã Mẫu'|hoa_dau }}", "Xã Mẫu", "viết hoa chữ đầu", "the first letter in capitals"
    ),
    Filter("hoa", upper, "{{ 'Sở Mẫu'|hoa }}", "SỞ MẪU", "viết hoa tất cả", "all in capitals"),
    Filter(
        "anh",
        picture,
        "{{ ''|anh(30) }}",
        "",
        "ảnh, biểu trưng của từng bản trong mẫu Word: `{{ khach.anh|anh(30) }}` in tệp PNG, JPEG có tên ở mục anh, "
        "để trong templates/, rộng 30 mm; `anh(30, 40)`: cả chiều cao; `anh(30, alt=khach.name)`: lời để người khiếm "
        "thị nghe; để trống thì không in gì",
        "a photo or logo of each record in a Word template: the file below templates/ that its field names, 30 mm "
        "wide; `anh(30, 40)`: its height too; `anh(30, alt=khach.name)`: words that a voice says for it; nothing "
        "where the field is empty",
    ),
    Filter("ma", slug, "{{ 'Xã Đồng Mẫu'|ma }}", "xa-dong-mau", "mã không dấu làm từ một tên", "an id made of a name"),
)
FILTERS: Mapping[str, Callable[..., Any]] = {each.name: each.function for each in TABLE}
"""By the names that an officer writes: `{{ name|ma }}`."""


class WrongArguments(NamedTuple):
    """A filter that can't be called so, with an example as its remedy."""

    name: str
    remedy: Message


def wrong_arguments(tree: nodes.Template) -> WrongArguments | None:
    """Return the first filter of a template whose brackets hold what it does not take; None if there is none."""
    for used in tree.find_all(nodes.Filter):
        known = next((each for each in TABLE if each.name == used.name), None)
        if known is None:
            continue
        try:
            inspect.signature(known.function).bind(None, *used.args, **{str(each.key): None for each in used.kwargs})
        except TypeError:
            return WrongArguments(used.name, Message("filter-arguments.hint", example=known.example))
    return None


def unknown_filter(why: str) -> tuple[str, Message] | None:
    """Return the filter that Jinja misses, by its words, with the nearest that there is; None if it misses none."""
    found = re.search(r"No filter named '(.+?)'", why)
    if found is None:
        return None
    known = Message("filter-unknown.hint-known", known=", ".join(sorted(FILTERS)))
    return found[1], did_you_mean(found[1], FILTERS) or known
