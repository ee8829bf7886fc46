"""Short hashes are what anybody computes with the programs of any system."""

import os
import re
import shutil
import subprocess

import pytest

from buyback.fingerprints import check_code, list_hash, receipt_hash

TAGS = ["A1-000010-9/2", "A1-000010-9/10", "A1-000010-9/1", "B2-000001-X/1"]


def by_programs(items: list[str]) -> str:
    """The hash as `sort` and `sha256sum` give it."""
    names = "".join(f"{item}\n" for item in items)
    environment = os.environ | {"LC_ALL": "C"}
    ordered = subprocess.run(
        ["sort", "-u"], input=names, env=environment, capture_output=True, text=True, check=True
    )
    summed = subprocess.run(["sha256sum"], input=ordered.stdout, capture_output=True, text=True, check=True)
    return re.sub("(....)(....)(....).*", r"\1-\2-\3", summed.stdout.strip())


@pytest.mark.skipif(
    not (shutil.which("sort") and shutil.which("sha256sum")), reason="this system has no such programs"
)
@pytest.mark.parametrize("items", [TAGS, TAGS[:1], [*TAGS, *TAGS], []])
def test_a_list_is_hashed_as_sort_and_sha256sum_do(items: list[str]) -> None:
    """Bytes decide the order, each name counts once, and an empty list has its hash too."""
    assert list_hash(items) == by_programs(items)


def test_the_order_of_a_list_does_not_matter_and_its_items_do() -> None:
    """The same items in another order are the same list; one more, one less or another one is not."""
    assert list_hash(TAGS) == list_hash(reversed(TAGS))
    assert (
        len({list_hash(TAGS), list_hash(TAGS[1:]), list_hash([*TAGS, "A1-000011-7/1"]), list_hash(TAGS[:-1])})
        == 4
    )


def test_two_names_do_not_run_together() -> None:
    """`A` and `BC` is another list than `AB` and `C`."""
    assert list_hash(["A", "BC"]) != list_hash(["AB", "C"])


def test_a_check_code_is_the_beginning_of_the_digest() -> None:
    """Sixteen digits in capitals, in groups of four: 64 bits, which nobody finds by trying."""
    assert check_code("9f2c11ab03de77a1" + "0" * 48) == "9F2C-11AB-03DE-77A1"


def test_a_receipt_is_published_under_what_any_computer_finds_again() -> None:
    """It is the SHA-256 of folio, blank and check code, and another for another folio or another code."""
    line = "A1-000001-B 9F2C-11AB-03DE-77A1"
    found = subprocess.run(
        ["sha256sum"], input=line.encode(), capture_output=True, check=True
    ).stdout.decode()
    assert receipt_hash(*line.split()) == found.split()[0]
    assert receipt_hash("A1-000002-9", "9F2C-11AB-03DE-77A1") != receipt_hash(*line.split())
    assert receipt_hash("A1-000001-B", "9F2C-11AB-03DE-77A0") != receipt_hash(*line.split())
