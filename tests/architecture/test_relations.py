"""Foreign keys are imports too: they may point into the kernel or into the own module."""

from django.apps import apps

from tests.architecture.house import module_of

PACKAGE = "dienests"


def test_relations_point_into_the_kernel_or_the_own_module() -> None:
    strangers = []
    for model in apps.get_models(include_auto_created=True):
        home = model._meta.app_config.name
        if not home.startswith(f"{PACKAGE}."):
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or not field.concrete or field.related_model is None:
                continue
            target = field.related_model._meta.app_config.name
            own = module_of(home) is not None and module_of(home) == module_of(target)
            if not (own or target == home or target.startswith(f"{PACKAGE}.kernel.")):
                strangers.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert not strangers, "\n".join(strangers)


def test_kernel_relations_point_downwards() -> None:
    order = "log calendar parties files norms access procedures cases account letters exchange drafts".split()
    order += "duties indicators handling mail retention dispatch archive".split()
    upward = []
    for model in apps.get_models():
        home = model._meta.app_config.name.split(".")
        if home[:2] != [PACKAGE, "kernel"]:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model is not None:
                target = field.related_model._meta.app_config.name.split(".")
                if target[:2] == [PACKAGE, "kernel"] and order.index(target[2]) > order.index(home[2]):
                    upward.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert not upward, "\n".join(upward)


def test_every_app_of_the_house_has_models_that_are_walked() -> None:
    walked = {model._meta.app_config.name for model in apps.get_models()}
    assert f"{PACKAGE}.kernel.cases" in walked
    assert any(module_of(name) for name in walked), "no module has a model, so the tests above prove nothing"
