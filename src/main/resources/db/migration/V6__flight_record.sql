-- What an instance used in the minute before it was lost: a line each of Unix milliseconds, percent of a core, bytes.
alter table incidents add column usage text not null default '';
