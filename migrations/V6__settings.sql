-- Whether one person may be branch RM and consultant at once: not while this is empty, and compliance reads why.
alter table institution add column two_hats_reason text not null default '';
