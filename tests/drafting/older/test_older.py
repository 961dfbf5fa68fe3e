"""What each file of a project of before becomes."""

from __future__ import annotations

from congvan.drafting.migrate import migrated

DISPATCH, DOCUMENTS = "data/dispatches/a.yaml", "data/documents.yaml"
FILES = {
    DISPATCH: b"signs: true  # c\nreceivers:\n- group: enterprises\n  text: x\n",
    DOCUMENTS: b"- {id: a, content: call-list, when: returned.owing, templates: {xlsx: tong-hop.xlsx}}\n",
    "data/signage.yaml": b"message: x\n",
    "data/enterprises.yaml": b"- {id: a, kind: vien-thong, name: A, owes: {roster: 2}}\n",
}


def test_each_file_has_the_keys_of_today() -> None:
    project = migrated(FILES, {"bang.xlsx": b"X", "signage/hai-dien-thoai.svg": b"S"})
    assert project.made[DISPATCH] == b"signage: a  # c\nreceivers:\n- each: doanh-nghiep\n  text: x\n"
    assert project.made[DOCUMENTS] == (
        b"- {id: a, content: table, table: can-goi, when: table.filled, templates: {xlsx: bang.xlsx}}\n"
    )
    assert project.made["data/signage/a.yaml"].endswith(b"\nsets: [{each: doanh-nghiep}]\n")
    assert project.made["data/lists/doanh-nghiep.yaml"].endswith(b"\n- {id: a, kind: vien-thong, name: A}\n")
    assert project.made["templates/bang.xlsx"] == b"X"
    assert project.made["templates/signage/hai-dien-thoai.svg"] == b"S"
    assert project.gone == {"data/signage.yaml", "data/enterprises.yaml"}
