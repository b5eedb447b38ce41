-- published/content: a published table as it was kept. $code, $period.
select content from published_table where code = $code and period = $period
