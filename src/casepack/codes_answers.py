"""What the codes of single answers mean, of a record and of an office. Each block: code, meaning, cause, remedy."""

ANSWERS = """
# Answers

missing
An answer is needed and is missing.
A field was left out or left empty.
Fill it in; "not known" is an answer where it is offered.

empty
An answer is empty where something must stand.
A blank, an empty entry in a list, or a date without a day.
Fill it in, or delete the entry.

not-allowed
The answer is none of those to choose from.
It was typed in other words.
Pick one from the list.

unsure-answer
The answer could mean more than one thing.
A mark such as X, or words such as "yes?", were typed.
Pick one from the list.

unreadable
The answer cannot be read at all.
Something quite different stands there.
Write it again.

unprintable
The answer holds a character that cannot be printed.
It was pasted from a web page or another program.
Type the text again.

too-long
The answer is longer than any document can hold.
A whole report was pasted in.
Shorten it.

cut-short
The answer fills its cell to the last letter, so its end may be missing.
Excel cuts off what is longer than a cell.
Look for the end of the text, and shorten it.

cell-error
A formula in the cell has broken.
It points to cells that were moved or deleted.
Type the answer itself.

formula-empty
A formula in the cell has no result.
The workbook was not worked out before it was saved.
Type the answer itself.

read-as
An answer was understood in other words than it was typed in.
It was typed more freely than the form asks.
Look whether that is what was meant.

renamed
An answer ends in an id, but names somebody else.
Words and id do not belong together, for example after a name was changed in the office's data.
Pick the one that is meant from the list.

not-a-number
A whole number is needed.
Words, a fraction or a very large number stand there.
Write digits only, or leave it empty where the number is not known.

rounded
A long number was rounded by Excel.
Excel keeps 15 digits of a number.
Type it again with an apostrophe in front.

first-zero
A number had lost its first 0, which was put back.
Excel takes a phone number for a number.
Check it; type phone numbers with an apostrophe in front.

upn
This is no unique pupil number.
A digit or the letter is missing.
Check it with the school: a letter and 12 digits.

# Days and times

not-a-date
This is not a date that can be read.
The day does not exist, the year cannot be right, or only part of a date stands there.
Type day, month and year, for example 23/10/2026; in JSON 2026-10-23.

not-a-time
This is not a time of day.
A day, a 0 or a time past midnight such as 25:10 stands there.
Type hours and minutes, for example 17:40.

not-a-moment
A day with a time is needed.
One of the two is missing.
Type both, for example 24/10/2026 08:55.

midnight
A day without a time was read as its very beginning.
Excel cannot tell the two apart.
Type the time, if it was another.

weekday
The day of the week does not fit the date.
One of the two is a slip.
Check the day.

time-unreadable
This is not a time that can be read.
Letters or a missing digit.
Write hours and minutes, for example 17:40.

time-impossible
This time never was: the clocks went forward.
An estimate in the night when summer time begins.
Ask when it was, and write a time before or after the missing hour.

time-ambiguous
This time was twice: the clocks went back.
It lies in the hour that is repeated when summer time ends.
Ask which it was, and write BST for the first or GMT for the second behind it.

time-wrong-zone
The letters behind the time do not fit the day.
BST was written in winter, or GMT in summer.
Write the right letters, or leave them out.

end-before-start
Something ends before it begins.
Two times were swapped, or it went on past midnight.
Check both; past midnight give the end date.

told-early
The team was told before the incident began.
A slip in one of the times.
Check both times.

meeting-before
The conference was held before the incident.
The wrong meeting was picked.
Choose a later meeting, or leave it empty for the next one.

# People

born-after
The date of birth is after the incident.
Day and month swapped, or this year typed for the year of birth.
Check day, month and year.

too-old
The age is higher than anybody's.
A slip in the year.
Check the year or the age.

ages-swapped
The lowest estimated age is higher than the highest.
The two were swapped.
Write the youngest age first.

estimate-unused
An estimated age stands beside a date of birth, which is used.
The date of birth was learnt later.
Take the estimate out, if the date is sure.

kind-age
The date of birth does not fit "child" or "adult".
One of the two is wrong, or the person has since turned 18.
Check both. It is the age when it happened that counts.

kind-estimate
The estimated age does not fit "child" or "adult".
One of the two is wrong.
Check both.

under-10
A child under 10 is recorded as suspected. No offence can be alleged of them.
It was recorded as reported.
Check the age. casepack words it as a welfare matter, and refers the child to children's services.

no-part
Somebody has no part in any episode.
The row on "Roles and allegations" is still missing.
Add it, or take the person out.

protected-address
An address is recorded although it is protected. casepack prints it nowhere.
It was typed before the protection was known.
Take it out, unless the record must hold it.

same-name
Two people of the record may be one.
Somebody was entered twice, or two people have nearly the same name.
Compare the two rows; keep one, if they are one person.

# Ids and references

unknown-id
An id or a name leads to nothing.
A slip of the keys, or the row it points to was renamed or deleted.
Take the one that the message suggests, or pick it from the list.

duplicate-id
Two rows have the same id.
A row was copied.
Give one of them another id.

bad-id
This is not a short id.
It holds blanks or other signs, or begins with a digit.
Begin with a letter; use letters, digits, dots and hyphens, such as P1.

bad-reference
This cannot be the reference of a case.
It holds blanks or slashes, or is a name that Windows keeps for itself, such as CON.
Use letters, digits, dots and hyphens, such as MSC-2026-0417.

name-in-id
An id or the reference holds a person's name, and it stands in file names.
It was called after the person.
Use a number instead.

step-twice
A step of the procedure has two rows.
Its progress was added below in place of changing the row.
Keep one row for each step.

unknown-reader
This is no reader that casepack knows, so nothing would follow from it.
A slip of the keys, or a reader that gets no papers.
Write one of those that the message names.

# Names in texts

name-typed
A name is typed into a text by hand. It is found and treated like a token, but a nickname might not be.
It was typed as it was told.
Write {P1} and so on for the people of the record.

unknown-token
What stands in braces points to nobody.
A slip such as {P12} for {P2}, or the person was taken out.
Write the id of somebody in the record.

token-form
A token is written unusually. It was understood.
Small letters or blanks in the braces.
Write it as {P2}.

jigsaw
A text that goes to readers who are told of nobody holds a piece by which somebody could be worked out.
An age, a school, a relative or another such piece slipped in.
Reword it: place, time and behaviour only.

# The office's data

zone-unknown
This is no time zone.
A slip of the keys.
Write Europe/London.

swapped
The lower end of a span is higher than its upper end.
Two ages or year groups were swapped.
Write the lowest first.

amount-too-long
A step of the procedure takes longer than any step can.
Hours and months were mixed up.
Write a smaller number.

meeting-undated
A meeting has no date and time, so it is never the next one.
They were not yet known.
Add them as soon as they are.

unknown-document
This is no document that casepack makes.
A slip of the keys in "Documents not made here".
Write one of those that the message names.

demanded-document
This document cannot be switched off.
The procedure or the law asks for it.
Take it out of the list.

unknown-audience
No document of your own can be for this reader.
A slip of the keys, or a reader for whom there is no rule.
Write one of those that the message names.

one-per-does-not-fit
There cannot be one such document for each of these.
The reader is told of nobody, or of one child at a time.
Write what the message names.

when-does-not-fit
A document for this reader may not depend on this: that it was made would tell what its reader may not know.
"Made when" names a part or a decision that the reader is not told of.
Write always.

template-name
This is not the name of a Word file in the templates folder.
A path or another ending was written.
Write its name, such as thank-you.

unknown-folder
This is no folder of the pack.
A slip of the keys.
Write one of those that the message names, or leave it empty.
"""
