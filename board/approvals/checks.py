"""System checks that no model can publish a statement without the chair's approval."""

from django.apps import apps
from django.core import checks
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import AbstractPage

from board.blocks.statement_quote import StatementQuoteBlock

# The blocks within which board.approvals.statements finds statements.
SUPPORTED_CONTAINERS = (blocks.BaseStreamBlock, blocks.BaseStructBlock, blocks.ListBlock)


def child_blocks_of(block: blocks.Block) -> list[blocks.Block]:
    """Return the child blocks of a block of any type."""
    children = list(getattr(block, "child_blocks", {}).values())
    child = getattr(block, "child_block", None)
    return children + ([child] if child else [])


def statement_support(block: blocks.Block, is_supported: bool = True, seen: frozenset = frozenset()) -> list[bool]:
    """Return, for each statement block within a block, whether only supported containers surround it."""
    if isinstance(block, StatementQuoteBlock):
        return [is_supported]
    if id(block) in seen:
        return []
    is_supported = is_supported and isinstance(block, SUPPORTED_CONTAINERS)
    seen |= {id(block)}
    return [found for child in child_blocks_of(block) for found in statement_support(child, is_supported, seen)]


def check_model(model) -> list[checks.Error]:
    """Return the errors in a model's streams and fields."""
    errors: list[checks.Error] = []
    has_statements = False
    for field in model._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        support = statement_support(field.stream_block)
        has_statements = has_statements or bool(support)
        if support and not issubclass(model, AbstractPage):
            errors.append(
                checks.Error(
                    f"{model._meta.label}.{field.name} carries statements, and is no page.",
                    hint="Statements stand in the streams of pages alone: nothing approves them elsewhere.",
                    obj=model,
                    id="approvals.E001",
                )
            )
        elif not all(support):
            errors.append(
                checks.Error(
                    f"{model._meta.label}.{field.name} hides the statement block in a kind of block that the rule "
                    "does not look into.",
                    hint="Use stream, struct and list blocks, or teach board.approvals.statements the new kind.",
                    obj=model,
                    id="approvals.E002",
                )
            )
    if has_statements and issubclass(model, AbstractPage):
        errors += check_fields(model)
    return errors


def check_fields(model) -> list[checks.Error]:
    """Return errors for a page type's undeclared fields, and for public fields that it does not have."""
    inherited = {field.name for parent in model._meta.get_parent_list() for field in parent._meta.get_fields()}
    declared = {*model.public_fields, *model.fields_outside_approval, *model.get_streamfield_names(), *inherited}
    # Inline children are declared by the name of their relation.
    child_relations = [relation for relation in get_all_child_relations(model) if relation.name not in inherited]
    own_fields = [*model._meta.local_fields, *model._meta.local_many_to_many, *child_relations]
    undeclared = [
        field for field in own_fields if field.name not in declared and not getattr(field, "primary_key", False)
    ]
    missing_names = [name for name in model.public_fields if not hasattr(model, name)]
    return [
        checks.Error(
            f"{model._meta.label}.{field.name} is neither in public_fields nor in fields_outside_approval.",
            hint="A page type that carries statements says of every field whether the chair approves it.",
            obj=model,
            id="approvals.E003",
        )
        for field in undeclared
    ] + [
        checks.Error(
            f"{model._meta.label} has no field {name}, which public_fields names.", obj=model, id="approvals.E004"
        )
        for name in missing_names
    ]


@checks.register(checks.Tags.models)
def check_statements_need_approval(app_configs=None, **kwargs) -> list[checks.Error]:
    """Return the errors of all models."""
    return [error for model in apps.get_models() for error in check_model(model)]
