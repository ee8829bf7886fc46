"""Printing from the app: ask what and on which paper, write the file, and send it to the printer if there is one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from buyback import l10n
from buyback.config import PAPERS
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.store.engine import Db
from buyback.tui import kept
from buyback.tui.dialogs.print_out import PAPER_NAMES, Printable, PrintAnswer, PrintOut
from buyback.tui.widgets.words import Wording

if TYPE_CHECKING:
    from buyback.config import Settings
    from buyback.export.paper.making import Made
    from buyback.rules import Disposal
    from buyback.store.views.drop_offs import Whole
    from buyback.tui.app import BuybackApp

Setting: TypeAlias = Literal["receipt_paper", "sheet_paper"]


@dataclass(frozen=True, slots=True)
class Job:
    """Something that can be printed: its label, the setting that keeps its paper, how it is made of the ledger."""

    label: Wording
    setting: Setting
    stem: str
    make: "Callable[[Db], Made]"


async def print_drop_off(
    app: "BuybackApp", folio: str, whole: "Whole | None" = None, *, is_copy: bool
) -> bool:
    """Print the receipt, the tags, or an act that names an item of the drop-off; whether the receipt was printed."""
    from buyback.export.paper import making

    jobs = {
        "receipt": Job(
            N_("receipt"),
            "receipt_paper",
            making.stem(_("receipt"), folio),
            partial(making.receipt_of, folio=folio, is_copy=is_copy),
        ),
        "tags": Job(
            N_("tags"),
            "receipt_paper",
            making.stem(_("tags"), folio),
            partial(making.tags_of, names=(folio,)),
        ),
    }
    for move in whole.disposals if whole else ():
        if move.act:
            jobs[f"act {move.act}"] = _act(move.act, move.kind)
    return await _print(app, folio, jobs) == "receipt"


async def print_act(app: "BuybackApp", number: str, kind: "Disposal") -> None:
    """Print an act, or the list of a hand-over."""
    await _print(app, f"act {number}", {"act": _act(number, kind)})


async def print_day(app: "BuybackApp", day: date, site: str, counting: str = "") -> bool:
    """Print the act of a site's day, or of all sites for ""; of an open day, a sheet that nobody signs. Whether it was.

    `counting` is the code of what its total of firearms counts, the national definition unless given.
    """
    from buyback.export.paper import making

    stem = making.stem(_("day"), f"{day.isoformat()}-{site}".rstrip("-"))
    folder = app.settings.checkpoint_folder
    make = partial(making.day_of, day=day, site=site, counting=counting, now=app.clock(), note_folder=folder)

    def label() -> str:
        return _("act of {day}").format(day=l10n.day(day))

    return bool(
        await _print(app, f"day {day.isoformat()} {site}", {"day": Job(label, "sheet_paper", stem, make)})
    )


async def print_sample(app: "BuybackApp", seq: int) -> None:
    """Print the list of a shelf sample, to be walked along the shelf."""
    from buyback.export.paper import making

    def label() -> str:
        return _("sample {seq}").format(seq=l10n.number(seq))

    job = Job(label, "sheet_paper", making.stem(_("sample"), str(seq)), partial(making.sample_of, seq=seq))
    await _print(app, f"sample {seq}", {"sample": job})


def _act(number: str, kind: str) -> Job:
    from buyback.export.paper import making

    if kind == "handed_over":
        words, stem, make = N_("hand-over {number}"), _("hand-over"), making.hand_over_of
    else:
        words, stem, make = N_("act {number}"), _("act"), making.act_of

    def label() -> str:
        return _(words).format(number=number)

    return Job(label, "sheet_paper", making.stem(stem, number), partial(make, number=number))


async def _print(app: "BuybackApp", subject: str, jobs: dict[str, Job]) -> str:
    """Ask, write and send; what was printed, "" where the person went back."""

    async def do(answer: PrintAnswer) -> PrintAnswer:
        await put_out(app, jobs[answer.what], answer)
        return answer

    printable = [
        Printable(what, job.label, _paper(app.settings, job.setting), job.stem) for what, job in jobs.items()
    ]
    done = await app.ask_and_do(
        partial(PrintOut, subject, printable, free_in(app), app.settings.print_command), do
    )
    return done.what if done else ""


async def put_out(app: "BuybackApp", job: Job, answer: PrintAnswer) -> None:
    """Write the file and send it to the printer if there is one; say so, and propose the same the next time.

    A printer that does not take it is said, and takes nothing back of what was written.
    """
    made = await app.read(job.make)
    await asyncio.to_thread(_write, made, answer)
    refusal = await asyncio.to_thread(_send, answer.path, app.settings)
    kept.keep(app, job.setting, answer.paper)
    kept.keep(app, "print_folder", str(answer.path.parent.resolve()))
    if refusal is not None:
        app.show_refusal(refusal)
    else:
        words = (
            _("Sent to the printer; it is in {path} too.")
            if app.settings.print_command
            else _("Written to {path}; no printer is set, so open that file and print it from there.")
        )
        app.notify(words.format(path=answer.path), timeout=12)


# --- blank forms ------------------------------------------------------------------------------------------------------


def forms_job(folios: Sequence[str]) -> Job:
    """The blank forms with these folios."""
    from buyback.export.paper import making

    return Job(
        N_("blank forms"), "sheet_paper", forms_stem(folios[0]), partial(making.forms_of, names=folios)
    )


async def print_forms(app: "BuybackApp", folios: Sequence[str]) -> None:
    """Print blank forms that are out."""
    await _print(app, "forms", {"forms": forms_job(folios)})


def sheet_paper(app: "BuybackApp") -> str:
    """The paper of the last sheet."""
    return _paper(app.settings, "sheet_paper")


def forms_stem(name: str) -> str:
    """The beginning of the name of a file of blank forms."""
    from buyback.export.paper import making

    return making.stem(_("forms"), name)


def check_free(path: Path) -> None:
    """Refuse a file that cannot be written, before there is anything to write."""
    from buyback.export.paper import files

    files.check_free(path)


def _write(made: "Made", answer: PrintAnswer) -> None:
    from buyback.export.paper import making
    from buyback.export.paper.files import save

    drawn = (
        making.as_pdf(made, answer.paper)
        if answer.paper in PAPERS
        else making.as_text(made, ascii_only=answer.paper == "ascii")
    )
    save(answer.path, drawn.data)


def _send(path: Path, settings: "Settings") -> Refusal | None:
    """Run the user's print command; its refusal, which takes nothing back of what was written."""
    from buyback.export.paper.printer import send

    if not settings.print_command:
        return None
    try:
        send(path, settings.print_command, deadline_s=settings.print_deadline_s)
    except Refusal as refusal:
        return refusal
    return None


# --- what is kept -----------------------------------------------------------------------------------------------------


def _paper(settings: "Settings", name: Setting) -> str:
    """The paper of last time, if it is one."""
    kept = settings.receipt_paper if name == "receipt_paper" else settings.sheet_paper
    return kept if kept in PAPER_NAMES else PAPERS[-1]


def free_in(app: "BuybackApp") -> Callable[[str], Path]:
    """Gives a file of that name that is not there yet, in the folder of last time."""
    return partial(_free, _folder(app.settings))


def _folder(settings: "Settings") -> Path:
    """The folder of last time, else the user's documents, else where the program was started."""
    from platformdirs import user_documents_path

    wanted: Sequence[Path] = (Path(settings.print_folder or "/dev/null"), user_documents_path())
    return next((folder for folder in wanted if folder.is_dir()), Path.cwd())


def _free(folder: Path, name: str) -> Path:
    """A file in the folder that is not there yet, named like this."""
    stem, _dot, ending = name.rpartition(".")
    tries = (folder / (name if number == 1 else f"{stem}-{number}.{ending}") for number in range(1, 1000))
    return next((path for path in tries if not path.exists()), folder / name)
