-- Every mail that Mitra sends, or would send if it had a mail server: the outbox page reads from here.
create table mail (
	id uuid primary key default gen_random_uuid(),
	created_at timestamptz not null default now(),
	language text not null,
	to_address text not null check (length(to_address) between 3 and 320),
	subject text not null check (subject <> '' and subject !~ '[\r\n]'),
	body_text text not null,
	body_html text,
	sent_at timestamptz,
	-- Set when it was given up; an attempt that is to be repeated only counts.
	failed_at timestamptz,
	failure text,
	attempts integer not null default 0 check (attempts >= 0),
	check (sent_at is null or failed_at is null)
);

create index mail_newest on mail (created_at desc, id);
create index mail_waiting on mail (created_at) where sent_at is null and failed_at is null;
