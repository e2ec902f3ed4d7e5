-- What a switch did to those who were asking; a time is null when nobody was answered.
create table receipts (
    deployment text primary key references deployments (id) on delete cascade,
    requests   integer not null,
    failed     integer not null,
    p50_ms     integer,
    p99_ms     integer,
    switch_ms  integer not null
);
