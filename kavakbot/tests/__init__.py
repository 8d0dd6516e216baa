"""Tests of kavakbot."""
