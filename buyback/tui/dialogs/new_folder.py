"""What asks for the folder into which files are written."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import ComposeResult

from buyback.errors import CannotWrite, FolderNotEmpty, Refusal, TextMissing
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled

T = TypeVar("T")

_FOLDER = N_("folder")


class NewFolder(Dialog[T]):
    """Asks for a folder, `folder` unless another one is typed, and for whatever else the T holds."""

    WRONG: ClassVar[Mapping[type[Refusal], str]] = {FolderNotEmpty: "folder", CannotWrite: "folder"}
    TEXTS: ClassVar[Mapping[str, str]] = {_FOLDER: "folder"}

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Folder"), Field(str(self.folder), id="folder", longest=400))

    def chosen(self) -> Path:
        """The folder that is filled in; TextMissing without one."""
        folder = self.query_one("#folder", Field).value.strip()
        if not folder:
            raise TextMissing(field=_FOLDER)
        return Path(folder).expanduser()
