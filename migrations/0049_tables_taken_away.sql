-- A table that is taken away while the event runs stays on record with the meetings that were held at it: no other is put there from
-- then on.
ALTER TABLE event_table ADD COLUMN gone_at timestamptz;
COMMENT ON COLUMN event_table.gone_at IS 'From then on no slot that begins has this table; null: it is there';
