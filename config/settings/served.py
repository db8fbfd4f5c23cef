"""What browser tests, screenshots and the bench serve: like production, but over plain HTTP on this machine."""

from .base import *

SECRET_KEY = "only-for-a-site-on-loopback"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
