from django.apps import AppConfig


class SayproConfig(AppConfig):
    name = "saypro"

    def ready(self) -> None:
        from saypro import checks  # noqa: F401, PLC0415 - registers the checks once apps are loaded
