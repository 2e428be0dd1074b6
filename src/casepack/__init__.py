"""casepack: one incident record in, its paperwork out, each document holding only what its reader may know."""
