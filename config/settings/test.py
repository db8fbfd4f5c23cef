"""What the tests use."""

import os

# Tests empty their database of Redis, so each of pytest's workers has its own, and so have the processes it starts.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={worker.removeprefix('gw')}"

from .base import *
from .base import DATABASES, STORAGES, env

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A pool would keep connections open while the test database is dropped.
DATABASES["default"]["OPTIONS"] = {}
DATABASES["default"]["TEST"] = {"NAME": "test_iraq_attack_record" + env.str("TEST_DB_SUFFIX", default="")}
# Publishing in a test reaches nobody's broker; tests of the tasks start one of their own.
CELERY_BROKER_URL = "memory://"
# Tests ask more often than people do; the test of the limit sets one.
API_RATE = ""
# The tests of the second factor turn it on.
REQUIRE_TOTP = False
