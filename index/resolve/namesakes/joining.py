"""Joins groups of appearances into people, rule by rule, the surest evidence first.

The outcome does not hang on an order: at each rule all pairs are asked, and where one group agrees with two that
contradict each other, it joins neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from index.resolve.namesakes.agreement import (
    Rule,
    bare_office,
    contradiction,
    leading_office,
    organisation_told_shorter,
    professor,
    same_centre,
    same_organisation,
    same_province,
    same_story,
)
from index.resolve.namesakes.groups import Group, union

_RULES: tuple[Rule, ...] = (
    same_organisation,
    organisation_told_shorter,
    bare_office,
    leading_office,
    professor,
    same_story,
    same_province,
    same_centre,
)
# What fits several that have nothing in common (`Giám đốc` two firms' heads) tells none of them.
_LOOSE: tuple[Rule, ...] = (organisation_told_shorter, bare_office, professor)


def foreign_name(one: Group, other: Group) -> str:
    """Tell that a name of another language has one bearer in the news."""
    return "a name of another language, which has one bearer in the news"


def people_among(groups: Sequence[Group], foreign: bool) -> list[Group]:
    """Return the groups joined into people, in an order of their own; `foreign` tells of a name that is not local."""
    joined = list(groups)
    for rule in (*_RULES, foreign_name) if foreign else _RULES:
        while len(joined) > 1:
            fewer = _joined_by(rule, joined)
            if len(fewer) == len(joined):
                break
            joined = fewer
    return sorted(joined, key=lambda group: sorted(group.appearances))


def _joined_by(rule: Rule, groups: Sequence[Group]) -> list[Group]:
    reasons: dict[tuple[int, int], str] = {}
    apart: set[tuple[int, int]] = set()
    for i, j in combinations(range(len(groups)), 2):
        if contradiction(groups[i], groups[j]):
            apart |= {(i, j), (j, i)}
        elif reason := rule(groups[i], groups[j]):
            reasons[i, j] = reason
    if not reasons:
        return list(groups)
    beside: dict[int, set[int]] = {}
    for i, j in reasons:
        beside.setdefault(i, set()).add(j)
        beside.setdefault(j, set()).add(i)
    loose = rule in _LOOSE
    edges = {
        (i, j): reason
        for (i, j), reason in reasons.items()
        if not any((k, j) in apart for k in beside[i])
        and not any((k, i) in apart for k in beside[j])
        and not (loose and beside[i] - {j} != beside[j] - {i})
    }
    result: list[Group] = []
    for part in _components(range(len(groups)), edges):
        if any((i, j) in apart for i, j in combinations(part, 2)):
            result += [groups[i] for i in part]
            continue
        why = [(told, groups[i].appearances | groups[j].appearances) for (i, j), told in edges.items() if i in part]
        result.append(union([groups[i] for i in part], why) if len(part) > 1 else groups[min(part)])
    return result


def _components(nodes: Sequence[int], edges: dict[tuple[int, int], str]) -> list[set[int]]:
    """Return the connected parts of a graph."""
    part = {node: {node} for node in nodes}
    for i, j in edges:
        if part[i] is not part[j]:
            part[i] |= part[j]
            for node in part[j]:
                part[node] = part[i]
    return list({id(members): members for members in part.values()}.values())


def with_silent(people: Sequence[Group], silent: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """Return the people with those appearances without office that fit one of them alone, and the others."""
    added: dict[int, list[tuple[Group, str]]] = {}
    left: list[Group] = []
    for group in silent:
        for fits in (same_story, _same_rank, _same_home):
            fitting = {at: why for at, person in enumerate(people) if (why := fits(person, group))}
            if fitting:
                break
        if len(fitting) == 1:
            at, why = fitting.popitem()
            added.setdefault(at, []).append((group, why))
        else:
            left.append(group)
    with_added = list(people)
    for at, fitted in added.items():
        reasons = [(f"no office stated; {reason}", group.appearances) for group, reason in fitted]
        with_added[at] = union([people[at], *(group for group, _ in fitted)], reasons)
    return with_added, left


def _same_rank(person: Group, silent: Group) -> str:
    """Tell that the honorific of one without office is that of a person: a professor's rank, a doctor's."""
    if shared := person.ranks & silent.ranks:
        return f"the same academic rank ({min(shared)})"
    if silent.careers and not silent.ranks and silent.careers <= person.careers:
        return f"an honorific of the same career ({min(silent.careers)})"
    return ""


def _same_home(person: Group, silent: Group) -> str:
    shared = silent.homes & (person.provinces | person.homes)
    return f"named by an office of the same province ({min(shared)})" if shared else ""


def apart_from(people: Sequence[Group]) -> list[list[tuple[int, str]]]:
    """Return for each person which others of the name it is not, and why."""
    nothing = "nothing that they have in common says that they are one"
    return [
        [(j, contradiction(one, other) or nothing) for j, other in enumerate(people) if other is not one]
        for one in people
    ]
