"""How fast casepack is, measured against what a team would use instead: `./dev bench`."""
