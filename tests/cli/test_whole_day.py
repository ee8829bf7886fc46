"""A whole day at three sites through the command line: afterwards every figure is the same wherever it stands, to the centavo."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import frictionless
import pytest
import whole_day as day
from paper_story import codes, pictures
from pypdf import PdfReader
from whole_day import BASILICA, DAY, FIGURES, MORELIA, NEXT_DAY, SITES, STORY, TIJUANA, Groups, minor

from .conftest import Terminal
from .steps import Player

Row = Mapping[str, str]

LABELS = {
    "items": {
        "Held before": "held_before",
        "Taken in": "received",
        "Left: destroyed here": "left_destroyed",
        "Left: kept for the museum": "left_kept",
        "Left: handed over": "left_handed_over",
        "Returned to the giver": "returned",
        "Undone by a void": "voided",
        "Held at the end": "held",
        "Items not received": "not_received",
        "Items lost": "lost",
    },
    "money": {
        "Carried over": "carried",
        "Float": "float",
        "Top-ups": "top_ups",
        "Paid out": "paid",
        "Returned to the organiser": "returned",
        "Came back through voids": "recovered",
        "Differences": "differences",
        "Should hold": "expected",
        "Counted": "counted",
        "Voided and not brought back": "not_recovered",
    },
    "papers": {
        "Folios": "folios",
        "Not paid yet": "unpaid",
        "Vouchers open before": "vouchers_before",
        "Vouchers given out": "vouchers_given",
        "Vouchers paid": "vouchers_paid",
        "Vouchers open": "vouchers_open",
        "Blank forms out before": "forms_before",
        "Blank forms given out": "forms_reserved",
        "Blank forms typed in": "forms_typed_in",
        "Blank forms returned unused": "forms_returned",
        "Blank forms still out": "forms_out",
    },
    "totals": {
        "Drop-offs": "drop_offs",
        "Items received": "items",
        "By the table": "valued_mxn",
        "Paid out": "paid_mxn",
        "Vouchers given out": "vouchers_mxn",
    },
}
"""What the day's act calls each line, in its four parts."""

BOX = ("carried", "float", "top_ups", "paid", "returned", "recovered", "differences", "expected")


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger is to be made: a file that is not there yet, and an empty database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    server = request.getfixturevalue("postgres")
    name = server.empty()
    yield server.url(name)
    server.drop(name)


def test_a_whole_day(bare: Terminal, where: str, tmp_path: Path) -> None:
    """Every step is done or refused as the story says; then summary, boxes, closes, acts, files and log agree."""
    player = Player(bare, where, tmp_path)
    for step in STORY:
        player.play(step)
    bare.at = replace(STORY[-1], at="19 10:00:00").moment
    check_the_log(player)
    check_the_closes(player)
    check_the_acts(player)
    check_the_summaries(player)
    check_the_boxes(player)
    check_the_papers(player)
    check_the_files(player)
    check_that_it_is_whole(player)
    check_that_no_secret_is_told(player)


# --- the log --------------------------------------------------------------------------------------------------------------


def entries(player: Player) -> list[dict[str, Any]]:
    """The log, oldest first."""
    found: list[dict[str, Any]] = player.done("log", "--limit", "1000", "--json").data
    return found[::-1]


def check_the_log(player: Player) -> None:
    """It adds up to what was added up by hand; what was refused is not in it; every line is in dollars by its own rate."""
    log = entries(player)
    assert Counter(entry["kind"] for entry in log) == day.ENTRIES
    assert day.sums(log) == FIGURES
    for fact in (entry["fact"] for entry in log if entry["kind"] == "DroppedOff"):
        for line in fact["lines"]:
            dollars = Decimal(line["amount_minor"]) / Decimal(fact["mxn_per_usd"])
            assert line["usd_cents"] == dollars.quantize(Decimal(1), ROUND_HALF_EVEN)
    assert len(player.done("log", "--limit", "1000").out.splitlines()) > len(log)


# --- the close of the day ---------------------------------------------------------------------------------------------------


def of_close(told: dict[str, Any]) -> Groups:
    """The lines of a close's three reconciliations and its totals, as JSON has them; what is not counted is left out."""
    groups = {
        name: Counter(
            {line["name"]: whole(line["figure"]) for line in told[name] if line["figure"] is not None}
        )
        for name in ("items", "money", "papers")
    }
    return groups | {"totals": Counter({name: whole(figure) for name, figure in told["totals"].items()})}


def whole(figure: int | str) -> int:
    """A number as it is; an amount in centavos."""
    return minor(figure) if isinstance(figure, str) else figure


def check_the_closes(player: Player) -> None:
    """What `close-day` answered, and what it says of the next day, which is open."""
    for site in SITES:
        told = player.closes[site]
        assert of_close(told) == FIGURES[site, DAY]
        assert (told["earlier_open_days"], told["count"]["open_mxn"]) == ([], "0.00")
        sealed = {name: minor(told["closed"][f"{name}_mxn"]) for name in (*BOX, "counted")}
        assert sealed == {name: FIGURES[site, DAY]["money"][name] for name in sealed}
        again, checked = (
            player("close-day", "--check", "--site", site, "--date", on, "--json") for on in (DAY, NEXT_DAY)
        )
        assert again.data["closed"] == told["closed"]
        assert of_close(again.data) == FIGURES[site, DAY]
        assert of_close(checked.data) == FIGURES[site, NEXT_DAY]
        assert [told["hindrance"], again.data["hindrance"] in again.err, checked.code] == [None, True, 1]
        assert "count" in checked.data["hindrance"]  # the box, on that day
    uneven = {
        site: [line["name"] for part in ("items", "money", "papers") for line in player.closes[site][part]
               if not line["even"]]
        for site in SITES
    }  # fmt: skip
    assert uneven == {
        BASILICA: ["not_received", "lost", "differences", "not_recovered"],
        MORELIA: [],
        TIJUANA: [],
    }
    signed = {
        site: (player.closes[site]["closed"]["by"], player.closes[site]["closed"]["signed_by"])
        for site in SITES
    }
    assert signed == {
        BASILICA: (day.LUIS, day.EVA),
        MORELIA: (day.EVA, day.EVA),
        TIJUANA: (day.LUIS, day.EVA),
    }


# --- the act of the day -----------------------------------------------------------------------------------------------------


def of_act(lines: list[str]) -> Groups:
    """The same off the words of a PDF."""
    found, part = day.empty(), "totals"
    for line in lines:
        if line.lower() in ("items", "money", "papers"):
            part = line.lower()
        figure = re.match(r"(?:! )?(?:[-+=] )?(\D+?) (?:[$])?(-?[\d,]+(?:\.\d\d)?)\b", line)
        name = LABELS[part].get(figure[1]) if figure else None
        if figure and name and name not in found[part]:
            found[part][name] = minor(figure[2]) if "." in figure[2] else int(figure[2].replace(",", ""))
        dollars = re.search(r"MXN \(([\d,.]+) USD\)", line)
        if dollars and part == "totals":
            found[part]["valued_usd"] = minor(dollars[1])
    return found


def check_the_acts(player: Player) -> None:
    """Each PDF has every line of the day, what left the box, and its checkpoint, to be typed and to be scanned."""
    for site in SITES:
        file, totals = player.folder / f"{site}.pdf", FIGURES[site, DAY]["totals"]
        player.done("print", "day", "--date", DAY, "--site", site, "--out", str(file))
        lines = [line for page in PdfReader(file).pages for line in page.extract_text().splitlines()]
        said = " ".join(" ".join(lines).split())
        assert of_act(lines) == FIGURES[site, DAY]
        assert f"Total {totals['valued_mxn'] / 100:,.2f} {totals['valued_usd'] / 100:,.2f} " in said
        left = re.search(r"Left the cash box \d+ ([\d,.]+) ", said)
        assert left
        assert minor(left[1]) == totals["paid_mxn"]
        checkpoint = player.closes[site]["closed"]["checkpoint"]
        ledger, seq, digest = checkpoint.split(":")
        groups = [digest[start : start + 4] for start in range(0, 64, 4)]
        assert f"{ledger} {seq} {' '.join(groups[:4])} " in said
        assert " ".join(groups) in said
        note = player.closes[site]["signed"]["note"]
        assert sorted(codes(pictures(file.read_bytes())[-1])) == sorted([checkpoint, note])
        text = player.done("print", "day", "--date", DAY, "--site", site).out
        assert f"{ledger} {seq} {' '.join(groups[:4])}\n" in text
        player.said.append(said)


# --- the summary ------------------------------------------------------------------------------------------------------------


def check_the_summaries(player: Player) -> None:
    """Of each site and day, and of all of them together."""
    for (site, on), figures in FIGURES.items():
        told = player.done("summary", "--date", on, "--site", site, "--json").data
        items, money, totals = (figures[name] for name in ("items", "money", "totals"))
        assert told["drop_offs"] == totals["drop_offs"]
        assert told["money"]["valued"] == amounts(
            totals["drop_offs"], totals["valued_mxn"], totals["valued_usd"]
        )
        assert minor(told["cash"]["paid_out"]["mxn"]) == money["paid"]
        assert minor(told["cash"]["recovered_mxn"]) == money["recovered"]
        assert minor(told["cash"]["not_recovered_mxn"]) == money["not_recovered"]
        assert minor(told["vouchers"]["given"]["mxn"]) == totals["vouchers_mxn"]
        assert told["custody"]["received"] == items["received"] - items["voided"]
        moved = Counter({one["kind"]: one["items"] for one in told["moved"]})
        assert moved == Counter(
            {name: items[f"left_{name}"] for name in ("destroyed", "kept", "handed_over")}
            | {"returned": items["returned"]}
        )
        boxes = told["cash_boxes"]["boxes"]
        assert len(boxes) == 1 or on == NEXT_DAY
        for box in boxes:
            assert {name: minor(box[f"{name}_mxn"]) for name in BOX} == {name: money[name] for name in BOX}
        closed = [{"site": site, "date": on} | player.closes[site]["closed"]] if on == DAY else []
        assert told["closes"] == closed
        table = player.done("summary", "--date", on, "--site", site, "--csv").out
        for one in closed:
            row = f'close,{site},"{on}, {day.EVA}, {one["checkpoint"]}",1,,,{one["counted_mxn"]},'
            assert row in table.splitlines()
    both = player.done("summary", "--date", NEXT_DAY, "--days", "2", "--json").data
    assert minor(both["money"]["valued"]["mxn"]) == every("totals", "valued_mxn")
    assert minor(both["money"]["valued"]["usd"]) == every("totals", "valued_usd")
    assert (
        minor(both["cash_boxes"]["paid_mxn"])
        == minor(both["cash"]["paid_out"]["mxn"])
        == every("money", "paid")
    )
    assert minor(both["cash_boxes"]["advanced_mxn"]) == every("money", "float") + every("money", "top_ups")
    assert minor(both["cash_boxes"]["returned_mxn"]) == every("money", "returned")
    paid = {one["operator"]: minor(one["mxn"]) for one in both["did"] if one["deed"] == "paid"}
    assert paid == {day.LUIS: every("money", "paid")}
    assert (both["pins"], both["one_hand"], both["self_approved"]) == ("set", [], [])
    assert [(one["what"], one["operator"], one["about"]) for one in both["alone"]] == [
        ("hand_over", day.TOMAS, "DEF-1")
    ]
    assert [found["item"] for found in both["unaccounted"]["lost"]] == [player.tag("family/2")]
    assert both["unaccounted"]["not_received"] == []


def amounts(number: int, mxn: int, usd: int) -> dict[str, Any]:
    return {"number": number, "mxn": f"{mxn / 100:.2f}", "usd": f"{usd / 100:.2f}"}


def every(group: str, name: str) -> int:
    """The sum of one figure over all sites and days."""
    return sum(figures[group][name] for figures in FIGURES.values())


# --- the boxes, vouchers and forms ------------------------------------------------------------------------------------------


def check_the_boxes(player: Player) -> None:
    """`cash show` has the same parts since the float, and what the last day's box should hold."""
    for site in SITES:
        (box,) = player.done("cash", "show", "--site", site, "--json").data["boxes"]
        both = FIGURES[site, DAY]["money"] + FIGURES[site, NEXT_DAY]["money"]
        both["differences"] = FIGURES[site, DAY]["money"]["differences"]
        for name in ("float", "top_ups", "paid", "returned", "recovered", "differences"):
            assert minor(box[f"{name}_mxn"]) == both[name]
        assert minor(box["expected_mxn"]) == FIGURES[site, NEXT_DAY]["money"]["expected"]
        assert minor(box["count"]["counted_mxn"]) == FIGURES[site, DAY]["money"]["counted"]
        assert minor(box["entries"][-1]["expected_mxn"]) == FIGURES[site, DAY]["money"]["expected"]


def check_the_papers(player: Player) -> None:
    """The open voucher, the form that is still out, what was written late; and paper that cannot be written."""
    told = player.done("vouchers", "--json").data
    assert (told["number"], told["total_mxn"]) == (1, "25000.00")
    (voucher,) = told["vouchers"]
    assert voucher["folio"] == player.folios["still open"]
    assert (voucher["expires_on"], voucher["coded"], voucher["wrong_codes"]) == ("2025-03-05", True, 0)
    out = player.done("forms", "list", "--out", "--json").out
    assert {name for name in player.folios if player.folios[name] in out} == {"form 4"}
    late = player.done("show", player.folios["late paper"], "--json").data
    assert (late["folio"], late["business_date"]) == (player.folios["form 3"], NEXT_DAY)
    assert late["written_at"] == "2025-02-18T22:30:00.000Z"
    (player.folder / "there").write_text("kept", encoding="utf-8")
    paper = ("print", "day", "--date", DAY, "--site", BASILICA, "--format", "pdf", "--out")
    for file in ("no-folder/act.pdf", "there/act.pdf", ".", "there"):
        answer = player(*paper, str(player.folder / file))
        assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1), answer
        assert ("is already there" if file == "there" else "cannot be written") in answer.err
    assert (player.folder / "there").read_text(encoding="utf-8") == "kept"


# --- the files --------------------------------------------------------------------------------------------------------------


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@dataclass
class Files:
    """What the rows of an export come to, each added where its own site and day say."""

    folder: Path
    days: dict[tuple[str, str], Groups] = field(
        default_factory=lambda: {(site, on): day.empty() for on in (DAY, NEXT_DAY) for site in SITES}
    )

    def __post_init__(self) -> None:
        self.drop_offs = {row["folio"]: row for row in rows(self.folder, "drop_offs")}
        self.items = Counter(row["folio"] for row in rows(self.folder, "items"))
        self.taken_in()
        self.custody()
        self.money()
        self.papers()
        for site in SITES:
            day.carry(self.days[site, DAY], self.days[site, NEXT_DAY])

    def add(self, group: str, name: str, row: Row, figure: int = 1, *, on: str = "business_on") -> None:
        """Add to a figure of the row's day, at its own site or that of its drop-off."""
        site = row["site"] if "site" in row else self.drop_offs[row["folio"]]["site"]
        self.days[site, row[on]][group][name] += figure

    def taken_in(self) -> None:
        for row in self.drop_offs.values():
            self.add("items", "received", row, self.items[row["folio"]])
            self.add("papers", "folios" if row["form_entry"] == "0" else "forms_typed_in", row)
            if row["status"] not in ("returned", "voided"):
                self.add("totals", "drop_offs", row)
                self.add("totals", "items", row, self.items[row["folio"]])
                self.add("totals", "valued_mxn", row, minor(row["total_mxn"]))
                self.add("totals", "valued_usd", row, minor(row["total_usd"]))

    def custody(self) -> None:
        for row in rows(self.folder, "disposals"):
            self.add("items", row["kind"] if row["kind"] == "returned" else f"left_{row['kind']}", row)
        for row in rows(self.folder, "voids"):
            self.add("items", "voided", row, self.items[row["folio"]])
        for row in rows(self.folder, "arrivals"):
            missing = {"confirmed": 0, "not_received": 1}.get(row["kind"], -1)
            self.add("items", "not_received", row, missing)
            self.add("items", "lost", row, int(row["kind"] == "lost"))

    def money(self) -> None:
        names = {"float": "float", "top_up": "top_ups", "return": "returned", "difference": "differences"}
        for row in rows(self.folder, "cash"):
            if row["kind"] in names:
                self.add("money", names[row["kind"]], row, minor(row["amount_mxn"]))
        for row in rows(self.folder, "payouts"):
            self.add("money", "paid", row, minor(row["amount_mxn"]))
            self.add("totals", "paid_mxn", row, minor(row["amount_mxn"]))
        for row in rows(self.folder, "voids"):
            self.add("money", "recovered", row, minor(row["recovered_mxn"]))
            self.add("money", "not_recovered", row, minor(row["paid_mxn"]) - minor(row["recovered_mxn"]))
        for row in rows(self.folder, "closes"):
            self.add("money", "counted", row, minor(row["counted_mxn"]))

    def papers(self) -> None:
        for row in rows(self.folder, "vouchers"):
            self.add("papers", "vouchers_given", row)
            self.add("totals", "vouchers_mxn", row, minor(row["amount_mxn"]))
            if row["status"] == "paid":
                self.add("papers", "vouchers_paid", row, on="settled_on")
        for row in rows(self.folder, "forms"):
            self.add("papers", "forms_reserved", row)
            self.add("papers", "forms_returned", row, int(row["state"] == "returned"), on="state_on")


def check_the_files(player: Player) -> None:
    """Other people's tools accept them; their rows add up to the figures; and so does what they have added up themselves."""
    folder = player.folder / "export"
    player.done("export", str(folder))
    assert frictionless.validate(str(folder / "datapackage.json")).valid
    assert Files(folder).days == FIGURES
    several = [len(rows(folder, name)) for name in ("cash_days", "closes", "daily")]
    assert several == [4, 3, 4]  # nothing moved, closed or came in at the others on the second day
    for row in rows(folder, "cash_days"):
        money = FIGURES[row["site"], row["business_on"]]["money"]
        assert {name: minor(row[f"{name}_mxn"]) for name in BOX} == {name: money[name] for name in BOX}
    for row in rows(folder, "closes"):
        figures = FIGURES[row["site"], row["business_on"]]
        totals = {
            name: minor(row[name]) if name.endswith("mxn") else int(row[name])
            for name in LABELS["totals"].values()
        }
        assert Counter(totals | {"valued_usd": minor(row["valued_usd"])}) == figures["totals"]
        assert {name: minor(row[f"{name}_mxn"]) for name in BOX} == {
            name: figures["money"][name] for name in BOX
        }
        assert int(row["held"]) == figures["items"]["held"]
        assert int(row["open_vouchers"]) == figures["papers"]["vouchers_open"]
        assert int(row["open_forms"]) == figures["papers"]["forms_out"]
        assert minor(row["expected_mxn"]) == figures["money"]["expected"]
    for row in rows(folder, "daily"):
        figures = FIGURES[row["site"], row["business_on"]]
        assert {
            name: minor(row[name]) for name in ("valued_mxn", "valued_usd", "paid_mxn", "vouchers_mxn")
        } == {
            name: figures["totals"][name] for name in ("valued_mxn", "valued_usd", "paid_mxn", "vouchers_mxn")
        }
        assert minor(row["recovered_mxn"]) == figures["money"]["recovered"]
    agreed = [(row["site"], row["agrees"]) for row in rows(folder, "comparisons")]
    assert agreed == [
        (BASILICA, "false"),
        (BASILICA, "true"),
        (MORELIA, "false"),
        (MORELIA, "true"),
        (TIJUANA, "true"),
    ]
    assert [row["body"] for row in rows(folder, "entries")] == [
        entry_body(entry) for entry in entries(player)
    ]


def entry_body(entry: dict[str, Any]) -> str:
    """The entry's body as it was sealed: canonical JSON."""
    body = {name: value for name, value in entry.items() if name not in ("previous", "digest")}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# --- what holds for all of it -----------------------------------------------------------------------------------------------


def check_that_it_is_whole(player: Player) -> None:
    """Verification finds nothing, against the three papers too; and nothing after the tables were made anew."""
    papers = [
        word for site in SITES for word in ("--checkpoint", player.closes[site]["closed"]["checkpoint"])
    ]
    player.done("verify", *papers)
    player.done("rebuild")
    player.done("verify", *papers)


def check_that_no_secret_is_told(player: Player) -> None:
    """No PIN, no code and no hash in the log, in a file of the export or in anything that a command printed."""
    files = [path.read_text(encoding="utf-8") for path in (player.folder / "export").iterdir()]
    told = "\n".join((*player.said, *files, player.done("log", "--limit", "1000").out))
    assert [digits for digits in (*day.PINS.values(), day.WRONG_PIN) if digits in told] == []
    assert day.codes_told(told) == []
    assert "argon2" not in told
