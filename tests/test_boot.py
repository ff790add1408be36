"""The cast stands, and roles give what they say."""

import pytest

pytestmark = pytest.mark.django_db


def test_head_has_the_heads_role_by_their_post(cast):
    viewer = cast.viewer("sales_owner")
    assert viewer.may("actions.follow", cast.sales.pk)
    assert not viewer.may("actions.follow", cast.support.pk)
    assert not viewer.may("actions.follow")


def test_organisation_role_reaches_everywhere(cast):
    assert cast.viewer("leader").may("actions.decide")
    assert not cast.viewer("admin").may("actions.decide")
