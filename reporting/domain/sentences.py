"""The sentence of each code, in English, the source of the catalogues. Parameters stand as %(name)s.

`word.<code>` are the words for statuses, actions and roles. The texts are extracted from here by `N_`.
"""

from __future__ import annotations

from collections.abc import Mapping


def N_(message: str) -> str:
    """Marks a text for the catalogues."""
    return message


SENTENCES: Mapping[str, str] = {
    # refusals
    "bad_request": N_("This request could not be understood."),
    "not_signed_in": N_("Please sign in to continue."),
    "forbidden": N_("Your role does not allow this."),
    "reauthentication_needed": N_("Please enter your password again before this step."),
    "not_found": N_("This page does not exist, or you may not see it."),
    "method_not_allowed": N_("This address does not take this kind of request."),
    "wrong_state": N_("This step is no longer possible: the report is now “%(status)s”."),
    "wrong_state_by": N_("This step is no longer possible: %(by)s changed the report to “%(status)s” on %(at)s."),
    "stale": N_("What you were shown has changed in the meantime. Please read it again before you go on."),
    "link_expired": N_("This link has expired or was already used."),
    "too_large": N_("This is more than the system takes at once (%(megabytes)s MB)."),
    "incomplete": N_("The report is not complete yet. Each point below leads to its question."),
    "invalid": N_("Something in this request does not fit. Please look at the details."),
    "comment_needed": N_("Please write a comment, so that the others know why."),
    "change_note_needed": N_("Please say in a sentence what changed since the last published version."),
    "open_revision_exists": N_("This report is already being worked on."),
    "last_focal_point": N_("A Party's last focal point cannot be ended without a successor."),
    "form_not_open": N_("This form is not open for reporting."),
    "too_many_attempts": N_("Too many attempts. Please wait %(minutes)s minutes and try again."),
    "unavailable": N_(
        "A part of the system is away for the moment. What you had saved is safe; please try again soon."
    ),
    "internal": N_("Something went wrong on our side. What you had saved is safe; the error was recorded."),
    "csrf": N_(
        "Your session has ended since this page was opened. Nothing was saved yet: please sign in, and send it again."
    ),
    "languages_needed": N_("Please name the working languages, at least one of the six among them."),
    # requests of programs
    "token_needed": N_("This needs an access token, sent as “Authorization: Bearer …”."),
    "token_invalid": N_("This access token does not work, or no longer does."),
    "not_json": N_("The body of this request is not JSON."),
    "missing": N_("This is missing."),
    "unknown_name": N_("Nothing is known by this name here."),
    "wrong_type": N_("This should be of the type: %(type)s."),
    "wrong_form": N_("This does not have the form that is expected: %(form)s"),
    "not_one_of": N_("This is none of: %(values)s."),
    "not_distinct": N_("This stands here more than once."),
    "too_small": N_("This is too small; the least is %(limit)s."),
    "too_great": N_("This is too great; the most is %(limit)s."),
    "too_short": N_("This is too short; the least is %(limit)s characters."),
    "too_long": N_("This is too long; the most is %(limit)s characters."),
    "too_few": N_("These are too few; the least is %(limit)s."),
    "too_many": N_("These are too many; the most is %(limit)s."),
    "too_deep": N_("This is nested too deeply (over %(limit)s levels)."),
    # writes
    "not_storable": N_("This value cannot be stored."),
    "value_too_large": N_("This text is too long to be stored (over %(megabytes)s MB)."),
    "not_text": N_("This is not a text."),
    "not_an_option": N_("Please choose one of the options offered."),
    "not_a_date": N_("This is not a date. Please write it as year-month-day, for example 2026-02-28."),
    "not_a_number": N_("This is not a number. Please write it in digits, for example 1234.5."),
    "not_whole": N_("This question takes a whole number."),
    "not_a_year": N_("This is not a year. Please write it in four digits, for example 2024."),
    "number_ambiguous": N_("Do you mean %(reading)s or %(other_reading)s?"),
    "number_too_long": N_("This number has more digits than can be kept; the most is %(limit)s."),
    "no_answer_taken": N_("This is a note for readers. It takes no answer."),
    "not_rows": N_("This question takes a list of rows, each with the fields it names."),
    "not_a_contact": N_("This question takes the fields of a contact, each of them a text."),
    "not_a_link": N_("This is not an address that can be opened. Please write it like https://www.example.org/page."),
    "unknown_row": N_("A row of this table is none that it can have."),
    "link_refused": N_(
        "This address is not taken. Links begin with https://, http:// or mailto: and hold no user name."
    ),
    "file_missing": N_("There is a description, but no file came with it. Please choose the file again."),
    "unknown_file": N_("This file is not attached to this report. Please attach it first."),
    "markup_too_deep": N_("The formatting of this text is nested too deeply (over %(depth)s levels)."),
    "too_much_markup": N_("This text has too many formatting elements (over %(limit)s)."),
    "unknown_question": N_("This form has no such question."),
    "unknown_item": N_("This section has no such item."),
    "item_not_own": N_("Only items that the Party added can be removed; this one comes by itself."),
    "key_taken": N_("Something else in the Party’s reports has this key. Please choose one that nothing has yet."),
    "item_in_several": N_("Items of several sections have this key. Please name the section by `repeat`."),
    "unknown_language": N_("This report is not written in this language. The focal point can add it."),
    "language_not_taken": N_("This answer does not depend on a language."),
    "write_id_used": N_("This write carries the id of an earlier one. Please send it again with an id of its own."),
    "language_needed": N_("Please say in which language this text is."),
    "too_many_writes": N_("Too many answers were sent at once. This one was not saved; please send it again."),
    "moved": N_("The form has changed since. Your text is shown again, so that nothing is lost."),
    "not_allowed": N_("You may read this part, but not change it."),
    "gone": N_("This part is no longer in the report."),
    # problems of answers
    "required": N_("An answer is needed here."),
    "too_many_words": N_("This text has %(words)s words; the limit is %(limit)s."),
    "exclusive_option": N_("One of the chosen options excludes all others. Please choose either it or the others."),
    "too_many_choices": N_("%(count)s are chosen; the most is %(limit)s."),
    "too_many_decimals": N_("This number has %(count)s decimals; the most is %(limit)s."),
    "email_malformed": N_("This e-mail address is not complete. It should look like name@example.org."),
    "phone_malformed": N_(
        "This telephone number cannot be dialled. Please write it in digits, for example +41 22 123 45 67."
    ),
    "link_address_needed": N_("Link %(number)s has a title but no address."),
    "link_title_needed": N_("Link %(number)s has no title. Please say what is found there."),
    "too_many_cells": N_("There are more cells here than columns."),
    "year_not_plausible": N_("The year %(year)s is not plausible. Please check it."),
    "series_double": N_("These rows are about the same year, unit and disaggregation. Please keep one of them."),
    "series_units": N_("This series has several units: %(units)s. Please check that this is meant."),
    "cell_needed": N_("This must be filled in."),
    "too_many_rows": N_("There are %(count)s rows; the most is %(limit)s."),
    "nothing_added": N_("Nothing has been added here yet; at least one entry is needed."),
    "uncovered": N_("Nothing covers these yet (%(count)s): %(terms)s"),
    "proceed_needed": N_("Please confirm below that you have looked at the advice."),
    "description_needed": N_("The image “%(name)s” needs a description, so that everybody can know what it shows."),
    "not_confirmed": N_(
        "This answer comes from an earlier report. Please confirm that it is still right, or change it."
    ),
    "answer_stands": N_("There is an answer already. Nothing was written over it."),
    "nothing_to_carry": N_("Nothing of the earlier answer can be taken over as it is."),
    "nothing_to_confirm": N_("Nothing was taken over here that waits to be confirmed."),
    "not_offered": N_("Something chosen here no longer fits the other answers on this page. Please take it out."),
    "item_gone": N_("This was chosen here and is no longer in the report: %(terms)s"),
    "description_wanted": N_("The file “%(name)s” has no description."),
    # spreadsheets
    "spreadsheet_type": N_("This kind of file is not read here. Please save it as XLSX or CSV."),
    "spreadsheet_too_large": N_("This file is more than is read at once (%(megabytes)s MB). Please send it in parts."),
    "spreadsheet_too_long": N_("This file has more rows than are read at once (%(limit)s). Please send it in parts."),
    "spreadsheet_with_links": N_("This file draws on other files. Please save a copy that holds the values only."),
    "csv_not_unicode": N_("The letters of this file would come out wrong. Please save it as “CSV UTF-8” or as XLSX."),
    "file_not_chosen": N_("Please choose a file."),
    "dataset_without_rows": N_("No row of this file was understood, so there is nothing to offer."),
    "dataset_moved_on": N_("Somebody else has dealt with this edition in the meantime."),
    "import_headings_missing": N_(
        "No table of this file begins with the headings that are needed, such as %(headings)s."
    ),
    "import_no_title": N_("The title is missing, so the row was left out."),
    "import_twice": N_("The same title stands in row %(place)s already, so the row was left out."),
    "import_differs": N_(
        "Row %(place)s is about the same entry and says something else; it was taken, and what differs here was left "
        "out: %(headings)s."
    ),
    "import_unknown_option": N_("“%(said)s” is none of the answers that can be chosen here, so it was left out."),
    "import_unknown_language": N_(
        "This is none of the report’s working languages. The texts of this row were read in the language that was "
        "chosen."
    ),
    "import_unreadable": N_("This cannot be read out of a table."),
    "import_nothing": N_("No row of this file is about this Party."),
    "row_headings_missing": N_("No table of this file begins with the headings that are needed: %(headings)s."),
    "row_heading_missing": N_("The column “%(heading)s” is missing, so nothing was read here."),
    "row_no_code": N_("The indicator code is missing."),
    "row_code_is_date": N_(
        "The spreadsheet has made a day of this indicator code. Please set the column to “Text” and type the code "
        "again."
    ),
    "row_unknown_indicator": N_("No indicator of this form has this code."),
    "row_no_party": N_("The Party is missing."),
    "row_unknown_party": N_("No Party has this code."),
    "row_no_year": N_("The year is missing."),
    "row_not_a_year": N_("This is not a year. Please write four digits, such as 2024."),
    "row_year_is_date": N_("The spreadsheet holds a day here. Please write the year alone, such as 2024."),
    "row_no_value": N_("The value is missing."),
    "row_no_unit": N_("The unit is missing."),
    "row_not_yes_or_no": N_("This says neither yes nor no."),
    "row_disaggregation_missing": N_("The row is said to be a disaggregation, but it does not say which one."),
    "row_disaggregation_denied": N_("The row names a disaggregation, but this column says that it is none."),
    "row_twice": N_("The same year, unit and disaggregation stand in row %(place)s already."),
    # files
    "file_type_refused": N_("Files of this kind are not taken. These are: %(types)s."),
    "file_double_ending": N_(
        "The name of this file has two endings, and one of them is that of a program. Please rename the file."
    ),
    "file_empty": N_("This file is empty."),
    "file_too_large": N_("This file is too large; the most is %(megabytes)s MB."),
    "file_unlike_name": N_(
        "This file is not of the kind that its name says. Please save it again in that kind, or rename it."
    ),
    "file_damaged": N_("This file is damaged and cannot be read."),
    "file_with_macros": N_("This file holds macros, which are programs. Please save it without them."),
    "file_locked": N_("This file is locked with a password. Please attach it without one."),
    "file_bomb": N_("This file unpacks into far more than it should, and is not taken."),
    "image_too_large": N_("This image is too large; the most is %(megapixels)s million pixels."),
    "file_longer_than_announced": N_("More of this file came than was announced. Please send it again."),
    "file_broken_on_the_way": N_("This file was changed on its way. Please send it again."),
    "out_of_step": N_("This piece does not follow what has come so far."),
    "too_many_uploads": N_(
        "Too many files are on their way at once (over %(limit)s). Please wait until some of them have come."
    ),
    # accounts
    "sign_in_failed": N_("The e-mail address or the password is not right."),
    "password_wrong": N_("This is not your present password."),
    "password_too_short": N_("Please choose a password of at least %(length)s characters."),
    "password_too_common": N_("This password is easy to guess. Please choose another."),
    "address_invalid": N_("Please enter an e-mail address, such as name@example.org."),
    "name_needed": N_("Please enter your name."),
    "address_taken": N_("This address cannot be used for this."),
    "already_member": N_("This person already has this role."),
    # words
    "word.draft": N_("draft"),
    "word.submitted": N_("submitted"),
    "word.under_review": N_("under review"),
    "word.returned": N_("returned"),
    "word.approved": N_("approved"),
    "word.published": N_("published"),
    "word.superseded": N_("superseded"),
    "word.withdrawn": N_("withdrawn"),
    "word.discarded": N_("discarded"),
    "word.submit": N_("Submit"),
    "word.recall": N_("Recall"),
    "word.start_review": N_("Start review"),
    "word.return": N_("Return to the Party"),
    "word.approve": N_("Approve"),
    "word.send_back": N_("Send back to review"),
    "word.publish": N_("Publish"),
    "word.amend": N_("Amend"),
    "word.discard": N_("Discard"),
    "word.focal_point": N_("focal point"),
    "word.authorised_user": N_("authorised user"),
    "word.observer": N_("observer"),
    "word.reviewer": N_("reviewer"),
    "word.publisher": N_("publisher"),
    "word.administrator": N_("administrator"),
}
