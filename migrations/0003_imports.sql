-- Imports that are checked before they run, run in the background, and go on where they stopped.
ALTER TABLE import_batch DROP CONSTRAINT import_batch_state_check;
ALTER TABLE import_batch
	ADD CONSTRAINT import_batch_state_check
		CHECK (state IN ('uploaded', 'checking', 'previewed', 'running', 'finished', 'cancelled', 'failed')),
	ADD COLUMN origin text NOT NULL DEFAULT 'browser' CHECK (origin IN ('browser', 'command')),
	ADD COLUMN publish boolean NOT NULL DEFAULT false,
	ADD COLUMN cut boolean NOT NULL DEFAULT false,
	ADD COLUMN source text CHECK (char_length(source) <= 200),
	ADD COLUMN progress_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN import_batch.rows_done IS 'Rows checked while checking, rows acknowledged while running: an import goes on behind them';
COMMENT ON COLUMN import_batch.origin IS 'The file of a browser''s import is in the file store, that of a command where the command found it';
COMMENT ON COLUMN import_batch.progress_at IS 'When the last rows were done; an import that stands still is taken up again';

CREATE INDEX ON import_batch (progress_at) WHERE state IN ('checking', 'running');
CREATE INDEX ON import_row (listing_id) WHERE listing_id IS NOT NULL;
CREATE INDEX ON import_row (batch_id, outcome, number);
COMMENT ON COLUMN import_row.cells IS 'Empty: what stood in a row is read from the file again';
