"""Evidence of a run, whole: every section, every key that the page knows."""

from typing import Any


def evidence() -> dict[str, dict[str, Any]]:
    """Sections in the forms of their producers."""
    kinds = (
        "EMAIL",
        "PHONE",
        "PERSON",
        "ADDRESS",
        "IBAN",
        "CREDIT_CARD",
        "DRIVER_LICENSE",
        "LICENSE_PLATE",
        "USERNAME",
        "DATE",
    )
    before = {"groups": 1210, "smallest": 1, "singled_out": 802, "below_k": 1444}
    after = {"groups": 61, "smallest": 5, "singled_out": 0, "below_k": 0}
    return {
        "anonymity": {
            "k": 5,
            "users": 3033,
            "quasi": ["location", "age"],
            "before": {**before, "sizes": [[1, 802], [2, 200], [3, 80], [10, 100], [500, 28]]},
            "after": {**after, "sizes": [[5, 20], [10, 20], [20, 15], [100, 5], [1000, 1]]},
            "levels": [
                {"column": "location", "declared": "top:20", "chosen": "top:20", "loss": 0.41},
                {"column": "age", "declared": "band:10", "chosen": "band:20", "loss": 0.1234567},
            ],
            "loss": {"measure": "ncp", "value": 0.2667, "of_levels": 0.25, "discernibility": 31000},
            "suppressed": {"users": 131, "left_out": 0, "cells": {"location": 98, "age": 41}, "fully": 8, "limit": 0.1},
            "sensitive": [
                {
                    "column": "diagnosis",
                    "before": {"distinct_l": 1, "entropy_l": 1.0, "t": 0.93},
                    "after": {"distinct_l": 3, "entropy_l": 2.41, "t": 0.31},
                }
            ],
            "missed": [],
            "kept_levels": False,
            "difference": {
                "small_groups": 1, "users_in_small_groups": 3, "joined": {"users": 40}, "left": {"users": 2},
                "changed": {"users": 9}, "stayed": {"users": 2982},
            },
        },
        "behaviour": {
            "unicity": [
                {"points": p, "before": b, "after": a, "low": a - 0.02, "high": a + 0.02,
                 "before_low": b - 0.03, "before_high": b + 0.03, "sampled": 1000, "population": 3033}
                for p, b, a in ((1, 0.21, 0.05), (2, 0.55, 0.11), (3, 0.78, 0.2), (4, 0.91, 0.28))
            ],
            "rare_events": {
                "k": 5, "kinds": 2, "items": 841, "interactions": 1203, "action": "keep", "cut": 0, "generalized": 0,
            },
            "date_shift": {"window_days": 1203.25, "people": 3033,
                           "within_day": 0.004, "within_week": 0.021, "within_month": 0.084},
        },
        "intruder": {
            "attackers": [
                _attacker("A", "the quasi-identifiers", 0.021, 0.02, limit=0.2, gates=True, before=0.61),
                _attacker("B", "the quasi-identifiers and four interactions", 0.131, 0.0007, limit=0.2),
                _attacker("C", "other texts of the person", 0.342, 0.0007, limit=0.2, passed=False),
                _attacker("D", "the whole source", 0.993, 0.0007),
            ],
            "wp29": {
                "singling_out": {
                    "by_quasi": {"before": 0.26, "share": 0.021, "low": 0.01, "high": 0.04, "people": 400},
                    "by_behaviour": {"points": 4, "before": 0.91, "after": 0.28, "low": 0.26, "high": 0.3, "sampled": 1000},
                },
                "linkability": {"risk": 0.131, "low": 0.1, "high": 0.16, "by": "B", "people": 400},
                "inference": {
                    "secret": "diagnosis", "risk": 0.08, "low": 0.05, "high": 0.11, "main": 0.44, "control": 0.39,
                    "people": 500,
                },
            },
            "seconds_budget": 30,
        },
        "canaries": {
            "users": 20,
            "texts": 160,
            "planted": 800,
            "removed": 771,
            "survived_promised": 0,
            "by_entity": [
                {
                    "entity": kind, "way": way, "planted": 40, "removed": 40 - n, "recall": (40 - n) / 40,
                    "low": max(0.0, (40 - n) / 40 - 0.12), "high": 1.0 if n == 0 else 0.99,
                    "promised": kind in ("EMAIL", "IBAN"), "meant": kind != "PERSON",
                }
                for n, kind in enumerate(kinds)
                for way in ("known", "form")
            ],
            "by_spelling": [
                _spelling("as it is", "known", 200, 200),
                _spelling("zero-width space inside", "known", 100, 93),
                _spelling("as it is", "form", 500, 478),
            ],
            "examples": [
                "Hello, this is [PERSON:abcdefgh]. Write to [EMAIL:ijklmnop] or call [PHONE:qrstuvwx] <before noon>.",
                "My card [CREDIT_CARD:yzabcdef] was charged twice & nobody answers. https://shop.example.com/[URL:ghijklmn]",
            ],
            "failed": 0,
            "off": False,
        },
        "policy": {
            "policy": "hipaa-safe-harbor",
            "rules": [
                {"rule": "names", "article": "45 CFR 164.514(b)(2)(i)(A)", "how": "direct columns are dropped", "met": True},
                {"rule": "dates", "article": "45 CFR 164.514(b)(2)(i)(C)", "how": "year only, also in texts", "met": True},
            ],
            "weaker": [],
            "pseudonyms": "random codes",
            "key_id": "k1",
            "vault": True,
            "key_destroyed": False,
        },
        "erasure": {"erased_users": 3, "erased_interactions": 41, "mentions_replaced": 7, "listed": 12},
    }  # fmt: skip


def _spelling(spelling: str, way: str, planted: int, removed: int) -> dict[str, Any]:
    recall = removed / planted
    row = {"spelling": spelling, "way": way, "planted": planted, "removed": removed, "recall": recall}
    return {**row, "low": recall - 0.03, "high": min(1.0, recall + 0.02), "promised": False, "meant": True}


def _attacker(name: str, knows: str, linked: float, guess: float, **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "knows": knows,
        "linked": linked,
        "low": round(max(0.0, linked - 0.03), 3),
        "high": round(min(1.0, linked + 0.03), 3),
        "guess": guess,
        "people": 400,
        "candidates": 3033,
        "limit": None,
        "gates": False,
        "passed": True,
        **other,
    }
