"""How commands are declared: a body and its options, plus the options that every command accepts.

`verb` turns a body `def pay(session, *, folio: Folio)` into a Typer command. The help is written with N_ and put
into the reader's language when it is shown. Words that Typer cannot read become our own refusals.
"""

import difflib
import inspect
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from buyback import errors
from buyback.cli.session import Session
from buyback.i18n import N_, _

LONGEST_TEXT = 1000
LONGEST_PATH = 4096
_BELOW_ZERO = re.compile(r"-[$.]?\d")
_PATHS = (
    "ledger",
    "folder",
    "file",
    "pin_file",
    "supervisor_pin_file",
    "new_pin_file",
    "code_file",
    "sign",
    "cosign",
    "key",
)

EVERYWHERE = {
    "ledger": Annotated[
        str | None,
        typer.Option(
            "--ledger",
            metavar="FILE_OR_URL",
            help=N_("The ledger: a file, or the address of a database (BUYBACK_LEDGER)."),
        ),
    ],
    "operator": Annotated[
        str | None,
        typer.Option("--operator", metavar="ALIAS", help=N_("Who does it, by alias (BUYBACK_OPERATOR).")),
    ],
    "pin_file": Annotated[
        str | None,
        typer.Option(
            "--pin-file",
            metavar="FILE",
            help=N_("A file of your own that holds your PIN, instead of being asked (BUYBACK_PIN_FILE)."),
        ),
    ],
    "lang": Annotated[
        str | None,
        typer.Option("--lang", metavar="es|en", help=N_("The language: es or en (BUYBACK_LANG).")),
    ],
    "as_json": Annotated[bool, typer.Option("--json", help=N_("Print JSON, for scripts."))],
}
"""The options that stand before or after any command."""


def group(help_text: str) -> typer.Typer:
    """A Typer that holds commands; without one it says which there are."""
    app = typer.Typer(
        cls=Group,
        help=help_text,
        invoke_without_command=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_command(_only_options, optional_command=True))
    return app


def _only_options(session: Session) -> None:
    """A group does nothing of its own."""
    del session


def verb(app: typer.Typer, name: str, body: Callable[..., None], help_text: str) -> None:
    """Register a body as the command `name`."""
    settings = {"help_option_names": ["--help", "-h"]}
    app.command(name, cls=Command, help=help_text, context_settings=settings)(_command(body))


def root(app: typer.Typer, body: Callable[..., None]) -> None:
    """Register what the program does without a command."""
    app.callback()(_command(body, optional_command=True))


def _command(body: Callable[..., None], *, optional_command: bool = False) -> Callable[..., None]:
    """The body as a function with the signature that Typer reads: its own options and those of EVERYWHERE."""

    def command(ctx: typer.Context, **options: Any) -> None:
        for param in ctx.command.params:
            _check_text(param, options.get(str(param.name)))
        session: Session = ctx.obj
        session.take(**{name: options.pop(name) for name in EVERYWHERE})
        if optional_command and ctx.invoked_subcommand is not None:
            return
        if body is _only_options:
            raise errors.CommandMissing(
                command=ctx.command_path, known=", ".join(_names(ctx.command)), help=_help(ctx)
            )
        body(session, **options)

    empty = inspect.Parameter.empty
    own = list(inspect.signature(body, eval_str=True).parameters.values())[1:]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=kind,
            default=False if name == "as_json" else None,
        )
        for name, kind in EVERYWHERE.items()
    ]
    context = inspect.Parameter(
        "ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context, default=empty
    )
    parameters = [context, *(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own), *shared]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by inspect.signature
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _check_text(param: Any, value: object) -> None:
    """Nothing that is given is empty or endless; leaving an option out is how not to give it."""
    most = LONGEST_PATH if param.name in _PATHS else LONGEST_TEXT
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str):
            continue
        if not text.strip():
            raise errors.TextMissing(field=_label(param))
        if len(text) > most:
            raise errors.TextTooLong(field=_label(param), length=len(text), most=most)


def _label(param: Any) -> str:
    """What a person typed, or should have typed, for the parameter: "--site", "ITEM"."""
    is_argument = param.param_type_name == "argument"
    return str(param.metavar).strip("[].") if is_argument else str(param.opts[0])


def _help(ctx: Any) -> str:
    return f"{ctx.command_path} --help"


def _names(command: Any) -> Iterable[str]:
    return [name for name, found in command.commands.items() if not found.hidden]


class _Reader:
    """Help in the reader's language, and our own words for a line that cannot be read."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        line = tuple(args)  # the reader uses up what it is given
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # of the Typer class beside it
        except typer.TyperException as problem:
            _refuse(problem, ctx, line)
        return rest

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        params = self.get_params(ctx)  # type: ignore[attr-defined]  # of the Typer class beside it
        arguments = [one.metavar for one in params if one.param_type_name == "argument"]
        pieces = ["COMMAND", "..."] if isinstance(self, TyperGroup) else arguments
        formatter.write_usage(ctx.command_path, " ".join(["[OPTIONS]", *pieces]), prefix=_("Usage:") + " ")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help))  # type: ignore[attr-defined]  # of the Typer class beside it

    def format_options(self, ctx: Any, formatter: Any) -> None:
        params = self.get_params(ctx)  # type: ignore[attr-defined]  # of the Typer class beside it
        arguments = [one for one in params if one.param_type_name == "argument"]
        everywhere = [one for one in params if one.name in EVERYWHERE or one.name == "help"]
        own = [one for one in params if one not in arguments and one not in everywhere]
        for title, chosen in (
            (_("Arguments"), arguments),
            (_("Options"), own),
            (_("Everywhere"), everywhere),
        ):
            if chosen:
                with formatter.section(title):
                    formatter.write_dl([_help_row(one) for one in chosen])
        if isinstance(self, TyperGroup):
            with formatter.section(_("Commands")):
                formatter.write_dl([(name, _(str(found.help))) for name, found in self.commands.items()])


HELP_HELP = N_("Show this help.")


def _help_row(param: Any) -> tuple[str, str]:
    names = param.metavar if param.param_type_name == "argument" else ", ".join(sorted(param.opts))
    takes_value = param.param_type_name == "option" and not param.is_flag and param.metavar
    help_text = HELP_HELP if param.name == "help" else param.help
    needed = " " + _("(needed)") if param.required else ""
    return f"{names} {param.metavar}" if takes_value else names, _(help_text) + needed


def _refuse(problem: Any, ctx: Any, line: tuple[str, ...]) -> NoReturn:
    """A sentence of our own for what Typer's reader says in English only; it keeps what it found in attributes."""
    kind, option = type(problem).__name__, getattr(problem, "option_name", "")
    if kind == "NoSuchOption":
        for text in line:
            if text.startswith(option) and _BELOW_ZERO.match(text):
                raise errors.BelowZero(text=text[:60], help=_help(ctx)) from problem
        raise errors.UnknownOption(option=option[:60], help=_help(ctx)) from problem
    if kind == "BadOptionUsage":
        takes_none = any(option in one.opts and one.is_flag for one in ctx.command.get_params(ctx))
        refusal = errors.OptionTakesNoValue if takes_none else errors.OptionValueMissing
        raise refusal(option=option[:60], help=_help(ctx)) from problem
    if kind == "MissingParameter":
        raise errors.ArgumentMissing(what=_label(problem.param), help=_help(ctx)) from problem
    raise errors.BadUsage(problem=str(problem.format_message())[:200]) from problem


class Command(_Reader, TyperCommand):
    """A command: what is left on the line after its arguments and options is refused."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise errors.TooManyArguments(text=rest[0][:60], help=_help(ctx))
        return rest


class Group(_Reader, TyperGroup):
    """A group of commands: an unknown one is refused with the nearest."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None:
            nearest = difflib.get_close_matches(args[0][:60], list(_names(self)), n=3, cutoff=0.4)
            if not nearest:
                raise errors.NoSuchCommand(text=args[0][:60], help=_help(ctx))
            raise errors.UnknownCommand(text=args[0][:60], nearest=", ".join(nearest), help=_help(ctx))
        return super().resolve_command(ctx, args)
