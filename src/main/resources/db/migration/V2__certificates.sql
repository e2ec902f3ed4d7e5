-- One of an app: GIVEN by its owner, or ordered by ACME. Chain and key are PEM, and are there while an order is pending or
-- has failed if they were before; hosts are those of the order, with spaces between them.
create table certificates (
    app          text primary key references apps (name) on delete cascade,
    source       text    not null,
    state        text    not null,
    chain        text,
    key          text,
    not_after    integer,
    hosts        text    not null,
    problem      text,
    attempts     integer not null,
    next_attempt integer
);
