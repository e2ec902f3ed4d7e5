-- Times are Unix milliseconds, UTC. Configurations are JSON (see store/ConfigJson).

create table apps (
    name         text primary key,
    config       text    not null,
    intent       text    not null,
    next_release integer not null default 1,
    live_release integer,
    created_at   integer not null
);

-- One host belongs to one app.
create table hosts (
    host text primary key,
    app  text not null references apps (name) on delete cascade
);

create table releases (
    app        text    not null references apps (name) on delete cascade,
    number     integer not null,
    deployment text    not null,
    commit_id  text,
    image      text    not null,
    config     text    not null,
    created_at integer not null,
    primary key (app, number)
);

create table deployments (
    id            text primary key,
    app           text    not null references apps (name) on delete cascade,
    cause         text    not null,
    commit_id     text,
    release       integer,
    status        text    not null,
    failure_stage text,
    message       text,
    created_at    integer not null
);
create index deployments_by_app on deployments (app, id);
create index deployments_unfinished on deployments (status) where status in ('queued', 'building', 'launching', 'routing');

create table stages (
    deployment  text    not null references deployments (id) on delete cascade,
    stage       text    not null,
    started_at  integer not null,
    finished_at integer,
    primary key (deployment, stage)
);

create table instances (
    id         text primary key,
    app        text    not null references apps (name) on delete cascade,
    release    integer not null,
    deployment text    not null,
    container  text    not null,
    ip         text    not null,
    port       integer not null,
    state      text    not null,
    since      integer not null,
    restarts   integer not null default 0
);
create index instances_by_app on instances (app);

create table incidents (
    id            text primary key,
    app           text    not null references apps (name) on delete cascade,
    instance      text    not null,
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
create index incidents_by_app on incidents (app, detected_at);
create index incidents_open on incidents (instance) where restored_at is null;

-- Deliveries outlive their app: they are the record of what providers sent.
create table deliveries (
    id          text primary key,
    provider    text    not null,
    event       text    not null,
    app         text    not null,
    delivery_id text,
    decision    text    not null,
    reason      text    not null,
    body_sha256 text    not null,
    received_at integer not null,
    deployment  text
);
create index deliveries_by_provider_id on deliveries (app, delivery_id);
