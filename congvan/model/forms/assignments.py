"""Assignments: people named on forms put on the posts of a list."""

from __future__ import annotations

from pydantic import Field

from congvan.model.field_types import Fact, Id, Text, optional
from congvan.model.forms.scalars import ExpressionText


class Posts(Fact):
    """The posts: entries of a list, each so many times, on its days."""

    each: Text
    where: ExpressionText | None = optional("which entries")
    times: ExpressionText | None = optional("posts at each entry: co_so_y_te.to; default: one")
    days: ExpressionText | None = optional("the days of each entry: co_so_y_te.ngay; default: standing")


class PeopleSource(Fact):
    """A form whose rows are people to be assigned."""

    form: Text = Field(description="the id of a form, or of one of its tables: khen.ca-nhan")
    by: Text | None = optional("people of one post come from one of these: doanh_nghiep")
    least: ExpressionText | None = optional("people of this form at each post, at least; default: one")

    @property
    def form_id(self) -> str:
        return self.form.partition(".")[0]

    @property
    def section_id(self) -> str:
        """The table that names the people; "" for the first with a column of names."""
        return self.form.partition(".")[2]


class Assignment(Fact):
    """People named on forms put on the posts of a list, within the same area."""

    id: Id
    name: Text
    posts: Posts
    same: Text | None = optional("the name that people and posts must agree in: xa")
    sources: tuple[PeopleSource, ...] = Field(alias="from", min_length=1)
