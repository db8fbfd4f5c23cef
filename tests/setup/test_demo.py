"""bin/run --demo prints the passwords of an analyst and an editor, and keeps them nowhere."""

import re
import subprocess

from .conftest import Copy
from .test_lifecycle import wait_for
from .test_refusals import free_port, lines


def printed(copy: Copy) -> "tuple[dict[str, str], subprocess.Popen[str]]":
    """Names and passwords that a running demonstration has printed."""
    process = copy.start("run", "--demo", "--port", str(free_port()))
    assert process.stdout
    seen = ""
    for line in iter(process.stdout.readline, ""):
        seen += line
        if line.startswith("Iraq Attack Record is at"):
            break
    return dict(re.findall(r"^(\S+): password (\S+)", seen, re.MULTILINE)), process


def test_passwords_are_printed_once_and_in_no_log(copy: Copy) -> None:
    passwords, process = printed(copy)
    try:
        assert list(passwords) == ["demo-analyst", "demo-editor"]
        logs = [file.read_text(errors="replace") for file in (copy.state / "log").iterdir()]
        assert logs
        assert not any(password in log for password in passwords.values() for log in logs)
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert wait_for(lambda: not copy.processes())


def test_it_refuses_the_settings_of_production(copy: Copy) -> None:
    done = copy.run("run", "--demo", DJANGO_SETTINGS_MODULE="config.settings.production")
    assert done.returncode == 1
    assert lines(done) == ["--demo is not for production: whoever reads its passwords could publish."]
