-- At which table somebody is rather received is the host's wish (meeting_soft_wish), which bookings follow too; nothing ever set this.
ALTER TABLE meeting_participant DROP COLUMN home_table_id;
