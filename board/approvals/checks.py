"""System checks: no page type, snippet or setting carries statements where the rule does not reach."""

from django.apps import apps
from django.core import checks
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import AbstractPage

from board.blocks.statement_quote import StatementQuoteBlock

# What board.approvals.statements walks through.
WALKED = (blocks.BaseStreamBlock, blocks.BaseStructBlock, blocks.ListBlock)


def children_of(block: blocks.Block) -> list[blocks.Block]:
    """Return the blocks within a container block of any kind."""
    children = list(getattr(block, "child_blocks", {}).values())
    child = getattr(block, "child_block", None)
    return children + ([child] if child else [])


def statement_paths(block: blocks.Block, walked: bool = True, seen: frozenset = frozenset()) -> list[bool]:
    """Return, for every statement block within a block, whether the rule's walk reaches it."""
    if isinstance(block, StatementQuoteBlock):
        return [walked]
    if id(block) in seen:
        return []
    walked = walked and isinstance(block, WALKED)
    return [path for child in children_of(block) for path in statement_paths(child, walked, seen | {id(block)})]


def check_model(model) -> list[checks.Error]:
    """Return the errors of one model's streams and fields."""
    errors: list[checks.Error] = []
    carries = False
    for field in model._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        paths = statement_paths(field.stream_block)
        carries = carries or bool(paths)
        if paths and not issubclass(model, AbstractPage):
            errors.append(
                checks.Error(
                    f"{model._meta.label}.{field.name} carries statements, and is no page.",
                    hint="Statements stand in the streams of pages alone: nothing approves them elsewhere.",
                    obj=model,
                    id="approvals.E001",
                )
            )
        elif not all(paths):
            errors.append(
                checks.Error(
                    f"{model._meta.label}.{field.name} hides the statement block in a kind of block that the rule "
                    "does not look into.",
                    hint="Use stream, struct and list blocks, or teach board.approvals.statements the new kind.",
                    obj=model,
                    id="approvals.E002",
                )
            )
    if carries and issubclass(model, AbstractPage):
        errors += check_fields(model)
    return errors


def check_fields(model) -> list[checks.Error]:
    """Return an error for each field of a page type that is declared neither public nor outside approval."""
    inherited = {field.name for parent in model._meta.get_parent_list() for field in parent._meta.get_fields()}
    known = {*model.public_fields, *model.fields_outside_approval, *model.get_streamfield_names(), *inherited}
    # Inline children hold words too, and go by the name of their relation.
    children = [relation for relation in get_all_child_relations(model) if relation.name not in inherited]
    own = [*model._meta.local_fields, *model._meta.local_many_to_many, *children]
    unknown = [field for field in own if field.name not in known and not getattr(field, "primary_key", False)]
    unknown_names = [name for name in model.public_fields if not hasattr(model, name)]
    return [
        checks.Error(
            f"{model._meta.label}.{field.name} is neither in public_fields nor in fields_outside_approval.",
            hint="A page type that carries statements says of every field whether the chair approves it.",
            obj=model,
            id="approvals.E003",
        )
        for field in unknown
    ] + [
        checks.Error(
            f"{model._meta.label} has no field {name}, which public_fields names.", obj=model, id="approvals.E004"
        )
        for name in unknown_names
    ]


@checks.register(checks.Tags.models)
def check_statements_are_covered(app_configs=None, **kwargs) -> list[checks.Error]:
    """Return an error for every model that could show a statement past the chair."""
    return [error for model in apps.get_models() for error in check_model(model)]
