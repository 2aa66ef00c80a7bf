-- Files that are being put down. A file stands on the disk before the row that says what it is: until that has committed, nobody else
-- who lets go of the same bytes takes them away, and where the process dies in between, they are looked at once more.
CREATE TABLE file_put_down (
	id     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	digest char(64) NOT NULL,
	since  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON file_put_down (digest);
CREATE INDEX ON file_put_down (since);
