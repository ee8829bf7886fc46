"""The seeds are what the press printed, and the program's own reader takes them."""

import csv
import tomllib
from zoneinfo import ZoneInfo

import pytest

from buyback import config, i18n
from buyback.facts import COUNTS
from buyback.payout_table import COLUMNS, available, load, load_seed, seed_codes, source_text
from buyback.payout_table.cells import is_code
from buyback.payout_table.sources import BETWEEN, is_remark

Amounts = dict[str, tuple[int | None, int | None]]

UNLISTED = ("other-handgun", "other-long-gun", "other-weapon")
"""The rows for what the annex does not name: they are ours, and a supervisor decides what they pay."""

FEDERAL_2025: Amounts = {
    "ghost-gun": (1045, 260),
    "home-made-handgun": (525, None),
    "pen-gun": (365, None),
    "revolver": (8700, None),
    "revolver-22": (5650, None),
    "pistol-9mm": (10350, None),
    "pistol-38": (7110, None),
    "five-seven": (16310, None),
    "shotgun": (None, None),
    "rifle": (None, None),
    "carbine": (None, None),
    "submachine-gun-22": (7215, None),
    "p90": (25000, None),
    "ak-47": (25000, None),
    "ar-15": (25000, None),
    "g3": (25000, None),
    "fal": (25000, None),
    "m-16": (25000, None),
    "barrett-50": (25000, None),
    "grenade-launcher": (4080, None),
    "machine-gun": (26450, 11815),
    "mortar": (11815, None),
    "bazooka": (4705, None),
    "grenade": (None, None),
    "dynamite": (None, None),
    "primer": (None, None),
    "detonating-cap": (None, None),
    "cartridge": (None, None),
    "magazine": (None, None),
    "air-gun": (None, None),
    "war-toy": (0, 0),
    **dict.fromkeys(UNLISTED, (None, None)),
}
FEDERAL_2026: Amounts = {
    "ghost-gun": (1220, 135),
    "home-made-handgun": (None, 135),
    "pen-gun": (None, None),
    "revolver": (None, None),
    "pistol-9mm": (14570, None),
    "five-seven": (22940, None),
    "pistol-magnum": (None, 2600),
    "shotgun": (None, None),
    "rifle": (None, None),
    "submachine-gun-9mm": (None, 5380),
    "p90": (None, 6305),
    "ak-47": (32960, None),
    "ar-15": (32960, None),
    "g3": (32960, None),
    "fal": (32960, None),
    "m-16": (32960, None),
    "barrett-50": (32960, None),
    "grenade-launcher": (None, None),
    "machine-gun": (33650, None),
    "mortar": (14055, None),
    "missile-launcher": (7500, None),
    "bazooka": (6250, None),
    "grenade": (4405, None),
    "dynamite": (395, None),
    "primer": (None, None),
    "detonating-cap": (None, None),
    "cartridge": (5, None),
    "magazine": (None, None),
    "pellet-gun": (995, None),
    "war-toy": (0, 0),
    **dict.fromkeys(UNLISTED, (None, None)),
}
PRINTED = {"federal-2025": FEDERAL_2025, "federal-2026": FEDERAL_2026}

COUNTED = {
    "ghost-gun": "home-made",
    "home-made-handgun": "home-made",
    "pen-gun": "pen-gun",
    "revolver": "short",
    "revolver-22": "short",
    "pistol-9mm": "short",
    "pistol-38": "short",
    "pistol-magnum": "short",
    "five-seven": "short",
    "shotgun": "long",
    "rifle": "long",
    "carbine": "long",
    "submachine-gun-22": "long",
    "submachine-gun-9mm": "long",
    "p90": "long",
    "ak-47": "long",
    "ar-15": "long",
    "g3": "long",
    "fal": "long",
    "m-16": "long",
    "barrett-50": "long",
    "grenade-launcher": "long",
    "machine-gun": "long",
    "mortar": "long",
    "missile-launcher": "long",
    "bazooka": "long",
    "grenade": "grenade",
    "dynamite": "dynamite",
    "primer": "cap",
    "detonating-cap": "cap",
    "cartridge": "cartridge",
    "magazine": "magazine",
    "air-gun": "air",
    "pellet-gun": "air",
    "war-toy": "toy",
    "other-handgun": "short",
    "other-long-gun": "long",
    "other-weapon": "other",
}

INFOBAE = (
    "https://infobae-infobae-staging.web.arc-cdn.net/mexico/2025/01/18/esta-es-el-arma-por-la-que-pagan-25-mil-pesos-"
    "al-canjearla-dentro-del-programa-de-desarme-de-claudia-sheinbaum"
)
IMAGEN = "https://imagendelgolfo.mx/amp/economia-y-negocios/canje-de-armas-en-mexico-recompensas-de-hasta-26450-pesos/50621447"
VANGUARDIA = "https://vanguardia.com.mx/noticias/mexico/gobierno-de-sheinbaum-incrementara-pagos-por-desarme-en-2026-BI18895747"
DEMOCRATA = (
    "https://www.eldemocrata.com/pagaran-hasta-5-mil-pesos-por-pistolas-en-programa-federal-de-desarme/"
)
TRIBUNA = "https://tribunademexico.com/aumentar-pagos-canje-armas-2026/"
MODELS = "one annex row for six models: Fusil automático o semiautomático: AK-47, AR-15, G3, FAL, M-16, Barrett .50"
DISPUTED = "unserviceable disputed (13,390 in one paper, at most 5,540 in another): left empty"
SIX = ("ak-47", "ar-15", "g3", "fal", "m-16", "barrett-50")
SOURCES_2025 = {
    "ghost-gun": "https://8columnas.com.mx/seguridad/gobierno-federal-impulsa-campana-nacional-desarme-voluntario; "
    "confidence high",
    "revolver": "https://www.digitaljournal.com/world/mexicans-offered-1300-to-hand-in-a-machine-gun/article; "
    "confidence high; the announced amount; calibre not given",
    "pistol-38": "https://cronica.com.mx/nacional/2025/01/07/canje-de-armas-por-incentivos-programa-si-al-desarme-si-a-la-paz; "
    "confidence medium",
    "grenade-launcher": "https://unomasuno.com.mx/?p=82493; confidence medium; which row of range 4 is unclear",
    "machine-gun": f"{IMAGEN}; confidence high; unserviceable: medium",
    "mortar": f"{VANGUARDIA}; confidence medium",
    "bazooka": "https://latin-american.news/long-wait-and-no-money-in-the-arms-exchange-at-the-basilica/; confidence medium",
    **dict.fromkeys(
        [
            "home-made-handgun",
            "pen-gun",
            "revolver-22",
            "pistol-9mm",
            "five-seven",
            "submachine-gun-22",
            "p90",
        ],
        f"{INFOBAE}; confidence high",
    ),
    **dict.fromkeys(SIX, f"{IMAGEN}; confidence high; {MODELS}; {DISPUTED}"),
}
SOURCES_2026 = {
    "ghost-gun": f"{VANGUARDIA}; confidence high; unserviceable: low",
    "pistol-9mm": f"{TRIBUNA}; confidence high; draft of January 2026",
    "five-seven": f"{TRIBUNA}; confidence high",
    "grenade": f"{VANGUARDIA}; confidence high; sub-types unknown",
    "cartridge": "https://enfoquemonterrey.com.mx/2026/02/16/gobierno-canjea-mas-de-9-mil-armas-por-dinero-en-programa-de-"
    "desarme-voluntario; confidence high",
    **dict.fromkeys(
        ["home-made-handgun", "pistol-magnum", "submachine-gun-9mm", "p90"],
        f"{DEMOCRATA}; confidence low; column is a reading",
    ),
    **dict.fromkeys(
        ["machine-gun", "mortar", "missile-launcher", "bazooka", "dynamite", "pellet-gun"],
        f"{VANGUARDIA}; confidence high",
    ),
    **dict.fromkeys(SIX, f"{VANGUARDIA}; confidence high; {MODELS}"),
}
SOURCES = {"federal-2025": SOURCES_2025, "federal-2026": SOURCES_2026}
TOY_SOURCE = "no press source named; confidence high; exchanged for an educational toy; counted, nothing paid"
UNPUBLISHED = "type known; amount not published in the press sources"
OURS = "no row of the annex: whatever has no row of its own here; its amount is not known until a supervisor values it"

CALIBRES = {
    "federal-2025": {
        **dict.fromkeys(
            ["ghost-gun", "machine-gun", "shotgun", "rifle", "carbine", "cartridge", "magazine"], "any"
        ),
        "revolver-22": ".22",
        "pistol-38": ".38 SPL",
        "pistol-9mm": "9 mm",
        "five-seven": "5.7",
        "p90": "5.7",
        "submachine-gun-22": ".22",
    },
    "federal-2026": {
        **dict.fromkeys(["ghost-gun", "machine-gun", "revolver", "shotgun", "rifle", "magazine"], "any"),
        "pistol-9mm": "9 mm",
        "five-seven": "5.7",
        "pistol-magnum": ".44, .45",
        "submachine-gun-9mm": "9 mm, .45",
        "p90": "5.7",
        "cartridge": ".22, .25, .32",
    },
}

both_tables = pytest.mark.parametrize("code", PRINTED)


def test_the_two_federal_tables_come_with_the_program():
    """They are named in the order of their dates, and the default table of a new ledger is one of them."""
    assert seed_codes() == ("federal-2025", "federal-2026")
    assert config.DEFAULT_TABLE in seed_codes()
    assert set(seed_codes()) <= set(available())


@both_tables
def test_every_amount_is_the_printed_one(code):
    """Each type pays to the centavo what the press printed, and where it printed nothing the amount is unknown."""
    table = load_seed(code)
    found = {row.code: (row.serviceable_minor, row.unserviceable_minor) for row in table.rows}
    assert found == {
        type_code: tuple(None if pesos is None else pesos * 100 for pesos in amounts)
        for type_code, amounts in PRINTED[code].items()
    }


@both_tables
def test_every_source_and_doubt_is_carried_over(code):
    """A row with an amount names where it was printed and how firmly; a row without one says so."""
    for row in load_seed(code).rows:
        own = {"war-toy": TOY_SOURCE, **dict.fromkeys(UNLISTED, OURS)}
        expected = own.get(row.code) or SOURCES[code].get(row.code, UNPUBLISHED)
        assert row.source == expected, row.code
        assert (row.source in (UNPUBLISHED, OURS)) == (
            row.serviceable_minor is None and row.unserviceable_minor is None
        )


@both_tables
def test_every_part_of_a_source_is_an_address_or_has_a_translation(code):
    """On a Spanish screen no remark of the program's own is English; addresses stay as they are."""
    table = load_seed(code)
    before = i18n.language()
    i18n.set_language("es")
    try:
        for source in (table.adopted.source, *(row.source for row in table.rows)):
            for part in source.split(BETWEEN):
                is_address = part.startswith("https://")
                assert is_address != is_remark(part), part
                assert (source_text(part) == part) == is_address, part
    finally:
        i18n.set_language(before)


@both_tables
def test_calibres_keep_the_annex_text(code):
    """A calibre is given, any, or not given, as in the annex; all is paid by the piece."""
    rows = load_seed(code).rows
    assert {row.code: row.calibre for row in rows if row.calibre} == CALIBRES[code]
    assert {row.unit for row in rows} == {"piece"}


@both_tables
def test_every_type_counts_in_its_figure(code):
    """Reports keep the figures of the programme apart, whichever class the annex puts a type in."""
    rows = load_seed(code).rows
    assert {row.code: row.counts_as for row in rows} == {row.code: COUNTED[row.code] for row in rows}
    assert set(COUNTED.values()) <= set(COUNTS)


@both_tables
def test_the_tables_say_whose_they_are_and_that_rows_are_missing(code):
    """Both are Segob's, in pesos, of the day of the gazette, and not complete."""
    adopted = load(code).adopted
    assert (adopted.code, adopted.currency, adopted.complete) == (code, "MXN", False)
    assert adopted.campaign == "Sí al Desarme, Sí a la Paz"
    assert "Segob" in adopted.issuer
    assert adopted.effective_on == {"federal-2025": "2025-01-06", "federal-2026": "2026-01-14"}[code]
    assert adopted.effective_on in adopted.source


@both_tables
def test_classes_say_how_pieces_are_treated(code):
    """Every weapon is traced; what can explode leaves for Defensa; long guns take three cuts, short guns two."""
    found = {c.code: (c.traced, c.custody, c.cuts) for c in load_seed(code).adopted.classes}
    assert found == {
        "home-made": (True, "destroy", 2),
        "handgun": (True, "destroy", 2),
        "long-gun": (True, "destroy", 3),
        "military": (True, "destroy", 3),
        "artillery": (True, "destroy", 3),
        "grenade": (True, "hand_over", 0),
        "explosive": (False, "hand_over", 0),
        "ammunition": (False, "hand_over", 0),
        "air-gun": (True, "destroy", 2),
        "toy": (False, "destroy", 0),
        "other": (True, "destroy", 2),
    }


@both_tables
def test_what_the_table_does_not_name_has_rows(code):
    """Three rows take in what has no row, and none has an amount: a supervisor values each, nothing is overpaid."""
    table = load_seed(code)
    assert [row.code for row in table.unlisted] == list(UNLISTED)
    assert [row.code for row in table.find("ballesta")] == ["other-weapon"]
    assert table.find(".380")[0].code == "other-handgun"
    assert table.find("mosquetón")[0].code == "other-long-gun"


def test_one_thing_has_one_code_in_both_tables():
    """A type that both tables have has the same class, names and aliases in both."""
    older, newer = load_seed("federal-2025"), load_seed("federal-2026")
    shared = FEDERAL_2025.keys() & FEDERAL_2026.keys()
    assert len(shared) == 29
    for code in shared:
        one, other = older.row(code), newer.row(code)
        assert (one.class_code, one.name_es, one.name_en, one.aliases) == (
            other.class_code,
            other.name_es,
            other.name_en,
            other.aliases,
        )


def test_the_announced_amounts_stand_in_the_announced_table():
    """Revolver 8,700, AK-47 25,000 and machine gun 26,450 pesos were announced in January 2025."""
    table = load_seed("federal-2025")
    paid = {c: table.amount_minor(table.row(c), "serviceable") for c in ("revolver", "ak-47", "machine-gun")}
    assert paid == {"revolver": 8_700_00, "ak-47": 25_000_00, "machine-gun": 26_450_00}


@both_tables
def test_names_tell_types_apart(code):
    """No two types of a table have the same name in either language: a receipt shows the name alone."""
    table = load_seed(code)
    for lang in ("es", "en"):
        assert len({table.name(row, lang) for row in table.rows}) == len(table.rows)


@both_tables
def test_the_files_have_the_programmes_form(code):
    """The columns stand in the order that the documentation gives, so that people can copy the file as a model."""
    with config.data_path("seeds", "payout_tables", f"{code}.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS


def test_the_index_names_every_table_file_and_every_override_a_type():
    """No table lies beside the index unnamed, and a figure by type is for a type that one of the tables has."""
    folder = config.data_path("seeds", "payout_tables")
    assert {path.stem for path in folder.glob("*.csv")} == set(seed_codes())
    index = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))
    named = {code for found in index["classes"].values() for code in found.get("counts_as_by_type", {})}
    assert named <= {row.code for code in seed_codes() for row in load_seed(code).rows}


def test_sites_are_real_and_complete():
    """Every site has a code, a name, its place, a time zone that exists, and a note of where it is known from."""
    with config.data_path("seeds", "sites.csv").open(encoding="utf-8", newline="") as file:
        sites = list(csv.DictReader(file, strict=True))
    assert list(sites[0]) == ["code", "name", "venue", "municipality", "state", "timezone", "source"]
    assert {(site["code"], site["municipality"], site["state"]) for site in sites} == {
        ("basilica-guadalupe", "Gustavo A. Madero", "Ciudad de México"),
        ("catedral-metropolitana", "Cuauhtémoc", "Ciudad de México"),
        ("santiago-tlatelolco", "Cuauhtémoc", "Ciudad de México"),
        ("catedral-morelia", "Morelia", "Michoacán"),
    }
    for site in sites:
        assert is_code(site["code"])
        assert all(site.values())
        assert site["venue"] == "church"
        assert ZoneInfo(site["timezone"]).key == "America/Mexico_City"
