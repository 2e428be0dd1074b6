"""What the codes of whole files mean: any file, JSON, workbooks. Each block: code, meaning, cause, remedy."""

FILES = """
# Any file

empty-file
The file is empty.
It was never saved, or a copy of it broke off.
Use the file that was saved, or a copy.

cut-off
The end of the file is missing.
A copy, a download or an e-mail broke off.
Copy the file again from where it came.

damaged-file
The file is damaged inside.
A disk, a memory stick or a copy went wrong, or the file is no workbook at all.
See whether Excel opens and mends it; if so, save it under another name. Otherwise use a copy.

locked-file
The file is locked with a password or a protection label.
It was encrypted in Excel or by the council's labels.
Take the password or the label off in Excel, save, and try again.

marker-file
The file is only the small marker that Word or Excel makes while a document is open.
Its name begins with ~$ and looks like the real one.
Choose the file itself.

wrong-kind
The file is of a kind that casepack does not read here.
A Word document, a picture, an older workbook (.xls, .xlsb), a list (CSV), a shortcut or a zip file was chosen.
Choose the workbook (.xlsx) or the JSON file; from an older program, save it as an Excel workbook (.xlsx) first.

wrong-file
The file holds something else: the office's data where a record is needed, or the reverse.
The two names were mixed up.
Name the other file.

too-large
The file is far larger than a record or an office needs.
Pictures, thousands of formatted empty rows, or texts pasted in whole.
Check that it is the right file; take out what does not belong in it.

too-many-rows
A table has more rows than any incident needs.
Something else was pasted in, or the wrong file was chosen.
Check that it is the right file; delete the rows that do not belong in it.

unsafe-file
The file holds something that Excel never writes and that can do harm.
It was not made by Excel, or somebody tampered with it.
Do not open it. Ask whoever sent it, and use a new workbook from casepack new.

unreadable-file
The workbook was saved in a way that cannot be read, or the machine has too little memory free.
An unusual program saved it, or other programs use up the memory.
Save it again in Excel as an Excel workbook (.xlsx); close other programs.

called-actions
A record has the name of a meeting's actions.
Its name has the word "actions" in it.
Give the record another name.

same-reference
Two records of one run have the same case reference.
A copy of a record lies beside it, or a number was used twice.
Give one of them another reference, or leave the copy out.

after-as-of
The incident is after the day as of which the record is read.
A slip in the date, or in --as-of.
Check both.

actions-unread
Actions of a meeting lie beside the record and cannot be read, so nothing is made without them.
The workbook of the actions is damaged, locked or of another kind.
Do what the message says of it, or move it out of the folder.

template-refused
A template of the council's own cannot be used.
The message says why: a macro, a link, a comment left in, a tag that is wrong.
Run casepack templates check, mend the template in Word, and make the pack again.

template-unused
A Word file in the templates folder is used by no document.
Its name is that of no template, such as that of a copy, or it is no .docx.
Give it the name of its template, letter for letter, or take it out of the folder.

template-boxes
The boxes to fill in of a form have lost their names.
LibreOffice takes the names away when it saves. The form is made, but can be filled in on paper only.
Export the template anew, change it in Word, and make the pack again.

# JSON files

not-utf-8
The file is not written as UTF-8 text.
An older program saved it in another encoding.
Save it again as UTF-8 (in Notepad: Save as, Encoding, UTF-8).

not-json
Something is missing, such as a comma or a bracket.
It was changed by hand.
Put it in where the message says, or copy the file again.

not-an-object
Curly brackets with named fields are needed here.
A list, a word or a number stands in their place.
Write it as in the samples, such as {"id": "P1"}; leave it out if there is nothing to say.

too-deep
Brackets stand within brackets, deeper than any record.
The file is of something else, or broken.
Check that it is the right file.

written-twice
A field stands twice in the same object.
A line was copied and then changed.
Keep the right one, delete the other.

trailing-comma
A comma stands after the last entry.
An entry below it was deleted.
Delete the comma.

more-than-one
The file goes on after its end.
Two records were put into one file.
Delete what follows the last curly bracket; give each record a file of its own.

wrong-quotes
The quotation marks are of another kind.
They were typed in Word, or as single quotes.
Use straight double quotes.

line-break
A line break or a tab stands inside quotation marks.
A text of several lines was pasted in.
Write \\n for a new line.

backslash
A single backslash stands inside quotation marks.
A path such as C:\\cases was typed.
Write two.

comment
The file holds a comment, which JSON does not allow.
A note was typed in.
Delete it.

unknown-field
There is no field of this name.
A slip of the keys, or a file of another version.
Take the name that the message suggests; casepack schema lists them all.

not-a-list
A list is needed here.
A single answer was written.
Put square brackets round it.

not-text
Words are needed here.
A number, a list or true and false were written.
Put double quotes round it, and check that no 0 is missing at its start.

# Workbooks

not-the-form
The workbook is none of casepack's.
Another workbook was chosen, or all its sheets were renamed.
Check that it is the right file; begin one with casepack new.

older-form
The workbook was made by an older casepack.
It was begun before casepack was brought up to date.
Nothing need be done. To fill in what is new, begin a new workbook.

newer-form
The workbook was made by a newer casepack than this one.
A colleague's casepack is newer.
Use the newer one, if you can.

sheet-missing
A sheet of the form is not there.
It was renamed or deleted.
Give it back its name, or begin a new workbook and copy the answers.

sheet-unknown
A sheet is not part of the form and was not read.
Somebody added a sheet, or renamed one.
Leave it, if it is your own; otherwise give it its name.

sheet-read-as
A sheet was read by its likely name.
Its name differs by a letter or so.
Give it its name, if that is the one.

sheet-copy
A sheet is a copy of another.
It was duplicated in Excel.
Keep the answers that count on one of them, and delete the other.

hidden-sheet
A hidden sheet was read too.
Somebody hid it.
Show it and look at it.

hidden-rows
Hidden rows were read too.
A filter is on, or somebody hid them.
Show all rows and look at them.

hidden-columns
Hidden columns were read too.
Somebody hid them.
Show all columns and look at them.

headings-missing
A sheet has lost its headings, so nothing on it was read.
The row of headings was deleted or sorted away.
Put the headings back.

heading-read-as
A heading was read by its likely meaning.
It is worded in another way.
If it means something else, write it in other words.

heading-unclear
A heading could mean more than one question.
It was shortened or changed.
Write the one that is meant, word for word.

heading-twice
Two columns have the same heading, and both have answers.
A column was copied.
Keep the one with the answers that count.

column-missing
A question or a column is missing.
It was deleted.
Put it back, and fill it in where it is needed.

column-unknown
A column or a question is not part of the form and was not read.
Somebody added it, or changed its heading.
Leave it, if it is your own; otherwise give it the heading of the form.

merged
Merged cells: only the first was read.
Cells were merged in Excel.
Unmerge them, and write the answer into each cell that it is for.

merged-too-wide
So many cells are merged into one that the sheet cannot be read.
A whole row, column or sheet was merged.
Select it, undo Merge & Center, save, and try again.

macros
The workbook contains macros; they were neither run nor read.
It was saved with macros.
Nothing need be done, if you know where they come from.

counts-from-1904
The workbook counts its days from 1904; its dates were read so.
It was begun in Excel on an older Mac.
Check one or two dates.

struck
An answer is crossed out, and was read all the same.
Somebody struck it through in place of emptying it.
Empty the cell, if the answer no longer holds.

row-twice
The same person has two rows on one sheet.
Answers were added in a second row.
Put all answers into one row, and empty the other.
"""
