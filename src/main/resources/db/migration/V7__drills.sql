-- Faults that were put into an app on purpose, by their names with a space between.
create table drills (
    number      integer primary key,
    id          text    not null unique,
    app         text    not null references apps (name) on delete cascade,
    faults      text    not null,
    state       text    not null,
    reason      text,
    started_at  integer not null,
    finished_at integer
);
create index drills_by_app on drills (app, number);
-- One at a time.
create unique index drills_running on drills (app) where state = 'running';

-- What came of each; cause and times are null when it was not seen, or not put right in time.
create table drill_results (
    drill      text    not null references drills (id) on delete cascade,
    number     integer not null,
    fault      text    not null,
    instance   text    not null,
    cause      text,
    detect_ms  integer,
    restore_ms integer,
    requests   integer not null,
    failed     integer not null,
    primary key (drill, number)
);
