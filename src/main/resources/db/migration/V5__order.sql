-- The order in which deployments were accepted: clocks jump, and their ids are times.
alter table deployments add column accepted integer not null default 0;
update deployments set accepted = rowid;
create index deployments_by_order on deployments (accepted);
create index deployments_by_app_and_order on deployments (app, accepted);
drop index deployments_by_app;

