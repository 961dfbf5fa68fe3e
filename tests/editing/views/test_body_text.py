"""The toolbar: the names of its tools, and facts with their present values."""

from __future__ import annotations

from congvan.editing.views.body_text import TOOLS, facts, tool_label
from congvan.model.project.assets import Assets, read
from tests.editing.files import DISPATCH
from tests.sample_project import HOME


def test_a_tool_has_a_name() -> None:
    assert all(tool_label(tool).text("vi") != tool_label(tool).id for tool in TOOLS)


def test_facts_have_their_present_values() -> None:
    found = {each.name: each.value for each in facts(read(HOME), DISPATCH)}
    assert found["agency.name"] == "Sở Thông tin và Truyền thông"
    assert found["facts.so_nguoi_moi_huyen"] == "02"
    assert found["deadlines.danh_sach.short"] == "20/8/2020"
    assert found["deadlines.danh_sach.long"] == "ngày 20 tháng 8 năm 2020"
    assert found["deadlines.bao_cao_ngay.time"] == "16h00"
    assert found["contacts.bao_cao.phone"] == "0934.531.666"
    files = dict(read(HOME))
    files[DISPATCH] = files[DISPATCH].replace(b"year: 2020}", b"year: 2026}")
    found = {each.name: each.value for each in facts(Assets(files), DISPATCH)}
    assert found["agency.name"] == "Sở Khoa học và Công nghệ"
