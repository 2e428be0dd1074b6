"""What the codes of finished documents and of Word templates mean. Each block: code, meaning, cause, remedy."""

DOCUMENTS = """
# Finished documents

leak
Something stands in the file that its reader may not know.
A name typed in a form that casepack knows, or a template that prints too much.
Look at the place that is named; write people as {P1} in texts. If you see none, tell whoever looks after casepack.

text-differs
The PDF does not say what the Word file says.
A sign or a layout in a text or a template that came out differently.
Look at the place that is named in both; retype that text.

text-unseen
Words are in the PDF that cannot be seen on the page.
White or tiny letters in a template, or words off the page.
Look at the template.

margin-differs
The header or footer of a PDF page is not that of the Word file.
The template's header or footer was changed in a way that cannot be followed.
Take the header and footer of house.docx again.

marking
The protective marking is missing from a header or a footer.
It was deleted in the template, or from a document edited by hand.
Put it back.

page-number
"Page 1 of 2" is missing or wrong.
The page number fields were deleted.
Take the footer of house.docx again.

left-over
A tag of the template was not replaced.
A tag is broken by formatting, or a person of the record typed braces.
Run casepack templates check; look for braces in the texts of the record.

none-printed
A missing answer was printed as a computer word.
A fault in a template.
Tell whoever looks after casepack.

table-empty
A table has no rows.
A template keeps a table that has nothing to say.
Make the table depend on there being rows.

title
The title in the file's properties is not the document's.
It was changed in Word.
Make the document again, or put the title back (File, Info).

author
The file's properties name somebody.
Word wrote the editor's name into it.
Take it out (File, Info, Check for Issues), save, and make the PDF again.

unreadable
The finished file cannot be read back.
The disk is failing, or another program holds the file.
Run again; if it stays, tell whoever looks after casepack.

pdf-language
The PDF does not say that it is in British English.
A fault in a template.
Take the template anew.

pdf-untagged
The PDF cannot be read aloud in order.
A part that typesetting needs is out of date.
Run casepack doctor.

pdf-active
The PDF would do something when it is opened or clicked.
A template, or a text, holds a link to other than a secure web page.
Take the link out.

pdf-attachment
The PDF carries another file.
A template carries one.
Take it out of the template.

pdf-annotation
The PDF carries a note.
Somebody added a comment to the file.
Make the document again.

form-differs
The boxes to fill in are not the same in Word and PDF.
A box was changed in the template.
Take the boxes of casepack's own template again.

form-field
A box of the PDF is filled in, does something, or cannot be read aloud or seen.
A box was changed in the template.
Take the boxes of casepack's own template again.

pdf-encrypted
The PDF is encrypted.
It was locked after it was made.
Make the document again; use --seal for copies to be sent.

pdf-property
The PDF's properties hold an entry that casepack never writes.
Another program saved it.
Make the document again.

pdf-earlier-version
The PDF still holds an earlier version of itself.
Another program saved changes into it.
Make the document again.

word-comment
The Word file holds comments.
Somebody commented on it.
Delete all comments (Review), and save.

word-tracked
The Word file holds tracked changes.
It was edited with Track Changes on.
Accept or reject all changes (Review), and save.

word-custom
The Word file holds properties or data of another program.
A document management system or an add-in wrote them.
Take them out (File, Info, Check for Issues), and save.

word-external
The Word file points to something outside it.
A linked picture, file or template.
Break the link, or put the picture itself in.

word-hidden
The Word file holds hidden or unreadably small text.
Hidden formatting, or text pasted from a web page.
Show hidden text, and delete it.

word-embedded
The Word file holds another file or a macro.
A workbook or a mail was dragged in.
Delete it.

word-field
The Word file holds a field that could change or fetch what it says.
A date that updates itself, a mail merge or a cross-reference.
Turn it into text (Ctrl+Shift+F9), and save.

# Word templates

tag
A tag cannot be understood, is never closed, or stands where it cannot work.
A brace was deleted, or part of a tag was formatted.
Type the tag again in one go; casepack templates list says how.

not-filled
A tag stands where nothing is filled in.
It was put into a text box, a note or a property.
Move it into the text, the header or the footer.

lost-words
A block tag takes the words beside it away.
A tag that rules a whole paragraph or row shares it with other words.
Give it a paragraph or a row of its own.

name
The template asks for something that does not exist, or that its reader may not know.
A slip of the keys, or a tag copied from another letter.
Take one that casepack templates list shows for this document.

kind
A list or a group stands where words are needed, or the reverse.
The name of the whole list was written for that of one item.
See casepack templates list.

comment
Comments were left in the template.
It was discussed in Word.
Delete them.

tracked-change
Tracked changes were left in the template.
Track Changes was on.
Accept or reject all of them.

macro
The template holds macros, or is of a kind that may.
It was saved as .docm or .dotm.
Save it as a Word document (.docx).

embedded
The template holds another file.
Something was dragged in.
Delete it.

link
The template fetches or points to something elsewhere.
A linked picture, a template attached to it, or a web address.
Break the link; put pictures themselves in.

field
A field could change or fetch what the document says.
A date that updates itself, a reference or a mail merge.
Turn it into text, or use a tag.

box
A box to fill in is wrong.
It was changed or copied by hand.
Take it from casepack's own template again.

picture
A picture or a shape cannot be used as it is.
It floats, has no alternative text, or is a drawing.
Put it in line with the text, and give it alternative text.

language
The language is not British English.
Words were pasted, or Word guessed.
Select all, Review, Language, English (United Kingdom).

heading
A heading skips a level.
A style was chosen for its looks.
Use Heading 2 below Heading 1, and so on.

style
A style is unknown, or missing.
It came with pasted words.
Use the styles that house.docx shows.

look
Formatting by hand that the PDF would lose.
Bold, colour, tabs, page breaks or indents set by hand.
Use a style.

table
A table is not one that can be read aloud or printed.
No header row, merged cells, or a table within a table.
Mark the first row as header row; keep tables plain.

letter
A character that no font here has.
A symbol from a special font.
Use words or an ordinary character.

margin
Header, footer, marking, page number or page set-up are not the house's.
They were deleted or changed.
Run casepack templates apply-house, or take them from house.docx.

file
The template as a whole cannot be used.
It is damaged, is no Word file, or no document uses it.
The message says what to do; take it anew with casepack templates export.
"""
