"""Tests of casepack: one module for each module of the package."""
