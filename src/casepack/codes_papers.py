"""What the codes of papers that come back mean: actions, surveys. Each block: code, meaning, cause, remedy."""

PAPERS = """
# Actions of a meeting

meeting-missing
The workbook does not say of which meeting it is.
It was renamed, or its hidden mark was lost in another program.
Put the meeting's id into its name, such as PGC-2026-11 actions.xlsx.

meeting-unknown
The workbook is of a meeting that is not in the office's calendar.
The meeting was taken out of the office's data.
Put it back.

meeting-other
The workbook is called after one meeting and was made for another.
It was renamed or copied.
Give it its own name back.

action-without-words
A new action says who and when, but not what.
The row was left half filled in.
Write what is to be done.

action-gone
An action of the workbook is in the record no more.
It was taken out of the record after the workbook was made.
Say what came of it in the record itself, if it matters.

action-other
What was filled in belongs to an action that is about something else now.
The actions of the record were numbered anew.
If it is the same action, say so in the record itself.

action-changed
An action has changed in the record since the workbook was made.
Somebody worked in the record after the meeting's papers were out.
Check which of the two holds; the record does until then.

action-differs
The record and the workbook say different things of an action. The record holds.
Both were filled in.
Make the two the same, or empty the cell.

action-twice
Two workbooks of one meeting have an action of the same number.
Two copies were filled in at the meeting.
Keep one workbook of the meeting.

case-missing
A row names no case, so it ends in no papers.
It was left empty at the meeting.
Pick the case from the list.

case-unknown
A row names a case that no record here has.
A slip in the reference, or its record lies elsewhere.
Correct the reference, or put the record into this folder.

case-sensitive
The workbook holds actions of a case that is handled as sensitive now.
The case became sensitive after the meeting.
Keep the workbook where only those may read it who work on the case.

person-unknown
A row is about somebody who is not in the record, or fits more than one.
The name was typed by hand.
Pick the person from the list.

person-other-case
A row is about somebody of another case.
The wrong case or the wrong person was picked.
Pick a person of this case.

person-by-code
A row is about somebody by code, such as N1, and codes shift where people are added to a record.
The person was shown by code at the meeting.
Check that it is still the same person, and write the id here.

day-before-meeting
The day by which something is to be done is before the meeting.
A slip in the date.
Check day, month and year.

# Surveys that came back

survey-kind
The file is neither a Word file nor a PDF, or it is a folder.
A photograph or another kind of file was sent, or surveys lie in a folder of their own.
Ask for the survey again, or type its answers into the record.

survey-unsafe
The file holds something that can do harm, and was not opened further.
It holds a macro, a script or another file.
Do not open it. Type its answers into the record, or ask again.

survey-locked
The file needs a password.
The business locked it.
Save it once more without a password.

survey-unreadable
The file cannot be read.
It is damaged, or open in another program.
Close it, or ask for it again.

survey-flat
The file has no boxes that can be read.
It was printed and scanned, or "printed" as a PDF.
Type its answers into the record.

survey-reference
The file bears no survey reference, or more than one.
It is no survey, is not whole, or several were put into one file.
Look at it by hand: one file, one survey.

survey-other
The survey is of another case, or of a business that is not in this record.
It lies in the wrong folder.
Read it with the record that it belongs to.

survey-business
The survey does not say which business it is of, names one that is not in the record, or tells its opening hours.
The blank survey was filled in.
Let the record and the survey call the business by the same name.

survey-box
Boxes of the file are not those of the survey, or something stands beside them.
Another program saved it, somebody added boxes, or wrote beside one or over it.
Look at it by hand, and type its answers into the record.

survey-blank
Nothing is filled in.
An empty survey came back, or its answers were not saved.
Ask the business again.

survey-choice
An answer is none of those to choose from.
The file was changed by hand.
Look at it.

survey-ticks
Boxes are ticked that do not go together.
The business ticked both yes and no, for example.
Ask which is meant.

survey-long
An answer is too long to be read.
A whole report was pasted in.
Type what matters of it into the record.

survey-signs
An answer holds signs that cannot be printed.
It was pasted from another program.
Type it into the record.

survey-names
An answer points to somebody in the case.
The business wrote who it was, though the survey asks for no names.
Decide who needs to know it.

survey-differs
The record, or another file, already has another answer.
The business answered twice, the record was changed by hand, or an earlier copy of it with surveys lies there.
Ask which holds, and change the record by hand.

survey-no-reference
The record has no case reference, so its surveys are known by its file's name.
No reference was given when the surveys were sent.
Give the copy the name of the record, in its place.
"""
