-- The line with which Nginx refused the server blocks of an app.
create table refused_blocks (
    app       text primary key references apps (name) on delete cascade,
    complaint text    not null,
    since     integer not null
);

-- What breaks may also be the proxy, which belongs to no app, or a route, which is no instance.
create table incidents_new (
    id            text primary key,
    app           text references apps (name) on delete cascade,
    instance      text,
    cause         text    not null,
    detail        text    not null,
    exit_code     integer,
    out_of_memory integer not null,
    action        text    not null,
    detected_at   integer not null,
    detect_ms     integer not null,
    restored_at   integer,
    log_tail      text    not null
);
insert into incidents_new select * from incidents;
drop table incidents;
alter table incidents_new rename to incidents;
create index incidents_by_app on incidents (app, detected_at);
create index incidents_open on incidents (instance) where restored_at is null;
