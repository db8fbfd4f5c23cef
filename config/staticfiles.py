"""How static files are stored: compressed, under names that hold their hash, the imports of JavaScript modules too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Every file, also one that another module imports, can be kept by browsers for ever."""

    support_js_module_import_aggregation = True
