-- privacy/consents: records of consent of a person, newest first. $subjects: every name of that person (person/1;record/2), joined by ';'.
-- $activity: '' = all.
select seq, id, subject, activity, action, notice, holds_from, channel, document, guardian, at, account, audit
from   consent
where  replace(';' || $subjects || ';', ';' || subject || ';', '') <> ';' || $subjects || ';' and ($activity = '' or activity = $activity)
order by seq desc
