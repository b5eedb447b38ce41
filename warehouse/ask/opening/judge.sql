-- opening/judge: the conclusion on an opening, once. $id, $verdict, $note, $by, $at.
update opening_review set verdict = $verdict, note = $note, by_account = $by, at = $at where opening = $id and verdict is null
