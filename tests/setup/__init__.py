"""Tests of bin/ and of the deployment, run on the real scripts."""
