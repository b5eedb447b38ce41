-- The record a hold was laid by: the person it belongs to is held, by whatever key it goes today (holds of before have the person's key of that day only).
alter table legal_hold add column record_key bigint;
