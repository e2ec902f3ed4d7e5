-- What was lost and is not told yet, for its evidence is still collected. It is kept in the moment in which the instance is
-- taken for lost, so that an engine that dies then tells it when it is back.
create table losses (
    id          text primary key,
    app         text    not null references apps (name) on delete cascade,
    instance    text    not null,
    cause       text    not null,
    said        text    not null,
    exit_code   integer,
    action      text    not null,
    detected_at integer not null,
    detect_ms   integer not null,
    usage       text    not null
);
